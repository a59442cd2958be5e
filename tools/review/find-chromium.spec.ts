import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findChromium } from './find-chromium.ts';

it('fails loudly where there is no browser, and says how to get one', () => {
  expect(() => findChromium({ PATH: '/nowhere' })).toThrow(
    'Found no browser, expected one of chromium, chromium-browser, google-chrome-stable, google-chrome on the PATH or CHROMIUM set to one. Install it: apt-get install --no-install-recommends chromium',
  );
});

it('takes the browser that it is told before one on the PATH, and none that cannot be run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'find-chromium-'));
  writeFileSync(join(folder, 'chromium'), '', { mode: 0o755 });
  writeFileSync(join(folder, 'other'), '', { mode: 0o755 });
  writeFileSync(join(folder, 'broken'), '', { mode: 0o644 });
  expect(findChromium({ PATH: folder, CHROMIUM: join(folder, 'other') })).toBe(join(folder, 'other'));
  expect(findChromium({ PATH: folder, CHROMIUM: join(folder, 'broken') })).toBe(join(folder, 'chromium'));
  rmSync(folder, { recursive: true });
});
