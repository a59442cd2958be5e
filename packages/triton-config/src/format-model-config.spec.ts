import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatModelConfig } from './format-model-config.ts';
import type { ModelConfig } from './generated/model-config.ts';
import { anyModelConfig } from './model-config.arbitrary.ts';
import { parseModelConfigText } from './parse-model-config.ts';
import { readWithProtobufjs, writeWithProtobufjs } from './protobuf-oracle.ts';

const image: ModelConfig = {
  name: 'image_classification',
  platform: 'pytorch_libtorch',
  max_batch_size: 8,
  input: [{ name: 'INPUT__0', data_type: 'TYPE_FP32', dims: [3, 224, 224] }],
  output: [{ name: 'OUTPUT__0', data_type: 'TYPE_FP32', dims: [1000], reshape: { shape: [] } }],
  version_policy: { all: {} },
  instance_group: [
    { count: 1, kind: 'KIND_GPU' },
    { count: 2, kind: 'KIND_CPU' },
  ],
  dynamic_batching: { max_queue_delay_microseconds: 100, priority_queue_policy: { '10': {}, '9': {} } },
  parameters: { b: { string_value: 'x' }, a: { string_value: 'y' } },
};

describe('formatModelConfig', () => {
  it('writes fields in the order of the definition and maps in the order of their keys', () => {
    expect(formatModelConfig(image)).toBe(`name: "image_classification"
platform: "pytorch_libtorch"
version_policy {
  all {
  }
}
max_batch_size: 8
input [
  {
    name: "INPUT__0"
    data_type: TYPE_FP32
    dims: [ 3, 224, 224 ]
  }
]
output [
  {
    name: "OUTPUT__0"
    data_type: TYPE_FP32
    dims: [ 1000 ]
    reshape {
      shape: [ ]
    }
  }
]
dynamic_batching {
  max_queue_delay_microseconds: 100
  priority_queue_policy {
    key: 9
    value {
    }
  }
  priority_queue_policy {
    key: 10
    value {
    }
  }
}
instance_group [
  {
    kind: KIND_GPU
    count: 1
  },
  {
    kind: KIND_CPU
    count: 2
  }
]
parameters {
  key: "a"
  value {
    string_value: "y"
  }
}
parameters {
  key: "b"
  value {
    string_value: "x"
  }
}
`);
  });

  it('writes nothing for an empty configuration', () => {
    expect(formatModelConfig({})).toBe('');
  });

  it.each([
    ['a" max_batch_size: 64', 'name: "a\\" max_batch_size: 64"\n'],
    ['line\nend', 'name: "line\\nend"\n'],
    ['back\\slash', 'name: "back\\\\slash"\n'],
    ['naïve 模型', 'name: "naïve 模型"\n'],
    ['zero\u200bwidth', 'name: "zero\\342\\200\\213width"\n'],
    ['\u0001' + '7', 'name: "\\0017"\n'],
  ])('quotes %j so that it stays one string', (name, text) => {
    expect(formatModelConfig({ name })).toBe(text);
    expect(parseModelConfigText('config.pbtxt', text).config).toEqual({ name });
  });

  it('does not write a word that is no value of its enumeration', () => {
    const smuggled = { input: [{ data_type: 'TYPE_FP32 optional: true' }] } as unknown as ModelConfig;
    expect(() => formatModelConfig(smuggled)).toThrow(
      'A ModelConfig was formatted unchecked: "TYPE_FP32 optional: true" in DataType.',
    );
  });

  it('does not write text where a number belongs', () => {
    const smuggled = { max_batch_size: '1 name: "x"' } as unknown as ModelConfig;
    expect(() => formatModelConfig(smuggled)).toThrow(
      'A ModelConfig was formatted unchecked: "1 name: \\"x\\"" is no number.',
    );
  });

  it('is undone by parsing, for every configuration', () => {
    fc.assert(
      fc.property(anyModelConfig(), (config) => {
        const { config: parsed, findings } = parseModelConfigText('config.pbtxt', formatModelConfig(config));
        expect(findings).toEqual([]);
        expect(parsed).toEqual(config);
      }),
      { numRuns: 500 },
    );
  });

  it('writes what protobufjs reads as the same message, for every configuration', () => {
    fc.assert(
      fc.property(anyModelConfig(), (config) => {
        // protobufjs rounds integers beyond 2^53.
        fc.pre(!/"[0-9]{16,}"/.test(JSON.stringify(config)));
        const ours = readWithProtobufjs(formatModelConfig(config));
        expect(ours).toBeDefined();
        expect(ours).toEqual(readWithProtobufjs(writeWithProtobufjs(config)));
      }),
      { numRuns: 300 },
    );
  });

  it('writes the same text whatever the order of the keys', () => {
    fc.assert(
      fc.property(anyModelConfig(), (config) => {
        expect(formatModelConfig(reverseKeys(config) as ModelConfig)).toBe(formatModelConfig(config));
      }),
    );
  });
});

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, reverseKeys(entry)]),
  );
}
