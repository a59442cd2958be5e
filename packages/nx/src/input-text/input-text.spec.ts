import fc from 'fast-check';
import prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { readYaml } from '@fleetwright/model-service';
import {
  BACKENDS,
  formatModelConfig,
  parseModelConfigText,
  type ModelConfig,
  type RepositoryModel,
} from '@fleetwright/triton-config';
import { anyModelConfig } from '@fleetwright/triton-config/testing';
import { importModel } from '../model-service/import-model.ts';
import { draftService } from '../model-service/service-draft.ts';

const SEED = 4;
const STYLE = { parser: 'yaml', singleQuote: true, printWidth: 110 };

/** The spec of a service whose one model has the given config.pbtxt. */
function specOf(text: string): string {
  const { config, comments, findings } = parseModelConfigText('m/config.pbtxt', text);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const model: RepositoryModel = {
    name: 'm',
    directory: 'm',
    config,
    comments,
    versions: [{ version: 1, files: [] }],
    backend: BACKENDS[0],
    findings: [],
  };
  const { draft } = importModel(model, { folder: '/', artifact: undefined });
  return draftService({ name: 'm', variant: 'py3' }, [draft], {}).text;
}

function configOf(spec: string): ModelConfig {
  const { value } = readYaml('model-service.yaml', spec);
  return (value as { spec: { models: [{ config: ModelConfig }] } }).spec.models[0].config;
}

describe('the spec of an imported model', () => {
  it('says the same as its config.pbtxt, whatever that says', () => {
    fc.assert(
      fc.property(anyModelConfig(), (any) => {
        const config = { ...any, name: 'm', backend: 'onnxruntime' };
        const text = formatModelConfig(config);
        expect(formatModelConfig({ ...configOf(specOf(text)), name: 'm' })).toBe(text);
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it('keeps every comment once, wherever it stands, and changes no value by it', () => {
    fc.assert(
      fc.property(anyModelConfig(), fc.infiniteStream(fc.nat({ max: 5 })), (any, dice) => {
        const plain = formatModelConfig({ ...any, name: 'm', backend: 'onnxruntime' });
        const { text, count } = insertComments(plain, dice);
        const spec = specOf(text);
        const found = [...spec.matchAll(/# (c\d+)(?=\n)/g)].map(([, id]) => id).sort();
        expect(found).toEqual(Array.from({ length: count }, (_, index) => `c${index}`).sort());
        expect(formatModelConfig({ ...configOf(spec), name: 'm' })).toBe(plain);
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it('is left as it is by the formatter', async () => {
    await fc.assert(
      fc.asyncProperty(anyModelConfig(), fc.infiniteStream(fc.nat({ max: 5 })), async (any, dice) => {
        const plain = formatModelConfig({ ...any, name: 'm', backend: 'onnxruntime' });
        const spec = specOf(insertComments(plain, dice).text);
        expect(await prettier.format(spec, STYLE)).toBe(spec);
      }),
      { numRuns: 150, seed: SEED },
    );
  });

  it('puts comments beside the fields they belong to', () => {
    const spec = specOf(`# Of the file.

# Of the name.
name: "m"
backend: "onnxruntime" # Of the backend.
input [
  # Of the input.
  {
    name: "x"
    data_type: TYPE_FP32
    dims: [ 3, 224 ] # Of the shape.
    # At the end of the input.
  }
]
`);
    expect(spec.slice(spec.indexOf('  models:'))).toBe(`  models:
    # Of the name.
    - name: m
      versions:
        - version: 1
      # Of the file.
      config:
        backend: onnxruntime # Of the backend.
        input:
          # Of the input.
          - name: x
            data_type: TYPE_FP32
            dims: [3, 224] # Of the shape.
            # At the end of the input.
`);
  });

  it('writes out what a comment would hide', () => {
    expect(specOf('backend: "onnxruntime" # a\u202eb\u0007c\n')).toContain(
      'backend: onnxruntime # a\\u202eb\\u0007c\n',
    );
  });
});

/** Adds numbered comments before and behind lines, as the dice say. */
function insertComments(text: string, dice: Iterator<number>): { text: string; count: number } {
  let count = 0;
  const lines = text.split('\n').map((line) => {
    const before = dice.next().value === 0 ? `# c${count++}\n` : '';
    return `${before}${line}${dice.next().value === 1 ? ` # c${count++}` : ''}`;
  });
  return { text: lines.join('\n') + '\n', count };
}
