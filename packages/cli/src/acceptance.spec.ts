import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const BIN = path('../bin/fleetwright.js');
const SAMPLE = path('../../overlay/fixtures/a-pytorch-model-on-two-clusters/input');
const SPEC = 'apps/image-classification/model-service.yaml';
const TRITON = 'clusters/prod-us-east/image-classification/triton.yaml';

beforeAll(() => {
  execFileSync(process.execPath, [path('../../../tools/build/build.mjs')]);
});

function sample(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fleetwright-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(SAMPLE, root, { recursive: true });
  return root;
}

function fleetwright(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function edit(root: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(root, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(root, file), text.replace(from, to));
}

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

describe('fleetwright render', () => {
  it('writes every overlay, then has nothing left to do', () => {
    const root = sample();
    const first = fleetwright(root, 'render');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /^1 service, 2 placements, \d+ resources: 22 files written, 0 deleted, 0 unchanged\n$/,
    );
    expect(fleetwright(root, 'render').stdout).toMatch(/: 0 files written, 0 deleted, 22 unchanged\n$/);
    const check = fleetwright(root, 'render', '--check');
    expect(check).toMatchObject({ status: 0, stderr: '' });
    expect(check.stdout).toMatch(/: 22 files in sync, 0 changed, 0 missing, 0 unexpected\n$/);
  });

  it('works from elsewhere on the workspace that is named', () => {
    const root = sample();
    expect(fleetwright(tmpdir(), 'render', `--workspace=${root}`).status).toBe(0);
    expect(existsSync(join(root, TRITON))).toBe(true);
  });

  it('gives the same bytes in another folder, time zone and language', () => {
    const [one, other] = [sample(), sample()];
    fleetwright(one, 'render');
    spawnSync(process.execPath, [BIN, 'render', `--workspace=${other}`], {
      cwd: tmpdir(),
      env: { ...process.env, TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    });
    expect(execFileSync('diff', ['-r', '--exclude=.fleetwright', one, other]).toString()).toBe('');
  });

  it('reports drift with its place and exits 1', () => {
    const root = sample();
    fleetwright(root, 'render');
    edit(root, TRITON, 'kind: ServiceAccount', 'kind: Secret');
    const { status, stdout } = fleetwright(root, 'render', '--check');
    expect(status).toBe(1);
    expect(stdout).toContain(`${TRITON}:4  error  drift/changed\n`);
    expect(stdout).toContain('found "kind: Secret",');
    expect(lastLine(stdout)).toMatch(/: 21 files in sync, 1 changed, 0 missing, 0 unexpected$/);
  });

  it('reports a mistake in a spec with file, line and column, writes nothing and exits 1', () => {
    const root = sample();
    edit(root, SPEC, 'minReplicas: 2', 'minReplica: 2');
    const { status, stdout } = fleetwright(root, 'render');
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^apps\/image-classification\/model-service\.yaml:43:5 {2}error {2}input\/unknown-field\n/,
    );
    expect(lastLine(stdout)).toMatch(/: 1 error, 0 warnings; nothing was written$/);
    expect(existsSync(join(root, TRITON))).toBe(false);
    for (const line of stdout.split('\n').slice(1, -2)) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('exits 2 when a spec is no YAML', () => {
    const root = sample();
    edit(root, SPEC, 'kind: ModelService', 'kind: [ModelService');
    const { status, stdout } = fleetwright(root, 'render');
    expect({ status, stdout }).toMatchObject({ status: 2 });
    expect(stdout).toContain(`${SPEC}:`);
  });

  it('exits 1 when one spec is no YAML and another has a mistake', () => {
    const root = sample();
    cpSync(join(root, 'apps/image-classification'), join(root, 'apps/chat'), { recursive: true });
    edit(root, SPEC, 'kind: ModelService', 'kind: [ModelService');
    expect(fleetwright(root, 'render').status).toBe(1);
  });

  it('exits 2 on a link in the place of a spec', () => {
    const root = sample();
    rmSync(join(root, SPEC));
    symlinkSync('/etc/hostname', join(root, SPEC));
    const { status, stdout } = fleetwright(root, 'render');
    expect(status).toBe(2);
    expect(stdout).toContain(`${SPEC}  error  workspace/not-plain\n`);
  });

  it('exits 2 and names the holder when another command writes', () => {
    const root = sample();
    fleetwright(root, 'render');
    const holder = { pid: process.pid, host: hostname(), started: startTime(process.pid) };
    writeFileSync(join(root, '.fleetwright/lock'), JSON.stringify(holder));
    const { status, stdout } = fleetwright(root, 'render');
    expect(status).toBe(2);
    expect(stdout).toContain('.fleetwright/lock  error  workspace/locked\n');
    expect(stdout).toContain(`process ${process.pid}`);
    expect(fleetwright(root, 'render', '--check').status).toBe(0);
  });

  it('exits 2 in a folder that is no workspace', () => {
    const root = sample();
    const { status, stdout } = fleetwright(join(root, 'apps'), 'render');
    expect(status).toBe(2);
    expect(stdout).toContain('error  workspace/missing\n');
  });

  it('exits 2 and names the nearest service', () => {
    const { status, stdout } = fleetwright(sample(), 'render', '--service=image-clasification');
    expect(status).toBe(2);
    expect(stdout).toContain('fix: Did you mean image-classification?\n');
  });

  it('prints nothing but JSON with --format=json', () => {
    const root = sample();
    const rendered = JSON.parse(fleetwright(root, 'render', '--format=json').stdout) as Record<
      string,
      unknown
    >;
    expect(rendered).toMatchObject({
      version: 1,
      summary: { services: 1, placements: 2, unchanged: 0, errors: 0, warnings: 0, infos: 0 },
      findings: [],
      deleted: [],
    });
    expect(rendered['written']).toHaveLength(22);
    rmSync(join(root, TRITON));
    const { status, stdout } = fleetwright(root, 'render', '--check', '--format=json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      summary: { errors: 1 },
      findings: [{ rule: 'drift/missing', severity: 'error', file: TRITON, cluster: 'prod-us-east' }],
    });
  });

  it('recovers from a kill at any moment', async () => {
    const root = sample();
    for (let services = 0; services < 20; services++) addService(root, `chat-${services}`);
    const killed = await killAfter(root, 150);
    const { status, stdout } = fleetwright(root, 'render');
    expect({ status, stdout, killed }).toMatchObject({ status: 0 });
    expect(fleetwright(root, 'render', '--check').status).toBe(0);
  });

  it('leaves a whole tree when two commands run at once', async () => {
    const root = sample();
    for (let services = 0; services < 20; services++) addService(root, `chat-${services}`);
    const statuses = await Promise.all([start(root), start(root), start(root)]);
    expect(statuses).toContain(0);
    for (const status of statuses) expect([0, 2]).toContain(status);
    expect(fleetwright(root, 'render', '--check').status).toBe(0);
  });
});

describe('fleetwright explain', () => {
  it('says where a value stands and what it overrode', () => {
    const { status, stdout } = fleetwright(
      sample(),
      'explain',
      'prod-eu-west/image-classification',
      '/traffic/expectedRate',
    );
    expect(status).toBe(0);
    expect(stdout).toBe(`\
/traffic/expectedRate = 120
  set by override, ${SPEC}:53:40
  overrode 300, service, ${SPEC}:41:19
`);
  });

  it('gives the formula and inputs of a derived value', () => {
    const { status, stdout } = fleetwright(
      sample(),
      'explain',
      'prod-us-east/image-classification',
      '/budgets/load',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\/budgets\/load = \d+\n {2}derived: .+\n( {4}.+ = .+\n)+$/);
  });

  it('lists the pointers when none is given', () => {
    const { status, stdout } = fleetwright(sample(), 'explain', 'prod-us-east/image-classification');
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['/scaling/minReplicas', '/budgets/load']));
  });

  it('names the nearest pointer on a miss and exits 2', () => {
    const { status, stdout } = fleetwright(
      sample(),
      'explain',
      'prod-us-east/image-classification',
      '/scaling/minReplica',
    );
    expect(status).toBe(2);
    expect(stdout).toContain('The placement has no value at /scaling/minReplica.');
    expect(stdout).toContain('fix: Did you mean /scaling/minReplicas?');
  });

  it.each([
    ['image-classification', 'A placement is CLUSTER/SERVICE'],
    ['a/b/c', 'A placement is CLUSTER/SERVICE'],
  ])('refuses the placement %s', (placement, message) => {
    const { status, stderr } = fleetwright(sample(), 'explain', placement);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it.each([
    ['prod-us-eest/image-classification', 'There is no clusters/prod-us-eest.', 'Did you mean prod-us-east?'],
    ['prod-us-east/vision', 'There is no apps/vision.', 'Give one of: image-classification'],
  ])('says that %s does not exist', (placement, message, fix) => {
    const { status, stdout } = fleetwright(sample(), 'explain', placement);
    expect(status).toBe(2);
    expect(stdout).toContain(message);
    expect(stdout).toContain(fix);
  });

  it('prints the explanation as JSON', () => {
    const { stdout } = fleetwright(
      sample(),
      'explain',
      'prod-us-east/image-classification',
      'scaling/minReplicas',
      '--format=json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      explanation: {
        kind: 'stated',
        pointer: '/scaling/minReplicas',
        value: 2,
        origin: { file: SPEC, line: 43 },
      },
    });
  });
});

