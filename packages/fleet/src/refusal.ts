import type { Finding } from '@fleetwright/findings';

/**
 * Stops a run because of something in the user's file system. It never leaves this package: the engine turns it
 * into its finding.
 */
export class Refusal extends Error {
  readonly finding: Finding;

  constructor(finding: Omit<Finding, 'severity'>) {
    super(finding.message);
    this.finding = { severity: 'error', ...finding };
  }
}

const REASONS: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the path is too long',
};

/**
 * The refusal for an error of the operating system, or undefined when it is none that a user can do something
 * about. `consequence` says what state the run leaves behind.
 */
export function toRefusal(error: unknown, consequence: string): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : REASONS[code];
  if (reason === undefined) return undefined;
  return new Refusal({
    rule: 'workspace/system-error',
    message: `${reason[0]!.toUpperCase()}${reason.slice(1)} (${code}${path === undefined ? '' : ` at ${path}`}). ${consequence}`,
    fix: 'Make the workspace writable and give it room, then run the command again.',
  });
}
