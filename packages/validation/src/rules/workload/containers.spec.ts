import { describe, expect, it } from 'vitest';
import { drop, judgeService, judgeYaml, remove } from '../../testing.ts';
import { deploymentWith, type Replacement } from '../../testing-deployment.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: readonly Replacement[]): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('workload/own-service-account', () => {
  it('finds the account default', () => {
    expect(
      judge([
        `      serviceAccountName: vision
`,
        `      serviceAccountName: default
`,
      ]),
    ).toEqual([
      'workload/own-service-account Deployment/vision /spec/template/spec: The pods of Deployment/vision run under the ServiceAccount default.',
    ]);
  });

  it('finds no account in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/serviceAccountName`)])).toEqual([
      'workload/own-service-account Rollout/image-classification /spec/template/spec: The pods of Rollout/image-classification run under the ServiceAccount default.',
    ]);
  });
});

describe('workload/service-account-exists', () => {
  it('finds an account of nearly that name', () => {
    expect(
      judge([
        `      serviceAccountName: vision
`,
        `      serviceAccountName: vison
`,
      ]),
    ).toEqual([
      'workload/service-account-exists Deployment/vision /spec/template/spec/serviceAccountName: Deployment/vision names the ServiceAccount vison; namespace ml has vision.',
    ]);
  });

  it('finds no account at all', () => {
    expect(
      judge(
        [
          `      serviceAccountName: vision
`,
          `      serviceAccountName: other
`,
        ],
        [
          `kind: ServiceAccount
metadata: { name: vision, namespace: ml }`,
          `kind: ServiceAccount
metadata: { name: vision, namespace: elsewhere }`,
        ],
      ),
    ).toEqual([
      'workload/service-account-exists Deployment/vision /spec/template/spec/serviceAccountName: Deployment/vision names the ServiceAccount other; namespace ml has none.',
    ]);
  });

  it('finds an account that is gone in a service of ours', () => {
    expect(judgeService([drop('ServiceAccount/image-classification')])).toEqual([
      'workload/service-account-exists Rollout/image-classification /spec/template/spec/serviceAccountName: Rollout/image-classification names the ServiceAccount image-classification; namespace ml-inference has none.',
    ]);
  });
});

describe('workload/no-account-token', () => {
  it('finds pods that get a token', () => {
    expect(
      judge(
        [
          `      automountServiceAccountToken: false
`,
          '',
        ],
        [
          `automountServiceAccountToken: false
---`,
          '---',
        ],
      ),
    ).toEqual([
      'workload/no-account-token Deployment/vision /spec/template/spec: The pods of Deployment/vision get a token of the API server.',
    ]);
  });

  it('finds pods that get a token in a service of ours', () => {
    expect(
      judgeService([
        remove(ROLLOUT, `${POD}/automountServiceAccountToken`),
        remove('ServiceAccount/image-classification', '/automountServiceAccountToken'),
      ]),
    ).toEqual([
      'workload/no-account-token Rollout/image-classification /spec/template/spec: The pods of Rollout/image-classification get a token of the API server.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'an account that says so for its pods',
      [
        [
          `      automountServiceAccountToken: false
`,
          '',
        ],
      ],
    ],
    [
      'a decision for a token',
      [
        [
          `      automountServiceAccountToken: false
`,
          `      automountServiceAccountToken: true
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/probes-set', () => {
  it('finds no liveness probe', () => {
    expect(
      judge([
        `          livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/live, port: http } }
`,
        '',
      ]),
    ).toEqual([
      'workload/probes-set Deployment/vision /spec/template/spec/containers/0: The container server of Deployment/vision has no livenessProbe.',
    ]);
  });

  it('finds no probe', () => {
    expect(
      judge(
        [
          `          livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/live, port: http } }
`,
          '',
        ],
        [
          `          readinessProbe: { httpGet: { path: /v2/health/ready, port: 8000 } }
`,
          '',
        ],
      ),
    ).toEqual([
      'workload/probes-set Deployment/vision /spec/template/spec/containers/0: The container server of Deployment/vision has no readinessProbe and no livenessProbe.',
    ]);
  });

  it('finds no readiness probe in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/readinessProbe`)])).toEqual([
      'workload/probes-set Rollout/image-classification /spec/template/spec/containers/0: The container triton of Rollout/image-classification has no readinessProbe.',
    ]);
  });
});

describe('workload/liveness-differs', () => {
  it('finds one probe for both', () => {
    expect(
      judge(
        [
          'livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/live, port: http } }',
          'livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/live, port: 8000 } }',
        ],
        [
          'readinessProbe: { httpGet: { path: /v2/health/ready, port: 8000 } }',
          'readinessProbe: { httpGet: { port: 8000, path: /v2/health/live }, timeoutSeconds: 5 }',
        ],
      ),
    ).toEqual([
      'workload/liveness-differs Deployment/vision /spec/template/spec/containers/0/livenessProbe: The liveness probe of the container server is its readiness probe.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'the same endpoint with more patience',
      [
        [
          'livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/live, port: http } }',
          'livenessProbe: { timeoutSeconds: 5, failureThreshold: 9, httpGet: { path: /v2/health/live, port: 8000 } }',
        ],
        [
          'readinessProbe: { httpGet: { path: /v2/health/ready, port: 8000 } }',
          'readinessProbe: { httpGet: { port: 8000, path: /v2/health/live }, timeoutSeconds: 5 }',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/resources-set', () => {
  it('finds no requests and no limit of memory', () => {
    expect(
      judge(
        [
          `            requests: { cpu: '2', memory: 4Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }
`,
          '',
        ],
        [
          'limits: { memory: 8Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }',
          'limits: { ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }',
        ],
      ),
    ).toEqual([
      'workload/resources-set Deployment/vision /spec/template/spec/containers/0/resources: The container server has no requests.cpu, requests.memory, limits.memory.',
    ]);
  });

  it('finds no request of CPU in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/resources/requests/cpu`)])).toEqual([
      'workload/resources-set Rollout/image-classification /spec/template/spec/containers/0/resources: The container triton has no requests.cpu.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'limits that are requests too',
      [
        [
          `            requests: { cpu: '2', memory: 4Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }
`,
          '',
        ],
        ['limits: { memory: 8Gi,', "limits: { cpu: '2', memory: 8Gi,"],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/ephemeral-storage-set', () => {
  it('finds no ephemeral storage', () => {
    expect(
      judge(
        ['memory: 4Gi, ephemeral-storage: 2Gi,', 'memory: 4Gi,'],
        ['memory: 8Gi, ephemeral-storage: 2Gi,', 'memory: 8Gi,'],
      ),
    ).toEqual([
      'workload/ephemeral-storage-set Deployment/vision /spec/template/spec/containers/0/resources: The container server of Deployment/vision has no ephemeral-storage in requests and limits.',
    ]);
  });

  it('finds no limit of it in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/resources/limits/ephemeral-storage`)])).toEqual([
      'workload/ephemeral-storage-set Rollout/image-classification /spec/template/spec/containers/0/resources: The container triton of Rollout/image-classification has no ephemeral-storage in limits.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    ['a limit alone', [['memory: 4Gi, ephemeral-storage: 2Gi,', 'memory: 4Gi,']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});
