import type { KubeObject, Manifest } from '@fleetwright/manifests';
import type { Loose } from './kinds.ts';

/** One object of a graph. */
export interface Node<T = KubeObject> {
  manifest: Manifest;
  object: Loose<T>;
  group: string;
  kind: string;
  /** `default` where the manifest names none. */
  namespace: string;
  name: string;
  /** It is there to be referred to; what is wrong with it is said where it is judged itself. */
  context: boolean;
}

/** `<kind>/<name>`, as findings and messages name an object. */
export function nameOf({ kind, name }: Pick<Node, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}
