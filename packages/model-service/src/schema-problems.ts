import type { ErrorObject } from 'ajv';
import { describeError } from './describe-error.ts';
import type { Validator } from './generated/validators.js';
import type { Problem } from './problem.ts';
import type { Schema } from './schemas/common.ts';
import { branchesOf, chosenBranch, schemaAt, valueAt } from './schema-node.ts';

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
  const chosen = new Map<string, number>();
  for (const union of errors.filter(isUnion)) {
    const node = schemaAt(check.schema, union.instancePath, check.value);
    const branch = chosenBranch(node, valueAt(check.value, union.instancePath));
    chosen.set(
      unionKey(union.instancePath, union.schemaPath),
      branch ? branchesOf(node)!.indexOf(branch) : -1,
    );
  }
  return errors.filter((error) => {
    if (isUnion(error)) return chosen.get(unionKey(error.instancePath, error.schemaPath)) === -1;
    const [, union, index] = /^(.*\/(?:oneOf|anyOf))\/(\d+)\//.exec(error.schemaPath) ?? [];
    const choice = union && ancestors(error.instancePath).map((path) => chosen.get(unionKey(path, union)));
    return !choice || choice.every((branch) => branch === undefined || branch === Number(index));
  });
}

function isUnion({ keyword }: ErrorObject): boolean {
  return keyword === 'oneOf' || keyword === 'anyOf';
}

function unionKey(instancePath: string, schemaPath: string): string {
  return `${instancePath} ${schemaPath}`;
}

function ancestors(pointer: string): string[] {
  return [...pointer.matchAll(/\/|$/g)].map(({ index }) => pointer.slice(0, index));
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
