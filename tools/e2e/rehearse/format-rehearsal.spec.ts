import { describe, expect, it } from 'vitest';
import { formatAborts, formatTimeline, WIDTH, wrap } from './format-rehearsal.ts';
import type { Sample } from './timeline.ts';

const STEPS = [
  { label: 'steady', stable: 2, canary: 0, terminating: 0 },
  { label: '20 %', stable: 2, canary: 1, terminating: 0 },
];
const STEADY: Sample = {
  seconds: 0,
  step: 'steady',
  weight: 0,
  stable: 2,
  canary: 0,
  ending: 0,
  waiting: 0,
  held: 2,
  gpus: 2,
};

describe('formatTimeline', () => {
  it('has a line for each change, with what is expected where a step begins', () => {
    const samples = [
      STEADY,
      { ...STEADY, seconds: 1 },
      { ...STEADY, seconds: 1.54, step: '20 %', canary: 1, waiting: 1 },
      { ...STEADY, seconds: 11.06, step: '20 %', canary: 1, gpus: 3, weight: 20 },
      { ...STEADY, seconds: 70, step: 'done', stable: 0, canary: 2 },
    ];
    expect(formatTimeline(samples, STEPS)).toEqual([
      'time      step      weight  stable  canary  ending  waiting  GPUs  expected',
      '0.0 s     steady    100/0   2       0       0       0        2     2+0+0',
      '1.5 s     20 %      100/0   2       1       0       1        2     2+1+0',
      '11.1 s    20 %      80/20   2       1       0       0        3',
      '70.0 s    done      100/0   0       2       0       0        2',
    ]);
  });

  it('keeps within 80 columns, with hundreds of pods too', () => {
    const pods = { stable: 999, canary: 999, ending: 999, waiting: 999, gpus: 9999 };
    const samples = [{ ...STEADY, ...pods, seconds: 9999.9, step: 'promoted', weight: 100 }];
    const steps = [{ label: 'promoted', stable: 999, canary: 999, terminating: 999 }];
    for (const line of formatTimeline(samples, steps)) expect(line.length).toBeLessThanOrEqual(WIDTH);
  });
});

describe('formatAborts', () => {
  it('says what never came back', () => {
    const aborts = [
      { at: '20 %', trafficSeconds: 0.34, podsSeconds: 33.3, leastStable: 2, peakGpus: 3 },
      { at: '50 %', trafficSeconds: undefined, podsSeconds: undefined, leastStable: 0, peakGpus: 16 },
    ];
    expect(formatAborts(aborts)).toEqual([
      'abort at  traffic back    canary gone     fewest stable   most GPUs',
      '20 %      after 0.3 s     after 33.3 s    2               3',
      '50 %      never           never           0               16',
    ]);
  });
});

describe('wrap', () => {
  it('leaves a short sentence as it is', () => {
    expect(wrap('The new version took over.')).toEqual(['The new version took over.']);
  });

  it('breaks between words, and leaves a longer word whole', () => {
    const word = 'x'.repeat(90);
    expect(wrap(`a ${word} b`)).toEqual(['a', `  ${word}`, '  b']);
    const lines = wrap('word '.repeat(40).trim());
    expect(lines.join(' ').split(/\s+/)).toHaveLength(40);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(WIDTH);
  });
});
