import { describe, expect, it } from 'vitest';
import { judgeAreas, rollout } from '../../testing-rollouts.ts';
import { judgeService, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const judge = (yaml: string) => judgeAreas(['rollout'], yaml);

describe('rollout/template-complete', () => {
  const TRITON = rollout(
    '{ canary: {} }',
    'progressDeadlineSeconds: 900\n  progressDeadlineAbort: true',
  ).replace('image: example.com/chat:1.0.0', "image: 'nvcr.io/nvidia/tritonserver:26.07-py3'");
  const GRACE = TRITON.replace('spec: { containers', 'spec: { terminationGracePeriodSeconds: 60, containers');

  it('finds a container that is an image alone', () => {
    expect(judge(GRACE)).toEqual([
      'rollout/template-complete Rollout/chat /spec/template/spec/containers/0: The container chat of Rollout/chat has an image and nothing else: no command, ports, probes or resources.',
    ]);
  });

  it('accepts one that says what it runs', () => {
    expect(judge(GRACE.replace('{ name: chat, image', '{ name: chat, args: [tritonserver], image'))).toEqual(
      [],
    );
  });
});

describe('rollout/sequences-stay', () => {
  const STATEFUL = `name: "image_classification"\nbackend: "pytorch"\nmax_batch_size: 8\nsequence_batching { }\n`;
  const KEY = '/spec/template/metadata/annotations/config.fleetwright.dev~1image_classification';

  it('finds the requests of sequences split by weight', () => {
    expect(judgeService([set(ROLLOUT, KEY, STATEFUL)])).toContain(
      'rollout/sequences-stay Rollout/image-classification /spec/strategy/canary/steps/0/setWeight: Rollout/image-classification splits requests by weight; the model image_classification keeps state between the requests of a sequence.',
    );
  });

  it('accepts a change over at once', () => {
    const findings = judgeService([
      set(ROLLOUT, KEY, STATEFUL),
      set(ROLLOUT, '/spec/strategy/canary/steps', [{ setWeight: 100 }]),
    ]);
    expect(findings.filter((finding) => finding.startsWith('rollout/sequences-stay'))).toEqual([]);
  });
});
