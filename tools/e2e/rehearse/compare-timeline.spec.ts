import { describe, expect, it } from 'vitest';
import { predictRollout } from '../full/predict-rollout.ts';
import { compareTimeline } from './compare-timeline.ts';
import type { Sample } from './timeline.ts';

const STEPS = [
  { label: 'steady', stable: 2, canary: 0, terminating: 0 },
  { label: '20 %', stable: 2, canary: 1, terminating: 0 },
  { label: '50 %', stable: 2, canary: 1, terminating: 0 },
  { label: 'promoted', stable: 2, canary: 2, terminating: 0 },
];

function sample(step: string, fields: Partial<Sample>): Sample {
  const pods = { stable: 2, canary: 0, ending: 0, waiting: 0 };
  const all = { seconds: 0, step, weight: 0, ...pods, ...fields };
  const held = all.stable + all.canary + all.ending - all.waiting;
  return { held, gpus: held, ...all };
}

const COMPLETE = [
  sample('steady', {}),
  sample('20 %', { canary: 1 }),
  sample('20 %', { canary: 1, weight: 20 }),
  sample('50 %', { canary: 1, weight: 50 }),
  sample('promoted', { canary: 2, weight: 100 }),
  sample('promoted', { stable: 0, canary: 2, ending: 2 }),
  sample('done', { stable: 0, canary: 2 }),
];

const STUCK = [...COMPLETE.slice(0, 4), sample('promoted', { canary: 2, waiting: 1, weight: 50 })];

function compare(samples: readonly Sample[], room: number): string[] {
  return compareTimeline(samples, { steps: STEPS, room, prediction: predictRollout(STEPS, room) });
}

describe('compareTimeline', () => {
  it('says nothing of a rollout that goes as predicted', () => {
    expect(compare(COMPLETE, 24)).toEqual([]);
  });

  it('says nothing of one that stops where it was predicted to', () => {
    expect(compare(STUCK, 3)).toEqual([]);
  });

  it.each([
    {
      what: 'a weight that was left out',
      samples: COMPLETE.filter(({ step }) => step !== '20 %'),
      problems: ['20 %: was never seen'],
    },
    {
      what: 'a weight that was not set',
      samples: COMPLETE.map((one) => (one.weight === 50 ? { ...one, weight: 20 } : one)),
      problems: ['50 %: weight: seen 20, predicted 50'],
    },
    {
      what: 'one pod too many',
      samples: [...COMPLETE, sample('20 %', { canary: 2, weight: 20 })],
      problems: ['20 %: canary pods: seen 2, predicted 1', '20 %: pods at once: seen 4, predicted 3'],
    },
    {
      what: 'old pods that still end',
      samples: [...COMPLETE, sample('50 %', { canary: 1, ending: 1, weight: 50 })],
      problems: ['50 %: pods at once: seen 4, predicted 3'],
    },
    {
      what: 'a lost stable pod',
      samples: COMPLETE.map((one) => (one.step === 'steady' ? sample('steady', { stable: 1 }) : one)),
      problems: ['steady: stable pods: seen 1, predicted 2', 'steady: pods at once: seen 1, predicted 2'],
    },
    {
      what: 'no room where there should be',
      samples: STUCK,
      problems: ['promoted: pods at once: seen 3, predicted 4'],
    },
  ])('tells of $what', ({ samples, problems }) => {
    expect(compare(samples, 24)).toEqual(problems);
  });

  it('tells of room where there should be none', () => {
    expect(compare(COMPLETE, 3)).toEqual([
      'promoted: pods at once: seen 4, predicted 3',
      'promoted: pods that wait in the end: seen 0, predicted 1',
      'promoted: weight in the end: seen 0, predicted 50',
    ]);
  });

  it('lets pods be gone that the arithmetic still counts, since fake ones end soon', () => {
    const steps = [STEPS[0]!, { label: '50 %', stable: 2, canary: 1, terminating: 1 }];
    const expected = { steps, room: 24, prediction: predictRollout(steps, 24) };
    expect(compareTimeline([...COMPLETE.slice(0, 1), COMPLETE[3]!], expected)).toEqual([]);
  });
});
