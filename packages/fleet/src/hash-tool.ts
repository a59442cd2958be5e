import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Hash of the bundle that is running: what another version of the program found out is never reused. Undefined
 * when it runs from its sources, whose change nothing would notice.
 */
export function hashTool(): string | undefined {
  if (!import.meta.url.endsWith('.js')) return undefined;
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const hash = createHash('sha256').update(process.version);
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.js')) hash.update(`${file}\0`).update(readFileSync(`${folder}${file}`));
  }
  return hash.digest('base64url');
}
