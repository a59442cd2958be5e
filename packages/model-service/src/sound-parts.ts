import type { Problem } from './problem.ts';
import { isWithin, valueAt } from './schema-node.ts';

/** Reads a part of a file if the part is present and nothing about it is wrong so far. */
export type ReadPart = <T>(pointer: string) => T | undefined;

/**
 * Lets checks across fields run although other parts of the file are wrong: a part counts as sound when no
 * problem lies in it, and none above it other than a missing field.
 */
export function soundParts(value: unknown, problems: readonly Problem[]): ReadPart {
  const isSound = (pointer: string) =>
    problems.every(
      (problem) =>
        !isWithin(problem.pointer, pointer) &&
        (problem.rule === 'input/missing-field' || !isWithin(pointer, problem.pointer)),
    );
  return <T>(pointer: string) => {
    const part = isSound(pointer) ? valueAt(value, pointer) : undefined;
    return (part ?? undefined) as T | undefined;
  };
}
