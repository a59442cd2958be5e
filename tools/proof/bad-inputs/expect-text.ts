import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Expects that a file of a workspace has lines with these texts. */
export function expectText(path: string, texts: readonly string[]): (root: string) => void {
  return (root) => {
    const content = readFileSync(join(root, path), 'utf8');
    for (const text of texts) expect(content).toContain(text);
  };
}
