import { describe, expect, it } from 'vitest';
import { judgeAreas, rollout } from '../../testing-rollouts.ts';
import { judgeService, set, type Edit } from '../../testing.ts';

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
  const KEY = 'config.fleetwright.dev/image_classification';
  const keepSequences: Edit = (objects) => {
    const { template } = objects.find(({ kind }) => kind === 'Rollout')!.spec as {
      template: { metadata: { annotations: Record<string, string> } };
    };
    const { annotations } = template.metadata;
    annotations[KEY] = annotations[KEY]!.replace(/dynamic_batching \{[^}]*\}/, 'sequence_batching { }');
  };

  it('finds the requests of sequences split by weight', () => {
    expect(judgeService([keepSequences])).toEqual([
      'rollout/sequences-stay Rollout/image-classification /spec/strategy/canary/steps/0/setWeight: Rollout/image-classification splits requests by weight; the model image_classification keeps state between the requests of a sequence.',
    ]);
  });

  it('accepts a change over at once', () => {
    const atOnce = set(ROLLOUT, '/spec/strategy/canary/steps', [
      { setWeight: 100 },
      { pause: { duration: '20m' } },
    ]);
    expect(judgeService([keepSequences, atOnce])).toEqual([]);
  });
});
