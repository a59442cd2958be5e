import { describe, expect, it } from 'vitest';
import { drop, judgeService, judgeYaml, remove } from '../../testing.ts';
import { deploymentWith } from '../../testing-deployment.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: Parameters<typeof deploymentWith>): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('workload/own-service-account', () => {
  it('finds the account default', () => {
    expect(judge([`      serviceAccountName: vision
`, `      serviceAccountName: default
`])).toMatchInlineSnapshot();
  });

  it('finds no account', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/serviceAccountName`)])).toMatchInlineSnapshot();
  });

});

describe('workload/service-account-exists', () => {
  it('finds an account of nearly that name', () => {
    expect(judge([`      serviceAccountName: vision
`, `      serviceAccountName: vison
`])).toMatchInlineSnapshot();
  });

  it('finds no account at all', () => {
    expect(judge([`      serviceAccountName: vision
`, `      serviceAccountName: other
`], [`kind: ServiceAccount
metadata: { name: vision, namespace: ml }`, `kind: ServiceAccount
metadata: { name: vision, namespace: elsewhere }`])).toMatchInlineSnapshot();
  });

  it('finds an account that is gone', () => {
    expect(judgeService([drop('ServiceAccount/image-classification')])).toMatchInlineSnapshot();
  });

});

describe('workload/no-account-token', () => {
  it('finds pods that get a token', () => {
    expect(judge([`      automountServiceAccountToken: false
`, ''], [`automountServiceAccountToken: false
---`, '---'])).toMatchInlineSnapshot();
  });

  it('finds pods that get a token', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/automountServiceAccountToken`), remove('ServiceAccount/image-classification', '/automountServiceAccountToken')])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['an account that says so for its pods', [[`      automountServiceAccountToken: false
`, '']]],
    ['a decision for a token', [[`      automountServiceAccountToken: false
`, `      automountServiceAccountToken: true
`]]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});

describe('workload/probes-set', () => {
  it('finds no liveness probe', () => {
    expect(judge([`          livenessProbe: { httpGet: { path: /v2/health/live, port: http } }
`, ''])).toMatchInlineSnapshot();
  });

  it('finds no probe', () => {
    expect(judge([`          livenessProbe: { httpGet: { path: /v2/health/live, port: http } }
`, ''], [`          readinessProbe: { httpGet: { path: /v2/health/ready, port: 8000 } }
`, ''])).toMatchInlineSnapshot();
  });

  it('finds no readiness probe', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/readinessProbe`)])).toMatchInlineSnapshot();
  });

});

describe('workload/liveness-differs', () => {
  it('finds one probe for both', () => {
    expect(judge([`          livenessProbe: { httpGet: { path: /v2/health/live, port: http } }
`, `          livenessProbe: { httpGet: { path: /v2/health/live, port: 8000 } }
`], ['readinessProbe: { httpGet: { path: /v2/health/ready, port: 8000 } }', 'readinessProbe: { httpGet: { port: 8000, path: /v2/health/live } }'])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['the same endpoint with more patience', [['livenessProbe: { httpGet: { path: /v2/health/live, port: http } }', 'livenessProbe: { httpGet: { path: /v2/health/live, port: 8000 }, failureThreshold: 9 }'], ['readinessProbe: { httpGet: { path: /v2/health/ready, port: 8000 } }', 'readinessProbe: { httpGet: { port: 8000, path: /v2/health/live } }']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});

describe('workload/resources-set', () => {
  it('finds no requests and no limit of memory', () => {
    expect(judge([`            requests: { cpu: '2', memory: 4Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }
`, ''], ['limits: { memory: 8Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }', 'limits: { ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }'])).toMatchInlineSnapshot();
  });

  it('finds no request of CPU', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/resources/requests/cpu`)])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['limits that are requests too', [[`            requests: { cpu: '2', memory: 4Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }
`, ''], ['limits: { memory: 8Gi,', 'limits: { cpu: \'2\', memory: 8Gi,']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});

describe('workload/ephemeral-storage-set', () => {
  it('finds no ephemeral storage', () => {
    expect(judge(['memory: 4Gi, ephemeral-storage: 2Gi,', 'memory: 4Gi,'], ['memory: 8Gi, ephemeral-storage: 2Gi,', 'memory: 8Gi,'])).toMatchInlineSnapshot();
  });

  it('finds no limit of it', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/resources/limits/ephemeral-storage`)])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['a limit alone', [['memory: 4Gi, ephemeral-storage: 2Gi,', 'memory: 4Gi,']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});
