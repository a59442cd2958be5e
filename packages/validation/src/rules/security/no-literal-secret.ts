import { appendPointer } from '@fleetwright/findings';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { credentialIn } from './secret-patterns.ts';

export const noLiteralSecret = defineRule({
  id: 'security/no-literal-secret',
  severity: 'error',
  needs: [],
  holds: 'No object but a Secret holds a credential.',
  why: 'Everybody who may read the repository, its history or the object in the cluster has it then; it must be taken for stolen.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
    'https://hub.armosec.io/docs/c-0012',
  ],
  *check({ graph }) {
    for (const node of graph.nodes) if (node.kind !== 'Secret') yield* searchObject(node);
  },
});

function* searchObject(node: Node): Iterable<Violation> {
  const found: Credential[] = [];
  search(node.object, [], found);
  for (const { path, kind } of found)
    yield {
      node,
      pointer: path.reduce(appendPointer, ''),
      message: `${nameOf(node)} holds what looks like ${kind}.`,
      fix: 'Revoke it. Keep the new one in a store of secrets, and mount it as a file.',
    };
}

interface Credential {
  path: readonly string[];
  kind: string;
}

/** `path` is that of the object, and is the same again afterwards: hardly any is ever reported. */
function search(object: object, path: string[], found: Credential[]): void {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    path.push(key);
    if (typeof value === 'string') {
      const kind = value.length >= 12 ? credentialIn(value) : undefined;
      if (kind !== undefined) found.push({ path: [...path], kind });
    } else if (typeof value === 'object' && value !== null) search(value, path, found);
    path.pop();
  }
}
