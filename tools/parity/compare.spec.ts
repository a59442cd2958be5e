import { describe, expect, it } from 'vitest';
import { compare, explain, isForetold, REPLICA_SET, type Judged } from './compare.ts';

const NO_VALUE = 'NetworkPolicy /spec/egress/*: null';

function judged(given: Partial<Judged>): Judged {
  return { pattern: 'Service /spec: unknown key', server: undefined, ours: {}, ...given };
}

describe('compare', () => {
  it.each([
    ['equal', 'both take it', judged({})],
    ['equal', 'both refuse it', judged({ server: 'no', ours: { schema: 'no' } })],
    ['equal', 'its reader refuses it, which is asked later', judged({ ours: { readers: 'no' } })],
    ['looser', 'the server alone refuses it', judged({ server: 'no' })],
    ['stricter', 'a schema alone refuses it', judged({ ours: { schema: 'no', kubeconform: 'no' } })],
    ['stricter', "the server's own code alone refuses it", judged({ ours: { upstream: 'no' } })],
    ['foreseen', 'schema and reader refuse it', judged({ ours: { schema: 'no', readers: 'no' } })],
    [
      'equal',
      'what its controller would make is refused, by both',
      judged({ server: `${REPLICA_SET}no`, ours: { readers: 'no' } }),
    ],
  ] as const)('is %s when %s', (comparison, _, one) => {
    expect(compare(one)).toBe(comparison);
  });
});

describe('isForetold', () => {
  it('asks whether the same code says the same to the object itself', () => {
    expect(isForetold(judged({}))).toBe(true);
    expect(isForetold(judged({ server: 'no', ours: { upstream: 'no' } }))).toBe(true);
    expect(isForetold(judged({ server: 'no', ours: { schema: 'no' } }))).toBe(false);
    expect(isForetold(judged({ ours: { upstream: 'no' } }))).toBe(false);
    expect(isForetold(judged({ server: `${REPLICA_SET}no` }))).toBe(true);
  });
});

describe('explain', () => {
  it('gives the reason of a difference that is listed, in the direction in which it is', () => {
    const stricter = judged({ pattern: NO_VALUE, ours: { schema: 'no' } });
    expect(explain(stricter)).toContain('without a value');
    expect(explain({ ...stricter, server: 'no', ours: {} })).toBeUndefined();
    expect(explain({ ...stricter, pattern: 'Service /spec: null' })).toBeUndefined();
  });
});
