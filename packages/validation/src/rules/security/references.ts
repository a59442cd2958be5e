import type { Node } from '../../graph/node.ts';
import type { Workload, WorkloadContainer } from '../../graph/workload.ts';

/** What a pod reads of a ConfigMap or a Secret. */
export interface Reference {
  node: Node;
  kind: 'ConfigMap' | 'Secret';
  name: string;
  /** JSON pointer of the name in the object. */
  pointer: string;
  /** Absent where all keys are read. */
  key?: string | undefined;
  /** JSON pointer of the key. */
  keyPointer: string;
  /** The pod starts without it too. */
  optional: boolean;
}

/** The ConfigMaps and Secrets that the pods of a workload read. */
export function listReferences(workload: Workload): Reference[] {
  return [
    ...workload.containers.flatMap((owner) => ofContainer(workload.node, owner)),
    ...ofVolumes(workload),
  ];
}

interface Source {
  name?: string | undefined;
  secretName?: string | undefined;
  optional?: boolean | undefined;
  key?: string | undefined;
  items?: { key?: string | undefined }[] | undefined;
}

function ofContainer(node: Node, { container, pointer }: WorkloadContainer): Reference[] {
  const env = (container.env ?? []).flatMap(({ valueFrom }, index) => {
    const at = `${pointer}/env/${index}/valueFrom`;
    return [
      ...toReferences(node, 'ConfigMap', valueFrom?.configMapKeyRef, `${at}/configMapKeyRef`),
      ...toReferences(node, 'Secret', valueFrom?.secretKeyRef, `${at}/secretKeyRef`),
    ];
  });
  const envFrom = (container.envFrom ?? []).flatMap(({ configMapRef, secretRef }, index) => {
    const at = `${pointer}/envFrom/${index}`;
    return [
      ...toReferences(node, 'ConfigMap', configMapRef, `${at}/configMapRef`),
      ...toReferences(node, 'Secret', secretRef, `${at}/secretRef`),
    ];
  });
  return [...env, ...envFrom];
}

function ofVolumes({ node, template, templatePointer }: Workload): Reference[] {
  return (template.spec?.volumes ?? []).flatMap(({ configMap, secret, projected }, index) => {
    const at = `${templatePointer}/spec/volumes/${index}`;
    return [
      ...toReferences(node, 'ConfigMap', configMap, `${at}/configMap`),
      ...toReferences(node, 'Secret', secret, `${at}/secret`),
      ...(projected?.sources ?? []).flatMap((source, place) => [
        ...toReferences(node, 'ConfigMap', source.configMap, `${at}/projected/sources/${place}/configMap`),
        ...toReferences(node, 'Secret', source.secret, `${at}/projected/sources/${place}/secret`),
      ]),
    ];
  });
}

function toReferences(
  node: Node,
  kind: Reference['kind'],
  source: Source | undefined,
  at: string,
): Reference[] {
  const name = source?.name ?? source?.secretName;
  if (source === undefined || name === undefined) return [];
  const base = {
    node,
    kind,
    name,
    pointer: `${at}/${source.name === undefined ? 'secretName' : 'name'}`,
    optional: source.optional === true,
  };
  if (source.items === undefined) return [{ ...base, key: source.key, keyPointer: `${at}/key` }];
  return source.items.map(({ key }, index) => ({ ...base, key, keyPointer: `${at}/items/${index}/key` }));
}
