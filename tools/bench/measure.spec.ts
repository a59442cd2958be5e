import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { measure, medianCost } from './measure.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'measure-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(script: string) {
  return measure({ name: 'the script', args: [process.execPath, '-e', script], output: join(folder, 'out') });
}

describe('measuring a process', () => {
  it('counts the time it computes, not the time it waits', () => {
    const used = (script: string) => run(script).cpu;
    const hash = "const c = require('node:crypto'); for (let i = 0; i < 40; i++) c.scryptSync('a', 'b', 8);";
    expect(used(hash)).toBeGreaterThan(used('setTimeout(() => {}, 2000)'));
  });

  it('refuses a process that fails, with what it said', () => {
    expect(() => run('console.log("what"); console.error("why"); process.exit(3)')).toThrow(
      'the script exited with 3:\nwhat\nwhy\n',
    );
  });

  it('takes the middle of the runs', () => {
    expect(medianCost([3, 1, 2].map((cpu) => ({ cpu, system: cpu / 2, peak: 10 * cpu })))).toEqual({
      cpu: 2,
      system: 1,
      peak: 20,
    });
  });
});
