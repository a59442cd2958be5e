import { loadAll } from 'js-yaml';
import type { JsonSchema } from './json-schema.ts';

/** A CustomResourceDefinition as its project publishes it, as far as it is read here. */
export interface CustomResourceDefinition {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; served: boolean; schema: { openAPIV3Schema: JsonSchema } }[];
    [field: string]: unknown;
  };
}

/** The CustomResourceDefinitions of the wanted kinds, in the order of the kinds. */
export function readCrds(files: readonly string[], kinds: readonly string[]): CustomResourceDefinition[] {
  const crds = files
    .flatMap((file) => loadAll(file) as (CustomResourceDefinition | null)[])
    .filter((crd) => crd?.kind === 'CustomResourceDefinition');
  return kinds.map((kind) => {
    const crd = crds.find((candidate) => candidate?.spec.names.kind === kind);
    if (crd === undefined || crd === null) throw new Error(`No CustomResourceDefinition of kind ${kind}.`);
    return crd;
  });
}
