import { appendFileSync, existsSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from '../testing-workspace.ts';

const GENERATE = [
  'generate',
  'model-service',
  'vision',
  '--from=samples/model_repository',
  '--artifact=store://models',
];

let copy: Workspace;
let workspace = '';

const nx = (...args: string[]) => copy.nx(...args, '--no-interactive');
const fleetwright = (...args: string[]) => copy.fleetwright(...args);

beforeAll(() => {
  copy = copyWorkspace();
  workspace = copy.folder;
});

afterAll(() => copy.remove());

// One workspace, step after step, as a user goes.
describe('nx generate model-service, run for real', { timeout: 120_000 }, () => {
  it('writes nothing with --dry-run', () => {
    const { status, output } = nx(...GENERATE, '--dry-run');
    expect(status, output).toBe(0);
    expect(output).toContain('CREATE apps/vision/model-service.yaml');
    expect(existsSync(join(workspace, 'apps/vision'))).toBe(false);
  });

  it('refuses a bad name with a short message and exit code 1, and writes nothing', () => {
    const { status, output } = nx('generate', 'model-service', '../x', '--preset=onnx');
    expect(status).toBe(1);
    expect(output).toContain('1 problem; nothing was changed.\n\nname is "../x"; expected');
    expect(output).not.toMatch(/\n\s+at |verbose/);
    expect(fleetwright('render', '--check').status).toBe(0);
  });

  it('leaves a workspace that is formatted and in sync', () => {
    const { status, output } = nx(...GENERATE);
    expect(status, output).toBe(0);
    expect(output).toContain('1 service, 2 models, 2 placements');
    expect(fleetwright('render', '--check').status).toBe(0);
    expect(copy.run('node_modules/prettier/bin/prettier.cjs', ['--check', 'apps']).status).toBe(0);
  });

  it('does nothing in a second run', () => {
    const { status, output } = nx(...GENERATE);
    expect(status).toBe(0);
    expect(output).toContain('vision: already there, nothing to do.');
    expect(output).not.toMatch(/CREATE|UPDATE/);
  });

  it('refuses to write through a link', () => {
    symlinkSync(tmpdir(), join(workspace, 'clusters/staging-us-east/linked'));
    const { status, output } = nx('generate', 'model-service', 'linked', '--preset=onnx');
    unlinkSync(join(workspace, 'clusters/staging-us-east/linked'));
    expect(status).toBe(1);
    expect(output).toContain(
      'clusters/staging-us-east/linked: Expected a plain file or folder; this is a symbolic link.',
    );
    expect(existsSync(join(workspace, 'apps/linked'))).toBe(false);
  });

  it('is kept in sync by nx sync, which repairs an edited overlay', () => {
    appendFileSync(join(workspace, 'clusters/staging-us-east/vision/istio.yaml'), '# edited\n');
    const check = nx('sync:check');
    expect(check.status).toBe(1);
    expect(check.output).toContain('1 generated file is not what the inputs give.');
    expect(nx('sync').status).toBe(0);
    expect(nx('sync:check').status).toBe(0);
    expect(fleetwright('render', '--check').status).toBe(0);
  });
});
