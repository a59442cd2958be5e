import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseModelService } from '@fleetwright/model-service';
import { editSpec } from './edit-spec.ts';
import { parseModelVersionOptions, type RawModelVersionOptions } from './options.ts';

const SPEC = 'apps/vision/model-service.yaml';
const SHA = 'b'.repeat(64);
const SECOND = { service: 'vision', modelVersion: 2, storageUri: 'store://models/m/2' };
const CONFIG =
  'config: { backend: onnxruntime, max_batch_size: 0, input: [{ name: x, data_type: TYPE_FP32, dims: [1] }], output: [{ name: y, data_type: TYPE_FP32, dims: [1] }] }';

function specText(models: string): string {
  return `apiVersion: fleetwright.dev/v1alpha1\nkind: ModelService\nmetadata: { name: vision }\nspec:\n  triton: { release: '26.07' }\n  models:\n${models}`;
}

function editText(text: string, options: RawModelVersionOptions) {
  const { value } = parseModelService(SPEC, text);
  const file = { path: SPEC, text, content: value!.content };
  return editSpec(file, parseModelVersionOptions({ ...SECOND, ...options }));
}

function versionsOf(text: string) {
  return parseModelService(SPEC, text).value?.content.spec.models[0]?.versions ?? [];
}

/** What was inserted at one place; undefined when something of the old text is gone. */
function insertionOf(before: string, after: string): string | undefined {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  const rest = before.slice(start);
  return after.endsWith(rest) ? after.slice(start, after.length - rest.length) : undefined;
}

const artifact = fc.constantFrom(
  "artifacts: [{ storageUri: store://models/m/1, builtFor: { computeCapability: '8.0' } }]",
  'artifacts: [ {storageUri: "store://models/m/1", builtFor: {computeCapability: "8.0"}} ]',
  "artifacts:\n            - storageUri: 'store://models/m/1'\n              builtFor: { tensorrt: '10.13' }",
  "artifacts:\n          - { storageUri: store://models/m/1, size: 1Mi, builtFor: { computeCapability: '8.0' } }",
);
const comment = fc.constantFrom('', ' # why', ' # "quoted": [x', '   #');
const between = fc.constantFrom('', '# a line\n', '\n', '\n        # above\n\n');

/** Specs as people write them: block and flow style, comments in odd places, both line ends. */
const anySpec = fc
  .record({
    versions: fc.array(fc.tuple(between, artifact, comment), { minLength: 1, maxLength: 3 }),
    flow: fc.boolean(),
    configLast: fc.boolean(),
    gap: between,
    tail: fc.constantFrom('', '  # the end\n', '  scaling: { minReplicas: 2 } # two\n'),
    crlf: fc.boolean(),
    lineEnd: fc.boolean(),
  })
  .map(({ versions, flow, configLast, gap, tail, crlf, lineEnd }) => {
    const block = versions.map(
      ([above, text, behind], index) =>
        `${above}        - version: ${index + 11}\n          ${text}${behind}\n`,
    );
    const items = versions.map((_, index) => `{version: ${index + 11}}`);
    const list = flow
      ? `      versions: [ ${items.join(' , ')} ] # flow\n`
      : `      versions:\n${block.join('')}`;
    const fields = configLast ? `${list}${gap}      ${CONFIG}\n` : `      ${CONFIG}\n${gap}${list}`;
    const text = specText(`    - name: m # model\n${fields}${tail}`);
    const cut = lineEnd ? text : text.replace(/\n$/, '');
    return crlf ? cut.replaceAll('\n', '\r\n') : cut;
  });

describe('an edit of a spec', () => {
  it('adds a version and leaves every other byte, comments, flow style and line ends included', () => {
    fc.assert(
      fc.property(anySpec, fc.boolean(), (text, full) => {
        const facts = full ? { sha256: SHA, size: '98Mi' } : {};
        const edited = editText(text, facts).text;
        expect(insertionOf(text, edited)).toContain('version: 2');
        const added = { version: 2, artifacts: [{ storageUri: SECOND.storageUri, ...facts }] };
        expect(versionsOf(edited)).toEqual([...versionsOf(text), added]);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('adds an artifact to a version that is there in the same way', () => {
    fc.assert(
      fc.property(anySpec, (text) => {
        const edited = editText(text, { modelVersion: 11 }).text;
        expect(insertionOf(text, edited)).toContain(SECOND.storageUri);
        const [known, ...rest] = versionsOf(text);
        const artifacts = [...(known?.artifacts ?? []), { storageUri: SECOND.storageUri }];
        expect(versionsOf(edited)).toEqual([{ version: 11, artifacts }, ...rest]);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('says where it added what', () => {
    const text = specText(`    - name: m\n      versions: [{ version: 1 }]\n      ${CONFIG}\n`);
    expect(editText(text, {}).pointer).toBe('/spec/models/0/versions/1');
    expect(editText(text, { modelVersion: 1 }).pointer).toBe('/spec/models/0/versions/0/artifacts/0');
  });

  it.each([
    [8, undefined, { computeCapability: '8.0' }],
    ['8.9', 10.13, { computeCapability: '8.9', tensorrt: '10.13' }],
    ['', '', undefined],
  ])(
    'reads compute capability %j and TensorRT %j as the command line gives them',
    (computeCapability, tensorrt, builtFor) => {
      const options = parseModelVersionOptions({ ...SECOND, computeCapability, tensorrt });
      expect(options.artifact.builtFor).toEqual(builtFor);
    },
  );
});

describe('an edit of a spec is refused', () => {
  it.each([
    [{}, 'The service has 2 models.', 'Give --model, one of: resnet, bert.'],
    [{ model: 'resent' }, 'The service has no model "resent".', 'Did you mean resnet?'],
    [{ model: 'sound' }, 'The service has no model "sound".', 'Give one of: resnet, bert.'],
  ])('where %j names none of several models', (options, message, fix) => {
    const models = ['resnet', 'bert'].map(
      (name) => `    - { name: ${name}, versions: [{ version: 1 }], ${CONFIG} }\n`,
    );
    const text = specText(models.join(''));
    const finding = { rule: 'nx/model-version', severity: 'error', message, fix };
    expect(editText(text, options)).toEqual({ text, pointer: '', findings: [finding] });
  });

  it.each([
    [{ sha256: 'c'.repeat(64) }, 'another sha256'],
    [{}, 'a sha256'],
    [{ sha256: SHA, size: '1Gi' }, 'no size'],
    [{ sha256: 'c'.repeat(64), tensorrt: '10.13' }, 'another sha256, no builtFor'],
  ])('where the path is taken and %j is given', (options, differing) => {
    const text = specText(
      `    - name: m\n      versions: [{ version: 2, artifacts: [{ storageUri: store://models/m/2, sha256: ${SHA} }] }]\n      ${CONFIG}\n`,
    );
    expect(editText(text, options).findings).toEqual([
      {
        rule: 'nx/model-version',
        severity: 'error',
        file: SPEC,
        message: `Version 2 has the artifact store://models/m/2 already, with ${differing}.`,
        fix: 'Store new content under a new path, or edit the spec by hand.',
      },
    ]);
  });
});
