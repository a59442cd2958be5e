import type { Finding, RelatedLocation, Severity, SourceFile } from '@fleetwright/findings';
import { escapeHidden } from './suspicious-text.ts';

/** A mistake at a pointer of a file, before its line is looked up. */
export interface Problem {
  rule: string;
  severity?: Severity;
  /** Place of the value; with `atKey`, of its key. */
  pointer: string;
  atKey?: boolean;
  message: string;
  fix?: string;
  /** The other place, when two values of the file disagree. */
  related?: { pointer: string; message: string }[];
}

/** A file that can also tell where a key stands and how a scalar was written. */
export interface YamlSource extends SourceFile {
  /** Position of the key of a mapping entry, or of the value where there is no key. */
  locateKey(pointer: string): { line: number; column: number };
  /** The scalar at a pointer as it is written in the file, without quotes. */
  scalarText(pointer: string): string | undefined;
}

/** Looks up the lines of a problem. */
export function locateProblem(problem: Problem, source: YamlSource): Finding {
  const { rule, severity = 'error', pointer, message, fix } = problem;
  const position = problem.atKey ? source.locateKey(pointer) : source.locate(pointer);
  const related = problem.related?.map((other): RelatedLocation => ({
    file: source.path,
    ...source.locate(other.pointer),
    message: escapeHidden(other.message),
  }));
  return {
    rule,
    severity,
    message: escapeHidden(message),
    file: source.path,
    ...position,
    pointer,
    ...(related && { related }),
    ...(fix !== undefined && { fix: escapeHidden(fix) }),
  };
}
