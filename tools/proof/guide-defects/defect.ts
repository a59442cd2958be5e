import type { Manifest } from '../overlays.ts';

/** A mistake that hand-written manifests make and no schema finds. */
export interface Defect {
  /** What is wrong, as the part of a sentence. */
  title: string;
  /** Whether the resources of one service have it. */
  occurs: (resources: readonly Manifest[]) => boolean;
  /** The least that has it, as YAML documents. */
  bad: string;
}
