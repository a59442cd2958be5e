import { describe, expect, it } from 'vitest';
import { judgeAreas, rollout } from '../../testing-rollouts.ts';
import { judgeService, remove, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const judge = (yaml: string) => judgeAreas(['rollout', 'autoscaling'], yaml);
const STRATEGY = '{ canary: {} }';

describe('rollout/deadline-covers-start', () => {
  it('finds a deadline within the time of the startup probe', () => {
    expect(judgeService([set(ROLLOUT, '/spec/progressDeadlineSeconds', 100)])).toEqual([
      'rollout/deadline-covers-start Rollout/image-classification /spec/progressDeadlineSeconds: Rollout/image-classification gives a rollout 100s to make progress; a pod may take 130s (startup probe 120s, minReadySeconds 10s).',
    ]);
  });

  it('finds the default too short', () => {
    expect(judge(rollout(STRATEGY, 'minReadySeconds: 600'))).toEqual([
      'rollout/deadline-covers-start Rollout/chat /spec: Rollout/chat gives a rollout 600s to make progress (the default); a pod may take 600s (startup probe 0s, minReadySeconds 600s).',
    ]);
  });

  it.each([130, 131, 900])('accepts %i s for the service', (seconds) => {
    expect(judgeService([set(ROLLOUT, '/spec/progressDeadlineSeconds', seconds)])).toEqual([]);
  });

  it('leaves a Deployment its default', () => {
    const yaml = rollout(STRATEGY, 'minReadySeconds: 600').replace('Rollout', 'Deployment');
    expect(judge(yaml.replace('argoproj.io/v1alpha1', 'apps/v1'))).toEqual([]);
  });
});

describe('rollout/deadline-stated', () => {
  it.each(['progressDeadlineSeconds', 'progressDeadlineAbort'])('misses %s', (field) => {
    expect(judgeService([remove(ROLLOUT, `/spec/${field}`)])).toEqual([
      `rollout/deadline-stated Rollout/image-classification /spec: Rollout/image-classification leaves ${field} to the default.`,
    ]);
  });

  it('says nothing of a Rollout that serves no models', () => {
    expect(judge(rollout(STRATEGY))).toEqual([]);
  });

  it('asks the same of any Rollout with a GPU', () => {
    const yaml = rollout(STRATEGY).replace(
      'image: example.com',
      'resources: { limits: { nvidia.com/gpu: 1 } }, image: example.com',
    );
    expect(judge(yaml)).toEqual([
      'rollout/deadline-stated Rollout/chat /spec: Rollout/chat leaves progressDeadlineSeconds and progressDeadlineAbort to the default.',
    ]);
  });
});

describe('rollout/scale-down-before-deadline', () => {
  it('finds old pods that stay longer than the deadline', () => {
    expect(judgeService([set(ROLLOUT, '/spec/strategy/canary/scaleDownDelaySeconds', 3600)])).toEqual([
      'rollout/scale-down-before-deadline Rollout/image-classification /spec/strategy/canary/scaleDownDelaySeconds: Rollout/image-classification keeps old pods for 3600s; its progress deadline is 800s.',
    ]);
  });

  it('goes by the default deadline, in a blue-green Rollout too', () => {
    expect(judge(rollout('{ blueGreen: { scaleDownDelaySeconds: 600 } }'))).toEqual([
      'rollout/scale-down-before-deadline Rollout/chat /spec/strategy/blueGreen/scaleDownDelaySeconds: Rollout/chat keeps old pods for 600s; its progress deadline is 600s (the default).',
    ]);
  });

  it('accepts a shorter delay', () => {
    expect(judge(rollout('{ blueGreen: { scaleDownDelaySeconds: 599 } }'))).toEqual([]);
  });
});

describe('rollout/workload-ref-not-scaled', () => {
  const REFERRING = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: chat, namespace: shop }
spec:
  workloadRef: { apiVersion: apps/v1, kind: Deployment, name: chat }
  strategy: { canary: {} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: shop }
spec:
  replicas: 0
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec: { containers: [{ name: chat, image: example.com/chat:1.0.0 }] }
---
`;
  const autoscaler = (kind: string, apiVersion: string) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: chat, namespace: shop }
spec:
  minReplicas: 2
  maxReplicas: 4
  scaleTargetRef: { apiVersion: ${apiVersion}, kind: ${kind}, name: chat }
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
`;

  it.each([
    ['Rollout', 'argoproj.io/v1alpha1'],
    ['Deployment', 'apps/v1'],
  ])('finds an autoscaler of the %s', (kind, apiVersion) => {
    expect(judge(REFERRING + autoscaler(kind, apiVersion))).toEqual([
      `rollout/workload-ref-not-scaled Rollout/chat /spec/workloadRef: Rollout/chat takes its pods from Deployment/chat, and HorizontalPodAutoscaler/chat scales ${kind}/chat.`,
    ]);
  });

  it('accepts a Rollout of fixed size', () => {
    expect(judge(REFERRING)).toEqual([]);
  });

  it('accepts an autoscaler of a Rollout with pods of its own', () => {
    expect(judge(rollout(STRATEGY) + autoscaler('Rollout', 'argoproj.io/v1alpha1'))).toEqual([]);
  });
});
