import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_DESCRIPTIONS } from './field-descriptions.ts';
import { anyModelConfig } from './model-config.arbitrary.ts';
import { modelConfigSchema } from './model-config-schema.ts';
import { MODEL_CONFIG_TYPES } from './model-config-types.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, ownProperties: true });
const validate = ajv.compile({ $ref: '#/$defs/ModelConfig', $defs: { ModelConfig: modelConfigSchema } });

function problemsOf(config: unknown): string[] {
  validate(config);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('modelConfigSchema', () => {
  it('admits every configuration that the message types allow', () => {
    fc.assert(
      fc.property(anyModelConfig(), (config) => {
        // Characters that the formatter can write but a spec may not hold are another test's.
        expect(problemsOf(config).filter((problem) => !problem.includes('pattern'))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    [{ max_batchsize: 8 }, ' must NOT have additional properties'],
    [{ max_batch_size: '8' }, '/max_batch_size must be integer'],
    [{ max_batch_size: 1.5 }, '/max_batch_size must be integer'],
    [{ max_batch_size: 2 ** 31 }, '/max_batch_size must be <= 2147483647'],
    [{ input: {} }, '/input must be array'],
    [{ input: [{ data_type: 'FP32' }] }, '/input/0/data_type must be equal to one of the allowed values'],
    [{ input: [{ dims: [2 ** 60] }] }, '/input/0/dims/0 must be <= 9007199254740991'],
    [{ metric_tags: { team: 1 } }, '/metric_tags/team must be string'],
    [{ response_cache: { enable: 'yes' } }, '/response_cache/enable must be boolean'],
    [{ dynamic_batching: {}, sequence_batching: {} }, '/sequence_batching boolean schema is false'],
    [{ version_policy: { latest: {}, all: {} } }, '/version_policy/all boolean schema is false'],
    [{ version_policy: { all: { x: 1 } } }, '/version_policy/all must NOT have additional properties'],
    [{ name: 'a\u0000b' }, '/name must match pattern'],
    [{ name: 'a\u202eb' }, '/name must match pattern'],
    [{ name: '\ud800' }, '/name must match pattern'],
    [JSON.parse('{"__proto__": {"name": "x"}}'), ' must NOT have additional properties'],
  ])('refuses %j', (config, problem) => {
    expect(problemsOf(config).some((found) => found.startsWith(problem))).toBe(true);
  });

  it('admits a 64-bit integer beyond 2^53 as digits only', () => {
    expect(problemsOf({ dynamic_batching: { priority_levels: '18446744073709551615' } })).toEqual([]);
    expect(problemsOf({ dynamic_batching: { priority_levels: '1 }' } })).not.toEqual([]);
  });

  it('holds no pattern that a long string makes slow', () => {
    const long = 'a'.repeat(100_000);
    const start = performance.now();
    problemsOf({
      name: long,
      metric_tags: { [long]: long },
      dynamic_batching: { priority_levels: '1'.repeat(100_000) },
    });
    expect(performance.now() - start).toBeLessThan(50);
  });

  it('describes only fields that exist', () => {
    for (const path of Object.keys(FIELD_DESCRIPTIONS)) {
      const dot = path.lastIndexOf('.');
      expect([path, MODEL_CONFIG_TYPES.get(path.slice(0, dot))?.fields.has(path.slice(dot + 1))]).toEqual([
        path,
        true,
      ]);
    }
  });
});
