import { describe, expect, it } from 'vitest';
import { predictRollout } from '../full/predict-rollout.ts';
import { judgeRehearsal, weightsToAbort } from './judge-rehearsal.ts';
import type { Abort } from './rehearse.ts';
import type { Sample } from './timeline.ts';

const STEPS = [
  { label: 'steady', stable: 1, canary: 0, terminating: 0 },
  { label: '20 %', stable: 1, canary: 1, terminating: 0 },
];
const FIELDS = { seconds: 0, stable: 1, ending: 0, waiting: 0 };
const SAMPLES: Sample[] = [
  { ...FIELDS, step: 'steady', weight: 0, canary: 0, held: 1, gpus: 1 },
  { ...FIELDS, step: '20 %', weight: 20, canary: 1, held: 2, gpus: 2 },
];
const ABORT: Abort = { at: '20 %', trafficSeconds: 1, podsSeconds: 33, leastStable: 1, peakGpus: 2 };

function judge({ isReached = true, reason = '', aborts = [ABORT], samples = SAMPLES, room = 9 } = {}) {
  return judgeRehearsal(
    { steps: STEPS, replicas: 1, room, prediction: predictRollout(STEPS, room) },
    { main: { samples, isReached, reason }, aborts },
  );
}

describe('judgeRehearsal', () => {
  it('passes what took over as predicted', () => {
    expect(judge()).toEqual({
      isPassed: true,
      lines: ['The new version took over.', 'What was seen is what was predicted.'],
    });
  });

  it('does not pass what got stuck, be it as predicted', () => {
    const stuck = { ...SAMPLES[1]!, weight: 0, held: 1, waiting: 1 };
    const samples = [SAMPLES[0]!, stuck];
    expect(judge({ samples, room: 1, isReached: false, reason: 'no GPU.', aborts: [] })).toEqual({
      isPassed: false,
      lines: [
        'The new version did not take over. It stayed at the step "20 %", with 100/0 of the traffic: no GPU.',
        'What was seen is what was predicted.',
      ],
    });
  });

  it.each([
    { abort: { trafficSeconds: undefined }, problem: '- abort at 20 %: the traffic never came back' },
    { abort: { podsSeconds: undefined }, problem: '- abort at 20 %: pods of the canary stayed' },
    { abort: { leastStable: 0 }, problem: '- abort at 20 %: stable pods fell to 0, predicted 1' },
  ])('does not pass an abort after which $problem', ({ abort, problem }) => {
    expect(judge({ aborts: [{ ...ABORT, ...abort }] })).toEqual({
      isPassed: false,
      lines: ['The new version took over.', 'What was seen differs from what was predicted:', problem],
    });
  });

  it('does not pass a step that was left out', () => {
    const { isPassed, lines } = judge({ samples: SAMPLES.slice(0, 1) });
    expect([isPassed, lines.at(-1)]).toEqual([false, '- 20 %: was never seen']);
  });
});

describe('weightsToAbort', () => {
  const at = (weight: number) => ({ step: `${weight} %`, weight });

  it.each([
    { weights: [], expected: [] },
    { weights: [0], expected: [] },
    { weights: [0, 20, 20], expected: [20] },
    { weights: [10, 25, 50], expected: [10, 50] },
  ])('of $weights are $expected', ({ weights, expected }) => {
    expect(weightsToAbort(weights.map(at))).toEqual(expected);
  });

  it('leaves out the traffic of a version that has taken over', () => {
    expect(weightsToAbort([at(20), { step: 'promoted', weight: 100 }])).toEqual([20]);
  });
});
