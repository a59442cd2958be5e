import { describe, expect, it } from 'vitest';
import { foldSamples, labelStep, type Sample } from './timeline.ts';

const STEPS = [
  { setWeight: 20 },
  { pause: { durationSeconds: 8 } },
  { setWeight: 50 },
  { pause: { durationSeconds: 8 } },
];

describe('labelStep', () => {
  it.each([
    { label: 'steady', status: {} },
    { label: 'steady', status: { currentPodHash: 'old', stableRS: 'old', currentStepIndex: 4 } },
    { label: '20 %', status: { currentPodHash: 'new', stableRS: 'old', currentStepIndex: 0 } },
    { label: '20 %', status: { currentPodHash: 'new', stableRS: 'old', currentStepIndex: 1 } },
    { label: '50 %', status: { currentPodHash: 'new', stableRS: 'old', currentStepIndex: 3 } },
    { label: 'promoted', status: { currentPodHash: 'new', stableRS: 'old', currentStepIndex: 4 } },
    { label: 'promoted', status: { currentPodHash: 'new', stableRS: 'new', currentStepIndex: 4 } },
    { label: 'aborted', status: { currentPodHash: 'new', stableRS: 'old', abort: true } },
  ])('$label of $status', ({ label, status }) => {
    expect(labelStep(status, STEPS, { old: 'old', hasOldPods: true })).toBe(label);
  });

  it('is done when the last pod of the old version is gone', () => {
    const status = { currentPodHash: 'new', stableRS: 'new', currentStepIndex: 4 };
    expect(labelStep(status, STEPS, { old: 'old', hasOldPods: false })).toBe('done');
  });

  it('is steady before the first weight', () => {
    const steps = [{ pause: { durationSeconds: 8 } }, ...STEPS];
    const status = { currentPodHash: 'new', stableRS: 'old', currentStepIndex: 0 };
    expect(labelStep(status, steps, { old: 'old', hasOldPods: true })).toBe('steady');
  });
});

describe('foldSamples', () => {
  const sample: Sample = {
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

  it('keeps the first of equal samples', () => {
    const folded = foldSamples([sample, { ...sample, seconds: 1 }, { ...sample, seconds: 2, canary: 1 }]);
    expect(folded.map(({ seconds }) => seconds)).toEqual([0, 2]);
  });

  it('keeps what comes back', () => {
    const other = { ...sample, waiting: 1 };
    expect(foldSamples([sample, other, sample])).toEqual([sample, other, sample]);
  });

  it('makes nothing of nothing', () => {
    expect(foldSamples([])).toEqual([]);
  });
});
