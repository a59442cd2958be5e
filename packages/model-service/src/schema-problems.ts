import type { ErrorObject } from 'ajv';
import { describeError } from './describe-error.ts';
import type { Validator } from './generated/validators.js';
import type { Problem } from './problem.ts';
import type { Schema } from './schemas/common.ts';
import { branchesOf, chosenBranch, isWithin, schemaAt, valueAt } from './schema-node.ts';

/** A schema, the validator that was generated from it, and a value to judge. */
export interface SchemaCheck {
  schema: Schema;
  validate: Validator;
  value: unknown;
  /** The scalar at a pointer as it is written in the file. */
  writtenAs?: (pointer: string) => string | undefined;
}

/** Everything in which a value does not fit its schema, in words. */
export function schemaProblems(check: SchemaCheck): Problem[] {
  if (check.validate(check.value)) return [];
  const errors = withoutRepetition(withoutOtherBranches(check, check.validate.errors ?? []));
  return errors.map((error) => describeError(check, error));
}

// A union reports the errors of every branch: those of the branch that was meant are kept, or the union's own.
function withoutOtherBranches(check: SchemaCheck, errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = [...errors];
  for (const union of errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf')) {
    const node = schemaAt(check.schema, union.instancePath, check.value);
    const value = valueAt(check.value, union.instancePath);
    const branch = chosenBranch(node, value);
    const chosen = branch && `${union.schemaPath}/${branchesOf(node)!.indexOf(branch)}/`;
    kept = kept.filter((error) => {
      if (error === union) return chosen === undefined;
      const isInBranch =
        isWithin(error.instancePath, union.instancePath) &&
        error.schemaPath.startsWith(`${union.schemaPath}/`);
      return !isInBranch || (chosen !== undefined && error.schemaPath.startsWith(chosen));
    });
  }
  return kept;
}

// A wrong key is reported by its rule and by propertyNames; a text that is too long may also miss the pattern.
function withoutRepetition(errors: readonly ErrorObject[]): ErrorObject[] {
  const place = (error: ErrorObject) => `${error.instancePath} ${error.propertyName ?? ''}`;
  const tooLong = new Set(errors.filter(({ keyword }) => keyword === 'maxLength').map(place));
  return errors.filter(
    (error) =>
      error.keyword !== 'propertyNames' && !(error.keyword === 'pattern' && tooLong.has(place(error))),
  );
}
