import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const objectSize = defineRule({
  id: 'security/object-size',
  severity: 'error',
  needs: [],
  holds:
    'Annotations have 256 KiB at most, the data of a ConfigMap or a Secret 1 MiB, and an object 1.5 MiB.',
  why: 'The API server refuses more; client-side apply also repeats the object in an annotation, so that half of it is too much already.',
  sources: [
    'https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go',
    'https://kubernetes.io/docs/concepts/configuration/configmap/#motivation',
    'https://etcd.io/docs/latest/dev-guide/limit/#request-size-limit',
  ],
  *check({ graph }) {
    for (const node of graph.nodes) yield* checkObject(node);
    for (const { node, template, templatePointer } of graph.workloads)
      if (templatePointer !== '')
        yield* checkSum(
          node,
          `${templatePointer}/metadata/annotations`,
          template.metadata?.annotations,
          ANNOTATIONS,
        );
  },
});

const KIB = 1024;
const ANNOTATIONS = 256 * KIB;
const DATA = 1024 * KIB;
const OBJECT = 1536 * KIB;

function* checkObject(node: Node): Iterable<Violation> {
  yield* checkSum(
    node,
    '/metadata/annotations',
    node.object.metadata?.annotations as object | undefined,
    ANNOTATIONS,
  );
  if (node.group === '' && (node.kind === 'ConfigMap' || node.kind === 'Secret')) {
    const { data, binaryData } = node.object as Record<string, object | undefined>;
    yield* checkSum(node, '/data', { ...data, ...binaryData }, DATA);
    return;
  }
  // Text of a manifest is longer than its JSON seldom, and never much.
  if (node.manifest.text.length < OBJECT) return;
  const size = Buffer.byteLength(JSON.stringify(node.object));
  if (size > OBJECT) yield tooLarge(node, '', size, OBJECT);
}

function* checkSum(
  node: Node,
  pointer: string,
  values: object | undefined,
  most: number,
): Iterable<Violation> {
  const size = Object.entries(values ?? {}).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  if (size > most) yield tooLarge(node, pointer, size, most);
}

function tooLarge(node: Node, pointer: string, size: number, most: number): Violation {
  const what = pointer === '' ? 'in all' : `in ${pointer}`;
  return {
    node,
    pointer,
    message: `${nameOf(node)} has ${Math.ceil(size / KIB)} KiB ${what}; the API server takes ${most / KIB} KiB.`,
    fix: 'Keep large files in a model store, an image or a volume.',
  };
}
