import { readFileSync } from 'node:fs';

/**
 * Identity of the bundle that is running, the same for the command and the Nx plugin of one build: what another
 * version of the program found out is never reused. Undefined when it runs from its sources, whose change nothing
 * would notice.
 */
export function hashTool(): string | undefined {
  try {
    return `${process.version} ${readFileSync(new URL('build-id', import.meta.url), 'utf8')}`;
  } catch {
    return undefined;
  }
}
