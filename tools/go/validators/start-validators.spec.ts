import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildValidator } from '../build-validators.ts';
import { WIDGETS } from './read-fixtures.ts';
import { startValidators, type Validators } from '@fleetwright/upstream-validators';

let core: string;
let folder: string;
let validators: Validators;

beforeAll(async () => {
  core = buildValidator('core');
  folder = mkdtempSync(join(tmpdir(), 'validators-'));
  validators = await startValidators({ core });
}, 1_200_000);

afterAll(async () => {
  await validators.close();
  rmSync(folder, { recursive: true });
});

/** A helper that is a shell script. */
function writeHelper(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** The real helper; its process id is in the file beside it. */
function writeKillable(name: string): { path: string; kill: () => void } {
  const path = writeHelper(name, `echo $$ > "$0.pid"`, `exec "${core}"`);
  return { path, kill: () => process.kill(Number(readFileSync(`${path}.pid`, 'utf8')), 'SIGKILL') };
}

function configMap(name: string, data: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'ml' }, data };
}

const GREETING = `echo '{"judges":[],"versions":{}}'`;

const SPEECHES: Readonly<Record<string, string>> = {
  speaks: 'echo hello; read line',
  nothing: 'echo null; read line',
};

const NO_VERDICT = { severity: 'could-not-check', kind: '', namespace: '', name: '', index: -1, path: '' };

describe('validate', () => {
  it('names the judges that are built and whose code they are', () => {
    expect(validators.judges).toEqual(['kubernetes', 'pod-security', 'crd', 'argo-rollouts', 'prometheus']);
    expect(validators.versions).toEqual({
      'argo-rollouts': 'v1.9.2',
      kubernetes: 'v1.34.4',
      prometheus: 'v0.311.3',
    });
  });

  it('says which document a finding is about, and which field', async () => {
    expect(await validators.validate([configMap('fine'), configMap('b@d')])).toMatchObject([
      { judge: 'kubernetes', severity: 'error', kind: 'ConfigMap', namespace: 'ml', name: 'b@d', index: 1 },
    ]);
  });

  it('keeps documents of one name apart', async () => {
    const findings = await validators.validate([
      configMap('same', { 'a b': '' }),
      configMap('same', { 'c d': '' }),
    ]);
    expect(findings.map(({ index, path }) => [index, path])).toEqual([
      [0, 'data[a b]'],
      [1, 'data[c d]'],
    ]);
  });

  it('judges a thousand documents in a row, and numbers them through', async () => {
    const documents = Array.from({ length: 1000 }, (_, index) =>
      configMap(index % 250 === 249 ? 'b@d' : 'fine'),
    );
    const findings = await validators.validate(documents);
    expect(findings.map(({ index }) => index)).toEqual([249, 499, 749, 999]);
  });

  it('answers several callers at once', async () => {
    const asked = Array.from({ length: 20 }, (_, index) =>
      validators.validate([configMap(index % 2 === 0 ? 'fine' : 'b@d')]),
    );
    expect((await Promise.all(asked)).map(({ length }) => length % 2)).toEqual(
      Array.from({ length: 20 }, (_, index) => index % 2),
    );
  });

  it('finds nothing in no documents', async () => {
    expect(await validators.validate([])).toEqual([]);
    expect(await validators.validate([], { asSet: true })).toEqual([]);
  });

  it('asks the judges it is told to ask, and no others', async () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [] } };
    const findings = await validators.validate([pod], { judges: ['kubernetes'] });
    expect(findings.map(({ judge, path, message }) => [judge, path, message])).toEqual([
      ['kubernetes', 'spec.containers', 'Required value'],
    ]);
  });

  it('holds pods against the standard it is given', async () => {
    const containers = [{ name: 'a', image: 'a:1' }];
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers } };
    expect(await validators.validate([pod], { podSecurityLevel: 'baseline' })).toEqual([]);
    expect(await validators.validate([pod], { podSecurityLevel: 'restricted' })).toHaveLength(4);
  });

  it('takes neighbours into account without judging them', async () => {
    const rollout = readFileSync(
      join(import.meta.dirname, 'fixtures/good/rollout-and-what-it-refers-to.yaml'),
      'utf8',
    ).split('---\n');
    expect(await validators.validate(rollout.slice(0, 1), { asSet: true })).toHaveLength(3);
    expect(
      await validators.validate(rollout.slice(0, 1), {
        asSet: true,
        neighbours: [...rollout.slice(1), configMap('b@d')],
      }),
    ).toEqual([]);
  });

  it('compiles definitions once and keeps those of different clusters apart', async () => {
    const widget = {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'a' },
      spec: { size: 'x' },
    };
    const judged = (crds: readonly object[]): Promise<unknown> => validators.validate([widget], { crds });
    const [first, again, elsewhere] = await Promise.all([judged(WIDGETS), judged(WIDGETS), judged([])]);
    expect(first).toMatchObject([{ judge: 'crd', path: 'spec.size' }, {}]);
    expect(again).toEqual(first);
    expect(elsewhere).toMatchObject([
      { message: 'no CustomResourceDefinition of Widget.example.com is known' },
    ]);
  });
});

