import type { Finding } from '@fleetwright/findings';

/** Ends a generator with messages for the user: Nx prints them without a stack trace and exits with 1. */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(readonly findings: readonly Finding[]) {
    super(formatMessage(findings));
    // Nx offers the stack trace of whatever has one.
    this.stack = undefined;
  }
}

/** Ends the generator when there are errors among the findings. */
export function refuseErrors(findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(errors);
}

function formatMessage(findings: readonly Finding[]): string {
  const count = findings.length === 1 ? '1 problem' : `${findings.length} problems`;
  return [`${count}; nothing was changed.`, ...findings.flatMap(formatFinding)].join('\n');
}

/** The lines of a finding: place and message, then how to fix it and what else takes part. */
export function formatFinding({
  file,
  line,
  column,
  pointer,
  message,
  related = [],
  fix,
}: Finding): string[] {
  const position = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  // A message that does not say which value it means is preceded by its place in the file.
  const value = line === undefined && pointer !== undefined && pointer !== '' ? `${pointer}: ` : '';
  const place = file === undefined ? '' : `${file}${position}: `;
  return [
    `${place}${value}${message}`,
    ...related.map(
      (other) => `  ${other.file}${other.line === undefined ? '' : `:${other.line}`}: ${other.message}`,
    ),
    ...(fix === undefined ? [] : [`  ${fix}`]),
  ];
}
