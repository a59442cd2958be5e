import type { ErrorObject } from 'ajv';
import { expectedWords } from './expected-words.ts';
import type { Problem } from './problem.ts';
import type { SchemaCheck } from './schema-problems.ts';
import type { Schema } from './schemas/common.ts';

/** A value that does not fit its schema node, and the validator's error. */
export interface WrongValue {
  check: SchemaCheck;
  error: ErrorObject;
  node: Schema;
  value: unknown;
  /** Pointer as messages show it. */
  name: string;
}

/** A problem at the place of the error, unless it says another. */
export type Description = Omit<Problem, 'pointer'> & { pointer?: string };

/** How to fix a value where only its description helps. */
export function describedFix(node: Schema): string {
  return typeof node.description === 'string' ? node.description : `Write ${expectedWords(node)}.`;
}
