import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { FORMS, orEmpty } from './text-forms.ts';

const SCHEMAS = resolve(import.meta.dirname, '../../packages/kube-schemas/schemas');
const ajv = new Ajv({ strictTypes: false });
const a = (count: number): string => 'a'.repeat(count);

const CASES: Readonly<Record<keyof typeof FORMS, { good: unknown[]; bad: unknown[] }>> = {
  dnsLabel: {
    good: ['a', '0', 'a-b', 'a--b', a(63)],
    bad: ['', 'A', '-a', 'a-', 'a.b', 'a_b', 'é', 'a\n', a(64)],
  },
  dns1035Label: { good: ['a', 'a0', 'a-0'], bad: ['', '0a', 'a-', 'A', a(64)] },
  dnsSubdomain: {
    good: ['a', 'a.b', '0.1', 'a-b.c--d', a(253)],
    bad: ['', '.', 'a.', '.a', 'a..b', 'a-.b', 'a.-b', 'a-', 'A.b', 'a_b', a(254)],
  },
  qualifiedName: {
    good: ['a', 'A_b.c', 'example.com/A', 'nvidia.com/gpu', 'hugepages-2Mi', `${a(253)}/${a(63)}`],
    bad: [
      '',
      '/a',
      'a/',
      'a/b/c',
      'Example.com/a',
      'a b',
      '-a',
      'a-',
      a(64),
      `a.b/${a(64)}`,
      `${a(254)}/${a(63)}`,
    ],
  },
  annotationKey: { good: ['a', 'Example.com/A'], bad: ['', 'a b', 'a..b/c', '-a/b', a(64)] },
  labelValue: { good: ['', 'a', 'A.b_c-0', a(63)], bad: ['a b', '-a', 'a-', 'a/b', a(64)] },
  configKey: { good: ['a', 'config.pbtxt', '_A-1', '.a'], bad: ['', 'a/b', 'a b', a(254)] },
  environmentName: { good: ['A', 'a.b', 'A B', '1'], bad: ['', 'A=B', 'é', 'a\n'] },
  portName: {
    good: ['http', 'a', '8a', 'http-2', '1-2-a', a(15)],
    bad: ['', '8080', '8-0', '-a', 'a-', 'a--b', 'A', 'a_b', a(16)],
  },
  quantity: {
    good: ['1', '1.5', '.5', '1.', '500m', '8Gi', '1e3', '1E-3', '-1', '+1k', 1, 1.5],
    bad: ['', '1,5', '128Megs', '1 Gi', '1GiB', 'Gi', '1e', 'much', '--1'],
  },
  unsignedQuantity: { good: ['0', '1.5', '+500m', '8Gi', 0, 4], bad: ['-1', -1, '4core', ''] },
  percent: { good: ['0%', '25%', '200%', 0, 3], bad: ['25', '%', '2.5%', '-1%', '25 %', -1] },
  percentOfAll: { good: ['0%', '25%', '100%', 0, 3], bad: ['101%', '25', '999%', '%', '-1%', -1] },
  cidr: {
    good: ['10.0.0.0/8', '0.0.0.0/0', 'fd00::/8'],
    bad: ['10.0.0.0', '10.0.0.0/', 'example.com/8', ''],
  },
  headerName: { good: ['Host', 'X-A-1'], bad: ['', 'X A', 'X:', 'X_A'] },
  port: { good: [1, 8000, 65535], bad: [0, -1, 65536, 808080] },
  portText: {
    good: ['1', '080', '8000', '65535', '59999'],
    bad: ['', '0', '65536', '99999', '100000', 'http', '80-90'],
  },
  duration: {
    good: ['30', '5m', '1h30m', '1.5h', '10ms', '1µs'],
    bad: ['', '5 m', '5min', '1d', '-5m', 'm5x'],
  },
};

describe('the form', () => {
  it.each(Object.entries(CASES))(
    '%s takes what the API server takes, and nothing else',
    (name, { good, bad }) => {
      const validate = ajv.compile(FORMS[name as keyof typeof FORMS]);
      expect(good.filter((value) => !validate(value))).toEqual([]);
      expect(bad.filter((value) => validate(value))).toEqual([]);
    },
  );

  it('of an optional name takes the empty text as well', () => {
    const validate = ajv.compile(orEmpty(FORMS.dnsLabel));
    expect(['', 'a', 'A', ' '].filter((value) => validate(value))).toEqual(['', 'a']);
    expect(orEmpty(FORMS.dnsLabel)).toHaveProperty('maxLength', 63);
  });
});

describe('every pattern of the committed schemas', () => {
  const patterns = new Set<string>();
  for (const file of readdirSync(SCHEMAS, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.json')) continue;
    JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8'), (key, value: unknown) => {
      if (key === 'pattern' && typeof value === 'string') patterns.add(value);
      return value;
    });
  }
  const units = [
    'a',
    'A',
    '0',
    '-',
    '.',
    '_',
    '/',
    ' ',
    'a-',
    'a.',
    '0-',
    '-a',
    'a/',
    '0.',
    'a--',
    '1h',
    ',',
  ];

  it.each([...patterns])('reads 100,000 characters in linear time: %s', (pattern) => {
    const expression = new RegExp(pattern, 'u');
    const started = performance.now();
    for (const unit of units) {
      const text = unit.repeat(100_000 / unit.length);
      for (const end of ['', '!', '\n', '%']) expression.test(text + end);
    }
    // 68 texts of 100 kB: a quadratic pattern takes minutes for one of them.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
