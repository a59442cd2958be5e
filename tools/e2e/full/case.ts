import type { Bed } from '../bed/bed.ts';

/** Something that a fleet must show while it runs. */
export interface Case {
  /** A sentence. */
  title: string;
  /**
   * `first` runs before all others, `last` after them and alone. Cases that share `production`, where the quota is small,
   * run one after another; those without a group run side by side.
   */
  group?: 'first' | 'production' | 'last';
  /** Throws `Unexpected` when the fleet does something else. */
  run(bed: Bed): Promise<void>;
}
