import { describe, expect, it } from 'vitest';
import { checkConfigText } from './check-config-text.ts';

describe('checkConfigText', () => {
  it('finds the same message and every comment after a file went through a spec', () => {
    const text =
      '# head\nname: "a#b" # name\ninput [ { name: \'#x\' dims: [ 1, 2 ] } # input\n]\nmax_batch_size: 0x10\n';
    expect(checkConfigText('config.pbtxt', text)).toEqual({ kind: 'same' });
  });

  it('passes on why a file is refused', () => {
    const verdict = checkConfigText('config.pbtxt', 'name: "a"\nmax_batch_size: ${size}\n');
    expect(verdict).toMatchObject({
      kind: 'refused',
      findings: [{ line: 2, column: 17, message: 'Unexpected character "$".' }],
    });
  });

  it('tells of a file that only protobufjs reads', () => {
    const text = 'model_metrics { metric_control { histogram_options { buckets: inf } } }';
    expect(checkConfigText('config.pbtxt', text)).toEqual({
      kind: 'differs',
      reason: 'refused, but protobufjs reads it: Expected a finite number, found "inf".',
    });
  });
});
