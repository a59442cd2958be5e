import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareValues } from './compare-values.ts';

const CONFIG = 'config.fleetwright.dev/m';

describe('compareValues', () => {
  it.each<[string, unknown, unknown, unknown[]]>([
    ['the order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    [
      'the order of ports',
      {
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2 },
        ],
      },
      {
        ports: [
          { name: 'b', port: 2 },
          { name: 'a', port: 1 },
        ],
      },
      [],
    ],
    [
      'quantities that are equal',
      { resources: { requests: { cpu: '1', memory: '1Gi' } } },
      { resources: { requests: { cpu: '1000m', memory: '1024Mi' } } },
      [],
    ],
    [
      'a number and its text as a quantity',
      { limits: { 'nvidia.com/gpu': 1 } },
      { limits: { 'nvidia.com/gpu': '1' } },
      [],
    ],
    [
      'the layout of a configuration',
      { [CONFIG]: 'name: "m" max_batch_size: 8' },
      { [CONFIG]: 'name: "m"\nmax_batch_size: 8\n' },
      [],
    ],
    ['the layout of JSON', { 'model.json': '{"a":1,"b":2}' }, { 'model.json': '{\n "b": 2, "a": 1 }' }, []],
    ['the order of a set of hosts', { hosts: ['a', 'b'] }, { hosts: ['b', 'a'] }, []],
  ])('finds no difference in %s', (_, from, to, differences) => {
    expect(compareValues(from, to)).toEqual(differences);
  });

  it.each<[string, unknown, unknown, unknown[]]>([
    [
      'an item by its key',
      {
        containers: [
          { name: 'a', image: 'x' },
          { name: 'b', image: 'y' },
        ],
      },
      {
        containers: [
          { name: 'b', image: 'z' },
          { name: 'a', image: 'x' },
        ],
      },
      [
        { path: 'containers[b].image', kind: 'changed', from: 'y', to: 'z' },
        { path: 'containers', kind: 'reordered', from: 'a, b', to: 'b, a' },
      ],
    ],
    [
      'a flag by its name',
      { args: ['--a=1', '--b=2', 'x'] },
      { args: ['--a=1', '--b=3', 'x'] },
      [{ path: 'args[--b]', kind: 'changed', from: '--b=2', to: '--b=3' }],
    ],
    [
      'a flag that comes',
      { args: ['--a=1'] },
      { args: ['--a=1', '--c'] },
      [{ path: 'args[]', kind: 'added', to: '--c' }],
    ],
    [
      'an item without a key where it comes',
      { ingress: [{ from: [1] }] },
      { ingress: [{ from: [2] }, { from: [1] }] },
      [{ path: 'ingress[0]', kind: 'added', to: { from: [2] } }],
    ],
    [
      'a field of a configuration',
      { [CONFIG]: 'max_batch_size: 8' },
      { [CONFIG]: 'max_batch_size: 16' },
      [{ path: `[${CONFIG}] › max_batch_size`, kind: 'changed', from: 8, to: 16 }],
    ],
    [
      'a text that is no configuration as a text',
      { [CONFIG]: 'max_batch_size: 8' },
      { [CONFIG]: 'max_batch_size: {' },
      [{ path: `[${CONFIG}]`, kind: 'changed', from: 'max_batch_size: 8', to: 'max_batch_size: {' }],
    ],
    [
      'quantities that differ',
      { limits: { memory: '1Gi' } },
      { limits: { memory: '1G' } },
      [{ path: 'limits.memory', kind: 'changed', from: '1Gi', to: '1G' }],
    ],
    [
      'what is no quantity as it stands',
      { port: 80 },
      { port: '80' },
      [{ path: 'port', kind: 'changed', from: 80, to: '80' }],
    ],
    [
      'a list that becomes a map',
      { a: [1] },
      { a: { b: 1 } },
      [{ path: 'a', kind: 'changed', from: [1], to: { b: 1 } }],
    ],
    [
      'a key that shadows the prototype',
      JSON.parse('{"__proto__":{"a":1}}'),
      {},
      [{ path: '__proto__', kind: 'removed', from: { a: 1 } }],
    ],
    [
      'steps by their order',
      { steps: [{ setWeight: 5 }, { pause: {} }] },
      { steps: [{ setWeight: 9 }, { pause: {} }] },
      [{ path: 'steps[0].setWeight', kind: 'changed', from: 5, to: 9 }],
    ],
  ])('finds %s', (_, from, to, differences) => {
    expect(compareValues(from, to)).toEqual(differences);
  });

  it.each([
    ['a pause', { pause: { duration: '60s' } }, { pause: { duration: '1m' } }],
    ['a pause in seconds', { pause: { duration: 60 } }, { pause: { duration: '1m' } }],
    ['a pause in seconds, as text', { pause: { duration: '60' } }, { pause: { duration: '60s' } }],
    ['the interval of a monitor', { interval: '60s' }, { interval: '1m' }],
    ['the time of an alert', { for: '5m' }, { for: '300s' }],
    ['the timeout of a route', { timeout: '1000ms' }, { timeout: '1s' }],
    ['memory', { limits: { memory: '1Gi' } }, { limits: { memory: '1024Mi' } }],
    ['CPUs', { requests: { cpu: 1 } }, { requests: { cpu: '1000m' } }],
  ])('finds none between two ways to write %s', (_, from, to) => {
    expect(compareValues({ spec: from }, { spec: to })).toEqual([]);
  });

  it.each([
    ['durations that differ', { interval: '60s' }, { interval: '2m' }],
    ['texts that only look like durations', { team: '60s' }, { team: '1m' }],
    ['a duration without a unit elsewhere', { interval: '60' }, { interval: '60s' }],
    ['seconds as numbers', { timeoutSeconds: 60 }, { timeoutSeconds: 61 }],
  ])('finds %s', (_, from, to) => {
    expect(compareValues({ spec: from }, { spec: to })).toHaveLength(1);
  });

  it('finds none between a value and its copy, and some between values that are not equal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(compareValues(a, structuredClone(a))).toEqual([]);
        const [from, to] = [{ v: a }, { v: b }];
        const isEqual = JSON.stringify(a) === JSON.stringify(b);
        if (!isEqual && (typeof a !== 'object' || a === null))
          expect(compareValues(from, to).length).toBeGreaterThan(0);
      }),
      { seed: 6 },
    );
  });
});