describe('a helper that has ended', () => {
  it('is started again, with the definitions that it had, and answers every caller', async () => {
    const { path, kill } = writeKillable('killed');
    const killed = await startValidators({ core: path });
    const widget = {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'a' },
      spec: { size: 'x' },
    };
    const ask = () => killed.validate([widget], { judges: ['crd'], crds: WIDGETS });
    const before = await ask();
    expect(before).toMatchObject([{ judge: 'crd', path: 'spec.size' }, {}]);
    kill();
    expect(await Promise.all([ask(), ask()])).toEqual([before, before]);
    kill();
    expect(await ask()).toEqual(before);
    await killed.close();
  });

  it('is asked once more when it ended over a request', async () => {
    const path = writeHelper(
      'stumbles',
      'if [ ! -e "$0.once" ]; then touch "$0.once"',
      `${GREETING}; read line; exit 1; fi`,
      `exec "${core}"`,
    );
    const stumbling = await startValidators({ core: path });
    expect(await stumbling.validate([configMap('b@d')], { judges: ['kubernetes'] })).toMatchObject([
      { judge: 'kubernetes', severity: 'error', index: 0 },
    ]);
    await stumbling.close();
  });
});

describe('a judge that reaches no verdict', () => {
  it('is named when it is not built', async () => {
    expect(await validators.validate([configMap('fine')], { judges: ['istio', 'kubernetes'] })).toEqual([
      { ...NO_VERDICT, judge: 'istio', message: 'The judge istio is not built.' },
    ]);
  });

  it('is named when it lacks definitions', async () => {
    expect(await validators.validate([configMap('fine')], { judges: ['crd'] })).toEqual([
      { ...NO_VERDICT, judge: 'crd', message: 'No CustomResourceDefinitions were given.' },
    ]);
  });

  it('is named when its process ends over a request twice, with what it said last', async () => {
    const path = writeHelper(
      'dies',
      'echo started >> "$0.log"',
      GREETING,
      'read line',
      'echo oh >&2',
      'exit 3',
    );
    const dying = await startValidators({ core: path });
    const expected = [{ ...NO_VERDICT, judge: 'prometheus', message: `${path} ended with exit code 3: oh` }];
    expect(await dying.validate([configMap('fine')], { judges: ['prometheus'] })).toEqual(expected);
    expect(readFileSync(`${path}.log`, 'utf8')).toBe('started\n'.repeat(2));
    expect(await dying.validate([configMap('fine')], { judges: ['prometheus'] })).toEqual(expected);
    await dying.close();
  });

  it('is named when its process says nothing for too long, which ends it; others are then answered', async () => {
    const path = writeHelper('hangs', `echo $$ > "$0.pid"`, GREETING, 'read line', 'exec sleep 600');
    const hanging = await startValidators({ core, istio: path }, { patience: 300 });
    const found = await hanging.validate([configMap('b@d')], { judges: ['kubernetes', 'istio'] });
    expect(found).toMatchObject([
      { judge: 'kubernetes', severity: 'error', index: 0 },
      { ...NO_VERDICT, judge: 'istio', message: `${path} gave no answer for 0.3 s and was ended` },
    ]);
    await hanging.close();
    expect(() => process.kill(Number(readFileSync(`${path}.pid`, 'utf8')), 0)).toThrow('ESRCH');
  });

  it('is named when its helper never greets', async () => {
    const path = writeHelper('mute', 'exec sleep 600');
    const mute = await startValidators({ core: path }, { patience: 300 });
    expect(await mute.validate([configMap('fine')], { judges: ['kubernetes'] })).toEqual([
      { ...NO_VERDICT, judge: 'kubernetes', message: `${path} gave no answer for 0.3 s and was ended` },
    ]);
    await mute.close();
  });

  it.each([
    ['there is no such file', '/nowhere/core', '/nowhere/core did not start: spawn /nowhere/core ENOENT'],
    ['it ends at once', 'ends', '<path> ended with exit code 0'],
    ['it says something else', 'speaks', '<path> does not speak the protocol, it says hello'],
    ['it says nothing', 'nothing', '<path> does not speak the protocol, it says null'],
  ])('is named when its helper cannot be started: %s', async (_, name, message) => {
    const path = name.startsWith('/') ? name : writeHelper(name, SPEECHES[name] ?? '');
    const broken = await startValidators({ core: path });
    expect(await broken.validate([], { judges: ['crd'], crds: [] })).toEqual([
      { ...NO_VERDICT, judge: 'crd', message: message.replace('<path>', path) },
    ]);
    await broken.close();
  });
});

describe('close', () => {
  it('ends the process', async () => {
    const { path, kill } = writeKillable('closed');
    const closed = await startValidators({ core: path });
    await closed.close();
    expect(kill).toThrow('ESRCH');
  });

  it('ends a process that does not end by itself', async () => {
    const path = writeHelper('stays', GREETING, 'exec sleep 600');
    const staying = await startValidators({ core: path });
    await staying.close();
    expect(await staying.validate([configMap('fine')], { judges: ['kubernetes'] })).toEqual([
      { ...NO_VERDICT, judge: 'kubernetes', message: `${path} was ended by SIGKILL` },
    ]);
  });
});