describe('fleetwright rehearse', () => {
  it('asks for a base, and for the bed of the repository', () => {
    expect(fleetwright(sample(), 'rehearse')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'fleetwright rehearse needs --base=REF.\n',
    });
    const { status, stderr } = fleetwright(sample(), 'rehearse', '--base=HEAD');
    expect(status).toBe(2);
    expect(stderr).toContain("a rehearsal needs the bed of Fleetwright's repository");
  });

  it('hands what is wrong on from the bed', () => {
    const { status, stdout, stderr } = fleetwright(path('../../..'), 'rehearse', '--base=no-such-ref');
    expect(status).toBe(2);
    expect(stdout + stderr).toContain('no-such-ref');
  });
});

describe('fleetwright', () => {
  it('prints its version and help', () => {
    expect(fleetwright('.', '--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(fleetwright('.', '--help')).toMatchObject({ status: 0, stderr: '' });
    expect(fleetwright('.', '--help').stdout).toMatch(/^ {2}render +Write the manifests of every service/m);
    expect(fleetwright('.', 'render', '--help').stdout).toContain('Usage: fleetwright render [OPTION…]');
  });

  it.each([
    [
      ['rendr'],
      'There is no command "rendr". Did you mean render?\nfleetwright --help lists what there is.\n',
    ],
    [['--chek'], 'There is no option "--chek".\nfleetwright --help lists what there is.\n'],
    [
      ['render', '--chek'],
      'There is no option --chek. Did you mean --check?\nfleetwright render --help lists what there is.\n',
    ],
  ])('refuses %j with exit code 2', (args, stderr) => {
    expect(fleetwright('.', ...args)).toEqual({ status: 2, stdout: '', stderr });
  });

  it('shows its help and exits 2 when no command is given', () => {
    const { status, stdout, stderr } = fleetwright('.');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: fleetwright COMMAND');
  });

  it('leaves its output uncoloured where it is no terminal', () => {
    const root = sample();
    expect(fleetwright(root, 'render', '--check').stdout).not.toContain('\u001b');
  });
});

function addService(root: string, name: string): void {
  cpSync(join(root, 'apps/image-classification'), join(root, 'apps', name), { recursive: true });
  edit(root, `apps/${name}/model-service.yaml`, 'name: image-classification', `name: ${name}`);
}

function start(root: string): Promise<number | null> {
  const child = spawn(process.execPath, [BIN, 'render'], { cwd: root, stdio: 'ignore' });
  return new Promise((done) => child.on('exit', done));
}

function killAfter(root: string, milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, [BIN, 'render'], { cwd: root, stdio: 'ignore' });
  setTimeout(() => child.kill('SIGKILL'), milliseconds);
  return new Promise((done) => child.on('exit', (_, signal) => done(signal === 'SIGKILL')));
}

function startTime(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
