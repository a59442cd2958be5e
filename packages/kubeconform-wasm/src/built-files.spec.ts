import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const SCRIPT = `import { isBuilt, loadKubeconform } from './src/index.ts';
console.log(isBuilt());
loadKubeconform({ schemas: {} }).catch((error) => console.log(error.message));
`;

describe('a checkout in which kubeconform is not built', () => {
  it('says so, and how to build it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubeconform-wasm-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(import.meta.dirname, join(folder, 'src'), { recursive: true });
    writeFileSync(join(folder, 'ask.mts'), SCRIPT);
    expect(execFileSync('npx', ['tsx', join(folder, 'ask.mts')], { encoding: 'utf8' })).toBe(
      'false\nkubeconform is not built. Build it with: npx nx build-wasm kubeconform-wasm\n',
    );
  });
});
