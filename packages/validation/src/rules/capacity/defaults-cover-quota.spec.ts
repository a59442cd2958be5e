import { describe, expect, it } from 'vitest';
import { judgeForeign } from '../../testing-foreign.ts';

const judge = (hard: string, spec: string) =>
  judgeForeign(
    `
apiVersion: v1
kind: ResourceQuota
metadata: { name: quota, namespace: ml }
spec: { hard: ${hard} }
---
apiVersion: v1
kind: LimitRange
metadata: { name: defaults, namespace: ml }
${spec}
`,
    ['capacity'],
  );
const container = (fields: string) => `spec: { limits: [{ type: Container, ${fields} }] }`;
const COUNTED = '{ requests.cpu: 4, requests.memory: 8Gi }';

describe('capacity/defaults-cover-quota', () => {
  const found = (what: string) => [
    `capacity/defaults-cover-quota LimitRange/defaults /spec/limits: LimitRange/defaults gives containers no ${what}, which ResourceQuota/quota counts: one that states none is refused.`,
  ];

  it.each([
    [COUNTED, 'default: { memory: 1Gi }', 'requests.cpu'],
    ['{ cpu: 4 }', 'defaultRequest: { memory: 1Gi }', 'requests.cpu'],
    [
      '{ limits.cpu: 4, limits.memory: 1Gi }',
      'defaultRequest: { cpu: 1, memory: 1Gi }',
      'limits.cpu and no limits.memory',
    ],
  ])('finds that of %s containers with {%s} lack %s', (hard, fields, what) => {
    expect(judge(hard, container(fields))).toEqual(found(what));
  });

  it.each(['', 'spec: {}', 'spec: { limits: [] }'])(
    'finds a LimitRange of %j, which does nothing',
    (spec) => {
      expect(judge(COUNTED, spec)).toEqual([
        'capacity/defaults-cover-quota LimitRange/defaults /spec: LimitRange/defaults has no limits: it does nothing.',
      ]);
    },
  );

  it.each([
    [COUNTED, container('defaultRequest: { cpu: 1, memory: 1Gi }')],
    [COUNTED, container('default: { cpu: 1 }, defaultRequest: { memory: 1Gi }')],
    [COUNTED, container('default: { cpu: 1 }, max: { memory: 1Gi }')],
    [COUNTED, container('max: { cpu: 8 }')],
    [COUNTED, 'spec: { limits: [{ type: PersistentVolumeClaim, max: { storage: 1Gi } }] }'],
    ['{ pods: 9, requests.nvidia.com/gpu: 4 }', container('default: { memory: 1Gi }')],
  ])('accepts, with the quota %s, %s', (hard, spec) => {
    expect(judge(hard, spec)).toEqual([]);
  });
});
