import { describe, expect, it } from 'vitest';
import { shortenPair } from './value-text.ts';

describe('shortenPair', () => {
  it('leaves short texts as they are, on one line', () => {
    expect(shortenPair('a\n  b', 'c', 60)).toEqual(['a b', 'c']);
  });

  it('shows of long texts the part that differs, with what stands before it', () => {
    const text = 'max(count by (rollouts_pod_template_hash) (up{job="metrics"} == 1)) >= 6';
    expect(shortenPair(text, text.replace('>= 6', '>= 9'), 40)).toEqual(['…== 1)) >= 6', '…== 1)) >= 9']);
  });

  it('cuts what is too long after the difference', () => {
    const [from, to] = shortenPair(`x${'a'.repeat(100)}`, `y${'a'.repeat(100)}`, 10);
    expect([from, to]).toEqual(['xaaaaaaaa…', 'yaaaaaaaa…']);
  });
});
