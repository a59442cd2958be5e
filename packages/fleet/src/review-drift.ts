import { checkFleet } from './check-fleet.ts';
import type { RunOptions } from './run-steps.ts';

/** Generated files of a workspace that do not say what a render would write. */
export async function findDriftedFiles(options: RunOptions): Promise<Set<string>> {
  const { findings } = await checkFleet(options);
  return new Set(
    findings.flatMap(({ rule, file }) => (rule.startsWith('drift/') && file !== undefined ? [file] : [])),
  );
}
