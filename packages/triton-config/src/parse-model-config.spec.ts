import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatModelConfig } from './format-model-config.ts';
import { anyModelConfig } from './model-config.arbitrary.ts';
import { parseModelConfigText } from './parse-model-config.ts';
import { readWithProtobufjs } from './protobuf-oracle.ts';

function parse(text: string) {
  return parseModelConfigText('m/config.pbtxt', text);
}

describe('parseModelConfigText', () => {
  it.each([
    ['name: "a" backend: \'b\'', { name: 'a', backend: 'b' }],
    ['name: "a" "b"\n"c"', { name: 'abc' }],
    ['name: "\\x41\\102\\u0043\\n\\t\\"\\\'"', { name: 'ABC\n\t"\'' }],
    ['name: "\\303\\274"', { name: 'ü' }],
    ['max_batch_size: 0x10', { max_batch_size: 16 }],
    ['max_batch_size: 010', { max_batch_size: 8 }],
    ['max_batch_size: - 1', { max_batch_size: -1 }],
    ['name: "a", max_batch_size: 1; backend: "b";', { name: 'a', max_batch_size: 1, backend: 'b' }],
    ['input < name: "a" >', { input: [{ name: 'a' }] }],
    ['input: { dims: 1 dims: [2, 3] dims: [] }', { input: [{ dims: [1, 2, 3] }] }],
    [
      'input [ { name: "a" }, { name: "b" } ] input { name: "c" }',
      { input: ['a', 'b', 'c'].map((name) => ({ name })) },
    ],
    ['input [ ]', { input: [] }],
    ['instance_group { kind: 2 passive: t }', { instance_group: [{ kind: 'KIND_CPU', passive: true }] }],
    ['response_cache { enable: True }', { response_cache: { enable: true } }],
    [
      'sequence_batching { direct { minimum_slot_utilization: .5f } }',
      { sequence_batching: { direct: { minimum_slot_utilization: 0.5 } } },
    ],
    ['metric_tags { key: "a" value: "b" } metric_tags { }', { metric_tags: { a: 'b', '': '' } }],
    ['metric_tags [ { key: "a", value: "b" } ]', { metric_tags: { a: 'b' } }],
    ['parameters { key: "a" value: { string_value: "b" } }', { parameters: { a: { string_value: 'b' } } }],
    ['parameters { key: "a" }', { parameters: { a: {} } }],
    ['version_policy: { all {} }', { version_policy: { all: {} } }],
    [
      'dynamic_batching { priority_levels: 18446744073709551615 }',
      { dynamic_batching: { priority_levels: '18446744073709551615' } },
    ],
    ['', {}],
    ['# only a comment', {}],
  ])('reads %j', (text, config) => {
    expect(parse(text)).toMatchObject({ findings: [] });
    expect(parse(text).config).toEqual(config);
    expect(readWithProtobufjs(text)).toBeDefined();
  });

  it.each([
    [
      'max_batch_size 8',
      1,
      16,
      'Expected ":" or "{" after "max_batch_size", found "8".',
      'Correct the syntax at this place.',
    ],
    [
      'name: "a',
      1,
      9,
      'The string does not end on its line.',
      'Close it with the quote it began with; write a line end as \\n.',
    ],
    ['name: "a\\q"', 1, 9, 'The string has an unknown escape.', 'Write a backslash as \\\\.'],
    ['name: "\\377"', 1, 7, 'The string is not valid UTF-8.', 'Remove its \\x and octal escapes above 177.'],
    [
      'input {\n  dims: [ 1, 2\n}',
      3,
      1,
      'Expected "]" at the end of the list, found "}".',
      'Correct the syntax at this place.',
    ],
    [
      'input {',
      1,
      8,
      'Expected "}" at the end of the block, found the end of the file.',
      'Correct the syntax at this place.',
    ],
    [
      'input { dims: [ 1, ] }',
      1,
      20,
      'Expected a value after ",", found "]".',
      'Correct the syntax at this place.',
    ],
    ['}', 1, 1, 'Expected the name of a field, found "}".', 'Correct the syntax at this place.'],
    [
      'name: "a",, backend: "b"',
      1,
      11,
      'Expected the name of a field, found ",".',
      'Correct the syntax at this place.',
    ],
    ['name:', 1, 6, 'Expected a value, found the end of the file.', 'Correct the syntax at this place.'],
    [
      'max_batch_size: ${size}',
      1,
      17,
      'Unexpected character "$".',
      'Fill in the placeholder: Triton reads the file as it is.',
    ],
    ['\ufeffname: "a"', 1, 1, 'The file starts with a byte order mark.', 'Save it as UTF-8 without one.'],
    ['name: @', 1, 7, 'Unexpected character "@".', 'Remove it, or quote the string it belongs to.'],
    ['max_batch_size: 8x', 1, 17, '"8x" is not a number.', 'Separate the number from the name.'],
    ['name: -"a"', 1, 8, 'A string has no sign.', 'Correct the syntax at this place.'],
    ['input { dims [ 1 ] }', 1, 14, 'Expected ":" after "dims".', 'Write the colon.'],
  ])('locates the syntax error in %j', (text, line, column, message, fix) => {
    const { config, findings } = parse(text);
    expect(config).toBeUndefined();
    const rule = message.includes('UTF-8') ? 'triton/config-type' : 'triton/config-syntax';
    expect(findings).toMatchObject([
      { rule, severity: 'error', file: 'm/config.pbtxt', line, column, message, fix },
    ]);
    expect(readWithProtobufjs(text)).toBeUndefined();
  });

  it.each([
    [
      'max_batchsize: 8',
      1,
      1,
      '/max_batchsize',
      'ModelConfig has no field "max_batchsize".',
      'Did you mean max_batch_size?',
    ],
    [
      'input { data_type: TYPE_FLOAT32 }',
      1,
      20,
      '/input/0/data_type',
      'Expected a value of DataType, found "TYPE_FLOAT32".',
      'Use one of TYPE_INVALID, TYPE_BOOL, TYPE_UINT8, TYPE_UINT16, TYPE_UINT32, TYPE_UINT64, TYPE_INT8, TYPE_INT16, TYPE_INT32, TYPE_INT64, TYPE_FP16, TYPE_FP32, TYPE_FP64, TYPE_STRING, TYPE_BF16.',
    ],
    [
      'instance_group { kind: - KIND_GPU }',
      1,
      24,
      '/instance_group/0/kind',
      'Expected a value of ModelInstanceGroup.Kind, found "-KIND_GPU".',
      'Did you mean KIND_GPU?',
    ],
    [
      'instance_group { kind: KIND_GPUS }',
      1,
      24,
      '/instance_group/0/kind',
      'Expected a value of ModelInstanceGroup.Kind, found "KIND_GPUS".',
      'Did you mean KIND_GPU?',
    ],
    [
      'max_batch_size: 3000000000',
      1,
      17,
      '/max_batch_size',
      'Expected at most 2147483647, found "3000000000".',
      'Bring it within the range of int32.',
    ],
    [
      'max_batch_size: 1.5',
      1,
      17,
      '/max_batch_size',
      'Expected an integer, found "1.5".',
      'Write a whole number.',
    ],
    [
      'max_batch_size: "8"',
      1,
      17,
      '/max_batch_size',
      'Expected an integer, found "8".',
      'Write a whole number.',
    ],
    [
      'max_batch_size: 08',
      1,
      17,
      '/max_batch_size',
      'Expected an integer, found "08".',
      'Write a whole number.',
    ],
    [
      'dynamic_batching { max_queue_delay_microseconds: -1 }',
      1,
      50,
      '/dynamic_batching/max_queue_delay_microseconds',
      'Expected an integer of at least 0, found "-1".',
      'Write a whole number.',
    ],
    ['name: x', 1, 7, '/name', 'Expected a string, found "x".', 'Put it in double quotes.'],
    [
      'response_cache { enable: yes }',
      1,
      26,
      '/response_cache/enable',
      'Expected true or false, found "yes".',
      'Write true or false.',
    ],
    [
      'input { dims: { } }',
      1,
      15,
      '/input/0/dims/0',
      'Expected a single value, found a block.',
      'Write a single value.',
    ],
    ['input: 3', 1, 8, '/input/0', 'Expected a block { … }, found "3".', 'Write a block { … }.'],
    ['name: [ "a" ]', 1, 7, '/name', 'name takes one value, found a list.', 'Remove the brackets.'],
    [
      'metric_tags: "a"',
      1,
      14,
      '/metric_tags',
      'Expected a block with key and value, found "a".',
      'Write a block with key and value.',
    ],
    [
      'metric_tags { name: "a" }',
      1,
      15,
      '/metric_tags/',
      'An entry of metric_tags has no field "name".',
      'It has key and value.',
    ],
    [
      'version_policy { all { x: 1 } }',
      1,
      24,
      '/version_policy/all/x',
      'ModelVersionPolicy.All has no field "x".',
      'Remove it. ModelVersionPolicy.All has no fields.',
    ],
    [
      'model_metrics { metric_control { histogram_options { buckets: inf } } }',
      1,
      63,
      '/model_metrics/metric_control/0/histogram_options/buckets/0',
      'Expected a finite number, found "inf".',
      'Write a decimal number.',
    ],
  ])('locates the wrong value in %j', (text, line, column, pointer, message, fix) => {
    const { config, findings } = parse(text);
    expect(config).toBeUndefined();
    expect(findings).toMatchObject([{ severity: 'error', line, column, pointer, message, fix }]);
  });

  it('names both places when a field is given twice', () => {
    expect(parse('max_batch_size: 1\nmax_batch_size: 2').findings).toEqual([
      {
        rule: 'triton/config-duplicate-field',
        severity: 'error',
        file: 'm/config.pbtxt',
        line: 2,
        column: 1,
        pointer: '/max_batch_size',
        message: 'max_batch_size is given twice.',
        fix: 'Remove one of them.',
        related: [{ file: 'm/config.pbtxt', line: 1, column: 1, message: 'max_batch_size stands here.' }],
      },
    ]);
  });

  it('names both places when two members of a group are given', () => {
    expect(parse('dynamic_batching { }\nsequence_batching { }').findings).toMatchObject([
      {
        line: 2,
        message: 'sequence_batching is given beside dynamic_batching; only one of them is possible.',
        related: [{ line: 1, column: 1, message: 'dynamic_batching stands here.' }],
      },
    ]);
  });

  it('keeps the last value of a repeated map key and warns', () => {
    const { config, findings } = parse(
      'metric_tags { key: "a" value: "1" }\nmetric_tags { key: "a" value: "2" }',
    );
    expect(config).toEqual({ metric_tags: { a: '2' } });
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        line: 2,
        column: 15,
        message: 'The key "a" is given twice; the last one counts.',
      },
    ]);
  });

  it('reports every wrong value at once', () => {
    const { findings } = parse('nam: "x"\nmax_batch_size: "a"\ninput { dim: 1 }');
    expect(findings.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '1 ModelConfig has no field "nam".',
      '2 Expected an integer, found "a".',
      '3 ModelInput has no field "dim".',
    ]);
  });

  it('refuses a nesting bomb and an oversized file in bounded time', () => {
    expect(parse('input {'.repeat(20_000)).findings).toMatchObject([
      { message: 'Blocks are nested more than 32 levels deep.' },
    ]);
    expect(parse(' '.repeat(1_048_577)).findings).toMatchObject([
      { message: 'The file has 1048577 characters; at most 1048576 are read.' },
    ]);
  });

  it('keeps every comment at the field it belongs to', () => {
    const { comments } = parse(`# Licence
# of the file

# the name
name: "m" # shown
# inputs
input [
  # image
  {
    name: "x" # trailing
    dims: [ 3, # channels
            224 ] # size
    # end of input
  } # after input
  # end of list
]
parameters { # entry
  key: "K" # key
  value: { string_value: "V" } # value
}
# the end`);
    expect(comments).toEqual({
      '': { before: ['Licence', 'of the file'], end: ['the end'] },
      '/name': { before: ['the name'], trailing: 'shown' },
      '/input': { before: ['inputs'], end: ['end of list'] },
      '/input/0': { before: ['image'], trailing: 'after input', end: ['end of input'] },
      '/input/0/name': { trailing: 'trailing' },
      '/input/0/dims': { trailing: 'size' },
      '/input/0/dims/0': { trailing: 'channels' },
      '/parameters/K': { before: ['entry', 'value'], trailing: 'key' },
    });
  });

  it('tells where each value stands, or its nearest ancestor', () => {
    const { source } = parse(
      'name: "m"\ninput [\n  { dims: [ 1,\n    2 ] }\n]\nmetric_tags { key: "a" value: "b" }',
    );
    expect(source.path).toBe('m/config.pbtxt');
    const places: [string, number, number][] = [
      ['', 1, 1],
      ['/name', 1, 1],
      ['/input', 2, 1],
      ['/input/0', 3, 3],
      ['/input/0/dims/1', 4, 5],
      ['/input/0/data_type', 3, 3],
      ['/metric_tags/a', 6, 13],
      ['/max_batch_size', 1, 1],
    ];
    for (const [pointer, line, column] of places)
      expect([pointer, source.locate(pointer)]).toEqual([pointer, { line, column }]);
  });

  it('reads a key named like a property of every object as a plain key', () => {
    const { config } = parse('metric_tags { key: "__proto__" value: "x" }');
    expect(Object.entries(config?.metric_tags ?? {})).toEqual([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(config?.metric_tags)).toBe(Object.prototype);
  });

  it('never reads a damaged text otherwise than protobufjs', () => {
    const damage = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 3 }),
      insert: fc.constantFrom(
        '',
        '"',
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '#',
        '-',
        '0',
        'x',
        '\n',
        '\\',
        ' ',
        '<',
      ),
    });
    fc.assert(
      fc.property(anyModelConfig(), fc.array(damage, { minLength: 1, maxLength: 3 }), (config, damages) => {
        const damaged = damages.reduce((whole, { at, cut, insert }) => {
          const start = at % (whole.length + 1);
          return whole.slice(0, start) + insert + whole.slice(start + cut);
        }, formatModelConfig(config));
        // A file never holds half a surrogate pair.
        const text = Buffer.from(damaged).toString();
        const parsed = parse(text).config;
        const judged = readWithProtobufjs(text);
        if (parsed) expect(readWithProtobufjs(formatModelConfig(parsed))).toEqual(judged);
      }),
      { numRuns: 1000 },
    );
  });
});
