import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from '@fleetwright/findings';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const BIN = path('../bin/fleetwright.js');
const SAMPLE = path('../../overlay/fixtures/a-pytorch-model-on-two-clusters/input');
const TRITON = 'clusters/prod-us-east/image-classification/triton.yaml';
const ENVIRONMENT = 'environments/production/environment.yaml';

beforeAll(() => {
  execFileSync(process.execPath, [path('../../../tools/build/build.mjs')]);
});

function folder(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fleetwright-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

function fleet(): string {
  const root = folder();
  cpSync(SAMPLE, root, { recursive: true });
  fleetwright(root, 'render');
  return root;
}

function files(texts: Record<string, string>): string {
  const root = folder();
  for (const [file, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

function fleetwright(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The command where no native program is built or installed beside it. */
function runInstalledAlone(cwd: string, ...args: string[]) {
  const root = folder();
  for (const part of ['bin', 'package.json'])
    cpSync(path(`../${part}`), join(root, part), { recursive: true });
  cpSync(path('../dist'), join(root, 'dist'), {
    recursive: true,
    filter: (source) => !source.endsWith('kube-schemas'),
  });
  symlinkSync(path('../dist/kube-schemas'), join(root, 'dist/kube-schemas'));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(path('../../kubeconform-wasm'), join(root, 'node_modules/kubeconform-wasm'));
  const main = join(root, 'bin/fleetwright.js');
  const { status, stdout } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout };
}

function findings(cwd: string, ...args: string[]): Finding[] {
  return (
    JSON.parse(fleetwright(cwd, 'validate', ...args, '--format=json').stdout) as { findings: Finding[] }
  ).findings;
}

function edit(root: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(root, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(root, file), text.replace(from, to));
}

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: chat }\ndata: { a: b }\n';

describe('fleetwright validate of a fleet', () => {
  it('finds no error in what a render writes, and remembers it', () => {
    const root = fleet();
    const first = fleetwright(root, 'validate');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(/^1 service, 2 clusters, \d+ resources: 0 errors, /m);
    expect(first.stdout).toMatch(/^judged by schemas, rules/m);
    expect(fleetwright(root, 'validate').stdout).toBe(first.stdout);
  });

  it('names the place in a generated file, the spec line behind it, and that the file was changed', () => {
    const root = fleet();
    edit(root, TRITON, 'nvidia.com/gpu: "1"', 'nvidia.com/gpu: "9"');
    const { status, stdout } = fleetwright(root, 'validate');
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^clusters\/prod-us-east\/image-classification\/triton\.yaml:\d+:\d+ {2}error {2}capacity\/one-device-resource\n/m,
    );
    expect(stdout).toMatch(/^ {2}see apps\/image-classification\/model-service\.yaml:\d+:\d+\n/m);
    expect(stdout).toContain('1 file is not as a render would write it;');
  });

  it('words what a schema refuses, and does not let rules stumble over it', () => {
    const root = fleet();
    edit(root, TRITON, 'minReadySeconds:', 'minReadySecond:');
    edit(root, TRITON, 'containers:', 'container:');
    const messages = findings(root).map(({ rule, message, fix }) => `${rule}: ${message} ${fix}`);
    expect(messages).toContain(
      'schema/unknown-field: /spec has no field "minReadySecond"; the nearest is minReadySeconds. Rename it to minReadySeconds.',
    );
    expect(messages).toContain(
      'schema/missing-field: /spec/template/spec lacks the field containers. Add containers.',
    );
  });

  it('compares the folders of a cluster, also those that it remembers', () => {
    const root = fleet();
    const twice = () =>
      findings(root)
        .filter(({ rule }) => rule === 'identity/one-object-per-name')
        .map(({ file, message, related }) => [file, message, related?.map((other) => other.file)]);
    expect(twice()).toEqual([]);
    const text = readFileSync(join(root, TRITON), 'utf8');
    const platform = 'clusters/prod-us-east/platform/namespace.yaml';
    appendFileSync(join(root, platform), `---\n${text.slice(0, text.indexOf('---\n'))}`);
    const expected = [
      platform,
      `ServiceAccount/image-classification of namespace ml-inference stands in ${TRITON}, too.`,
      [TRITON],
    ];
    expect(twice()).toEqual([expected]);
    appendFileSync(join(root, TRITON), '# another byte\n');
    expect(twice()).toEqual([expected]);
  });

  it('warns of a key without a value, and lets rules judge the object that has it', () => {
    const root = fleet();
    edit(root, TRITON, 'nvidia.com/gpu: "1"', 'nvidia.com/gpu: "9"');
    edit(root, TRITON, 'terminationGracePeriodSeconds:', 'hostname:\n      terminationGracePeriodSeconds:');
    const told = findings(root).map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
    expect(told).toContain(
      'warning schema/no-value: /spec/template/spec/hostname has no value; the API server goes on as if the key were not there.',
    );
    expect(told.some((line) => line.startsWith('error capacity/one-device-resource'))).toBe(true);
    expect(told.filter((line) => /could-not-check|schema\/type/.test(line))).toEqual([]);
  });

  it('lets an environment accept a finding until a day', () => {
    const root = fleet();
    edit(root, TRITON, 'nvidia.com/gpu: "1"', 'nvidia.com/gpu: "1.5"');
    const waive = (rule: string, expires: string) =>
      `  waivers: [{ rule: ${rule}, reason: a trial, owner: me@example.com, expires: ${expires} }]\n`;
    appendFileSync(join(root, ENVIRONMENT), waive('capacity/one-device-resource', '2099-12-31'));
    const waived = findings(root).filter(({ rule }) => rule === 'capacity/one-device-resource');
    expect(waived.map(({ waiver }) => waiver)).toEqual(['a trial (me@example.com, until 2099-12-31)']);
    edit(root, ENVIRONMENT, '2099-12-31', '2020-12-31');
    expect(findings(root).map(({ rule }) => rule)).toContain('waiver/expired');
    edit(root, ENVIRONMENT, 'one-device-resource', 'no-such-rule');
    edit(root, ENVIRONMENT, '2020-12-31', '2099-12-31');
    expect(findings(root).map(({ rule }) => rule)).toContain('waiver/unused');
  });

  it('exits 2 when a judge that the workspace requires did not run', () => {
    const root = fleet();
    const text =
      'apiVersion: fleetwright.dev/v1alpha1\nkind: Workspace\nspec: { validation: { judges: [crd] } }\n';
    writeFileSync(join(root, 'fleetwright.yaml'), text);
    const { status, stdout } = runInstalledAlone(root, 'validate');
    expect(status).toBe(2);
    expect(stdout).toContain('fleetwright.yaml:3:32  error  could-not-check/judge\n');
    expect(stdout).toContain('The workspace requires the judge crd, which is not built here.');
    expect(stdout).toMatch(/: 1 error, \d+ warnings?, 1 could not be checked/);
  });

  it('judges one service and refuses one that does not exist', () => {
    const root = fleet();
    expect(
      fleetwright(root, 'validate', '--service=image-classification', '--cluster=prod-eu-west').status,
    ).toBe(0);
    const { status, stdout } = fleetwright(root, 'validate', '--service=image-clasification');
    expect(status).toBe(2);
    expect(stdout).toContain('fix: Did you mean image-classification?');
  });
});

describe('fleetwright validate of paths', () => {
  it.each<[string, string, number, string[]]>([
    ['a sound object', CONFIG, 0, []],
    ['an unknown field', CONFIG.replace('\ndata:', '\ndat:'), 1, ['schema/unknown-field']],
    ['a key without a value', CONFIG.replace('{ a: b }', '{ a: }'), 0, ['schema/no-value']],
    ['no YAML', 'a: [', 2, ['manifest/yaml-syntax']],
    ['a template that was not rendered', 'kind: {{ .Values.kind }}\n', 2, ['manifest/template']],
    [
      'an object of a kind without a schema',
      CONFIG.replace('v1', 'example.com/v1').replace('ConfigMap', 'Widget'),
      2,
      ['could-not-check/no-schema'],
    ],
    [
      'a version of the API that is gone',
      CONFIG.replace('apiVersion: v1', 'apiVersion: autoscaling/v2beta2').replace(
        'kind: ConfigMap',
        'kind: HorizontalPodAutoscaler',
      ),
      1,
      ['schema/api-version'],
    ],
    ['no object at all', '- 1\n- 2\n', 2, ['manifest/no-object']],
  ])('%s', (_, text, status, rules) => {
    const root = files({ 'manifest.yaml': text });
    expect(fleetwright(root, 'validate', 'manifest.yaml').status).toBe(status);
    expect([...new Set(findings(root, 'manifest.yaml').map(({ rule }) => rule))]).toEqual(rules);
  });

  it('still judges what can be read beside what cannot, and an error wins over an incomplete check', () => {
    const root = files({
      'a.yaml': `${CONFIG.replace('\ndata:', '\ndat:')}---\na: [\n`,
      'b/c.json': '{',
      'd.txt': 'a: [',
    });
    expect(fleetwright(root, 'validate', '.').status).toBe(1);
    expect(findings(root, '.').map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([
      'a.yaml:4 schema/unknown-field',
      expect.stringMatching(/^a\.yaml:\d+ manifest\/yaml-syntax$/),
      expect.stringMatching(/^b\/c\.json:\d+ manifest\/yaml-syntax$/),
    ]);
  });

  it('judges a Triton model repository, a model of it, and manifests beside it', () => {
    const root = files({
      'models/m/config.pbtxt': 'name: "n"\nbackend: "onnxruntime"\nmax_batch_size: 8\n',
      'models/m/1/model.onnx': 'x',
      'service.yaml': CONFIG,
    });
    for (const [cwd, target] of [
      [root, '.'],
      [root, 'models'],
      [root, 'models/m'],
      [join(root, 'models'), 'm'],
    ] as const) {
      const found = findings(cwd, target);
      expect(found.map(({ message }) => message).join('\n')).toContain('"n"');
      expect(fleetwright(cwd, 'validate', target).status).toBe(1);
    }
    expect(fleetwright(root, 'validate', '.').stdout).toMatch(/^1 file, 1 resource, 1 model: /m);
  });

  it('exits 2 for a path that does not exist', () => {
    const { status, stdout } = fleetwright(folder(), 'validate', 'manifests');
    expect(status).toBe(2);
    expect(stdout).toContain('error  workspace/missing\n');
  });

  it('does not choose from a fleet beside a path', () => {
    expect(fleetwright(folder(), 'validate', '.', '--service=chat')).toEqual({
      status: 2,
      stdout: '',
      stderr: '--service and --cluster choose from the fleet; they do not go with PATH.\n',
    });
  });
});

describe('the formats of fleetwright validate', () => {
  const root = () => files({ 'a,b:c.yaml': CONFIG.replace('\ndata:', '\n"da%ta\\n::error::":') });

  it('escapes what GitHub would take for a command of its own', () => {
    const { stdout } = fleetwright(root(), 'validate', '.', '--format=github');
    const [line, ...rest] = stdout.split('\n');
    expect(line).toMatch(/^::error file=a%2Cb%3Ac\.yaml,line=4,col=\d+,title=schema\/unknown-field::/);
    expect(line).toContain('da%25ta');
    expect(rest.filter((other) => other.startsWith('::error'))).toEqual([]);
  });

  it('writes SARIF with rules, places and what to do', () => {
    const { stdout } = fleetwright(root(), 'validate', '.', '--format=sarif');
    const log = JSON.parse(stdout) as {
      version: string;
      runs: { tool: { driver: { rules: unknown[] } }; results: object[] }[];
    };
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0]!.tool.driver.rules).toEqual([{ id: 'schema/unknown-field' }]);
    expect(log.runs[0]!.results).toMatchObject([
      {
        ruleId: 'schema/unknown-field',
        level: 'error',
        locations: [
          { physicalLocation: { artifactLocation: { uri: 'a%2Cb%3Ac.yaml' }, region: { startLine: 4 } } },
        ],
      },
    ]);
  });
});
