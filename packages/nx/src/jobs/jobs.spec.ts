import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from '../testing-workspace.ts';

const FILE = 'clusters/dev/image-classification/network-policy.yaml';

let copy: Workspace;

beforeAll(() => (copy = copyWorkspace()));
afterAll(() => copy.remove());

// A run of another program would seal each file anew.
function readCache(): Record<string, string> {
  const folder = join(copy.folder, '.fleetwright/cache');
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
}

// One workspace, step after step.
describe('nx run-many, run for real', { timeout: 120_000 }, () => {
  const renderAll = (...args: string[]) =>
    copy.nx('run-many', '-t', 'render', '--output-style=static', ...args);

  it('is green when everything is in sync, and takes what the command found out', () => {
    const before = readCache();
    const { status, output } = renderAll('--configuration=check');
    expect(status, output).toBe(0);
    expect(Object.keys(before).length).toBeGreaterThan(5);
    expect(readCache()).toEqual(before);
    expect(output).toContain('Successfully ran target render');
    expect(output).toContain('clusters/dev/image-classification: in sync.');
  });

  it('fails for an edited overlay, and for its projects alone, when it only checks', () => {
    appendFileSync(join(copy.folder, FILE), '# edited\n');
    const { status, output } = renderAll('--configuration=check');
    expect(status).toBe(1);
    expect(output).toContain('clusters/dev/image-classification: 1 error.');
    expect(output).toContain('clusters/dev/text-classification: in sync.');
    expect(readFileSync(join(copy.folder, FILE), 'utf8')).toMatch(/# edited\n$/);
  });

  it('repairs it otherwise', () => {
    const { status, output } = renderAll();
    expect(status, output).toBe(0);
    expect(output).toContain('clusters/dev/image-classification: 1 file written, 0 deleted.');
    expect(copy.fleetwright('render', '--check').status).toBe(0);
  });

  it('judges what stands in the tree, and names the projects that an error concerns', () => {
    const validate = () => copy.nx('run-many', '-t', 'validate', '--output-style=static');
    const sound = validate();
    expect(sound.status, sound.output).toBe(0);
    expect(sound.output).toMatch(/^clusters\/dev\/image-classification: no error, \d+ warnings?\.$/m);
    const triton = join(copy.folder, 'clusters/dev/image-classification/triton.yaml');
    writeFileSync(triton, readFileSync(triton, 'utf8').replace('minReadySeconds', 'minReadySecond'));
    const { status, output } = validate();
    expect(status).toBe(1);
    expect(output).toContain('the nearest is minReadySeconds.');
    expect(output).toMatch(/^clusters\/dev\/image-classification: \d+ errors?\.$/m);
    expect(output).toMatch(/^clusters\/dev\/text-classification: no error, /m);
  });
});
