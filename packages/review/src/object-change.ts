import type { KubeObject } from '@fleetwright/manifests';
import type { Difference } from './compare-values.ts';
import type { Unit } from './unit.ts';

/** Where an object stands on one side. */
export interface SideOfObject {
  file: string;
  line: number;
  text: string;
  /** With the names of its place replaced. */
  object: KubeObject;
  /** Equal where two objects read the same. */
  key: string;
  patchedBy?: readonly string[];
}

/** What happens to one object in one place. */
export interface ObjectChange {
  unit: Unit;
  action: 'changed' | 'added' | 'removed' | 'renamed';
  /** `<Kind>/<name>` with the names of its place replaced; the same text in every place. */
  id: string;
  kind: string;
  builder?: string;
  before?: SideOfObject;
  after?: SideOfObject;
  /** Shared by all places where the object changes in the same way. */
  differences: readonly Difference[];
  /** Where it stood, if it was renamed. */
  from?: { unit: Unit; id: string };
}

/** The side to show: what will be there, or what was. */
export function shownSide({ before, after }: ObjectChange): SideOfObject {
  return (after ?? before)!;
}
