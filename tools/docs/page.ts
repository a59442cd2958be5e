import { resolve } from 'node:path';

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** One page of the documentation that is made from something else. */
export interface Page {
  /** Relative to the root. */
  path: string;
  text: string;
}
