import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isBuilt, loadKubeconform, type Kubeconform, type Verdict } from './index.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n';
const GOOD = `${HEAD}data: {a: b}\n`;
const SCHEMAS = {
  'v1/configmap_v1.json': JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      apiVersion: {},
      kind: {},
      metadata: {},
      data: { type: 'object', additionalProperties: { type: 'string' } },
    },
    additionalProperties: false,
  }),
};
const CRASH = 'kubeconform ended while it judged this document: ';

let kubeconform: Kubeconform;
beforeAll(async () => {
  execFileSync('npx', ['tsx', 'tools/go/build-kubeconform-wasm.ts'], { cwd: ROOT });
  kubeconform = await loadKubeconform({ schemas: SCHEMAS });
}, 600_000);

/** Status and messages of each verdict. */
function judge(yaml: string, by = kubeconform): string[][] {
  return by.validate(yaml).map(({ status, errors }) => [status, ...errors.map(({ message }) => message)]);
}

describe('kubeconform in memory', () => {
  it('is built', () => {
    expect(isBuilt()).toBe(true);
  });

  it('says of each document what it is and what is wrong with it', () => {
    expect(kubeconform.validate(`${GOOD}---\n${HEAD}data: {size: 3}\ndate: {}\n`)).toEqual<Verdict[]>([
      { status: 'valid', kind: 'ConfigMap', version: 'v1', name: 'settings', errors: [] },
      {
        status: 'invalid',
        kind: 'ConfigMap',
        version: 'v1',
        name: 'settings',
        errors: [
          { path: '', message: "additional properties 'date' not allowed" },
          { path: '/data/size', message: 'got number, want string' },
        ],
      },
    ]);
  });

  it('judges the items of a List one by one', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${GOOD.trimEnd().replaceAll('\n', '\n  ')}\n- null\n`;
    expect(judge(list)).toEqual([['valid'], ['empty']]);
  });

  it.each([
    ['nothing', ''],
    ['a comment', '# nothing\n'],
    ['null', 'null\n'],
    ['a List without items', 'apiVersion: v1\nkind: List\nitems: []\n'],
  ])('calls %s empty', (_, yaml) => {
    expect(judge(yaml)).toEqual([['empty']]);
  });

  it('reads YAML as Kubernetes does', () => {
    expect(judge(`${HEAD}data: {a: yes}\n`)).toEqual([['invalid', 'got boolean, want string']]);
    expect(judge(`${HEAD}data: {a: "yes"}\n`)).toEqual([['valid']]);
  });

  it('finds schemas by version and location', async () => {
    const schemas = (path: string) => (path === 'x/v1.34.0/configmap.json' ? '{}' : undefined);
    const located = await loadKubeconform({ schemas });
    const schemaLocations = ['x/{{.NormalizedKubernetesVersion}}/{{.ResourceKind}}.json'];
    const status = (kubernetesVersion: string) =>
      located.validate(GOOD, { kubernetesVersion, schemaLocations }).map((verdict) => verdict.status);
    expect(['1.34.0', '1.35.0'].flatMap(status)).toEqual(['valid', 'error']);
  });

  it('lets duplicate keys and kinds without schema pass when told so', async () => {
    const lenient = await loadKubeconform({ schemas: SCHEMAS, strict: false, ignoreMissingSchemas: true });
    expect(judge(`${HEAD}data: {a: b, a: c}\n---\n${GOOD.replace('ConfigMap', 'Pod')}`, lenient)).toEqual([
      ['valid'],
      ['skipped'],
    ]);
  });
});

describe('kubeconform on bad input', () => {
  const yamlError = 'error unmarshalling resource: error converting YAML to JSON: yaml: ';

  it.each([
    ['no YAML', 'a: [', `${yamlError}line 1: did not find expected node content`],
    [
      'a scalar',
      'text\n',
      'error unmarshalling resource: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string ' +
        'into Go value of type map[string]interface {}',
    ],
    ['no kind', 'apiVersion: v1\n', "error while parsing: missing 'kind' key"],
    ['no apiVersion', 'kind: Pod\n', "error while parsing: missing 'apiVersion' key"],
    ['a kind without schema', GOOD.replace('ConfigMap', 'Widget'), 'could not find schema for Widget'],
    [
      'an apiVersion that leads elsewhere',
      GOOD.replace('v1', '../v1'),
      'could not find schema for ConfigMap',
    ],
    [
      'a duplicate key',
      `${HEAD}data: {a: b, a: c}\n`,
      `${yamlError}unmarshal errors:\n  line 4: key "a" already set in map`,
    ],
    ['an alias bomb', writeAliasBomb(), `${yamlError}document contains excessive aliasing`],
    ['20,000 lists in each other', nest(20_000), `${CRASH}Maximum call stack size exceeded`],
  ])('says what is wrong with %s, and judges the next document', (_, yaml, message) => {
    expect(judge(`${yaml}\n---\n${GOOD}`)).toEqual([['error', message], ['valid']]);
  });

  it('reads 1,000 lists in each other', () => {
    expect(judge(nest(1000))).toEqual([['invalid', 'got array, want string']]);
  });

  it('starts anew after a panic, and says which document it was', async () => {
    // A schema that is no text makes the Go program panic.
    const schemas = (path: string) => (path.includes('secret') ? Symbol() : SCHEMAS['v1/configmap_v1.json']);
    const fragile = await loadKubeconform({ schemas: schemas as () => string });
    const bad = GOOD.replace('ConfigMap', 'Secret');
    const panic = `${CRASH}panic: JavaScript error: Cannot convert a Symbol value to a string`;
    for (let run = 0; run < 2; run++) {
      expect(judge([GOOD, bad, bad, GOOD].join('---\n'), fragile)).toEqual([
        ['valid'],
        ['error', panic],
        ['error', panic],
        ['valid'],
      ]);
    }
  });

  it('takes a schema that is no schema for none', async () => {
    const broken = await loadKubeconform({ schemas: { 'v1/configmap_v1.json': '{"type": 5}' } });
    expect(judge(GOOD, broken)).toEqual([['error', 'could not find schema for ConfigMap']]);
  });

  it('throws what the source of the schemas throws, each time', async () => {
    const unreadable = await loadKubeconform({
      schemas: () => {
        throw new Error('no disk');
      },
    });
    expect(() => unreadable.validate(GOOD)).toThrow('no disk');
    expect(() => unreadable.validate(GOOD)).toThrow('no disk');
  });

  it('refuses a location that is no template', () => {
    expect(() => kubeconform.validate(GOOD, { schemaLocations: ['{{.Kind}}.json'] })).toThrow(
      'kubeconform judged nothing: failed initialising schema location registry: template: tpl:1:2: executing "tpl" ' +
        "at <.Kind>: can't evaluate field Kind",
    );
  });
});

function nest(depth: number): string {
  return `${HEAD}data: {a: ${'['.repeat(depth)}${']'.repeat(depth)}}\n`;
}

function writeAliasBomb(): string {
  const names = [...'bcdefghij'];
  const lines = names.map((name, index) => {
    const alias = `*${'abcdefghi'[index]}`;
    return `${name}: &${name} [${Array<string>(9).fill(alias).join(',')}]`;
  });
  return ['a: &a [x,x,x,x,x,x,x,x,x]', ...lines].join('\n');
}
