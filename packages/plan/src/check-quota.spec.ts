import { describe, expect, it } from 'vitest';
import { planInputsFixture } from './plan-inputs-fixture.ts';
import { resolvePlan } from './resolve-plan.ts';

const SIDECAR = 'mesh:\n    mode: sidecar';

interface Case {
  /** Lines at the end of environment.yaml. */
  limits: string;
  /** Replaces `{ memory: 8Gi }`, the limits of the service. */
  service?: string;
  /** What the mesh's proxy requests. */
  proxy?: string;
  mesh?: 'none';
}

/** `file:line message <- file:line message …` for each finding. */
function findingsOf({ limits, service, proxy, mesh }: Case): string[] {
  const inputs = planInputsFixture((texts) => {
    const withProxy = texts.cluster.replace(
      SIDECAR,
      `${SIDECAR}${proxy ? `\n    proxyResources: ${proxy}` : ''}`,
    );
    return {
      service: texts.service.replace('limits: { memory: 8Gi }', `limits: ${service ?? '{ memory: 8Gi }'}`),
      environment: `${texts.environment}${limits}`,
      cluster: mesh
        ? texts.cluster.replace(/ {2}mesh:\n(?: {4}.*\n)+/, '  mesh: { mode: none }\n')
        : withProxy,
    };
  });
  const { plan, findings } = resolvePlan(inputs);
  expect(plan === undefined).toBe(findings.length > 0);
  return findings.map(({ rule, file, line, message, related = [] }) =>
    [{ file, line, message }, ...related]
      .map((place) => `${place.file?.split('/').at(-1)}:${place.line} ${place.message}`)
      .reduce((text, party) => `${text} <- ${party}`, rule),
  );
}

describe('the quota of an environment admits the pods of its services', () => {
  it.each<[string, Case]>([
    ['without any', { limits: '' }],
    [
      'of requests, for which the LimitRange has a share',
      { limits: '  quota: { requests.cpu: "256", requests.memory: 1Ti }\n' },
    ],
    ['of memory limits, for which it has one too', { limits: '  quota: { limits.memory: 1Ti }\n' }],
    [
      'of CPU limits that a default gives',
      { limits: '  quota: { limits.cpu: "64" }\n  limitRange: { default: { cpu: "4" } }\n' },
    ],
    [
      'of CPU limits that the service states where there is no proxy',
      { limits: '  quota: { limits.cpu: "64" }\n', service: '{ cpu: "4", memory: 8Gi }', mesh: 'none' },
    ],
    [
      'of disk that the service states where there is no proxy',
      { limits: '  quota: { limits.ephemeral-storage: 4Ti }\n', mesh: 'none' },
    ],
    [
      'of requests that default limits give',
      {
        limits:
          '  quota: { requests.ephemeral-storage: 4Ti }\n  limitRange: { default: { ephemeral-storage: 2Gi } }\n',
      },
    ],
    [
      'with a default below what a container limits itself',
      { limits: '  limitRange: { default: { memory: 256Mi } }\n' },
    ],
  ])('%s', (_, given) => {
    expect(findingsOf(given)).toEqual([]);
  });

  it.each<[string, Case, string[]]>([
    [
      'of CPU limits',
      { limits: '  quota:\n    limits.cpu: "64"\n' },
      [
        'plan/quota-unstated <- environment.yaml:19 The quota counts limits.cpu, which the model server does not state and limitRange does not give: the API server refuses its pods. <- model-service.yaml:26 the model server states no limits.cpu',
        "plan/quota-unstated <- environment.yaml:19 The quota counts limits.cpu, which the mesh's proxy does not state and limitRange does not give: the API server refuses its pods. <- cluster.yaml:11 the mesh's proxy states no limits.cpu",
      ],
    ],
    [
      'of CPU limits that the service states, but no proxy',
      { limits: '  quota:\n    limits.cpu: "64"\n', service: '{ cpu: "4", memory: 8Gi }' },
      [
        "plan/quota-unstated <- environment.yaml:19 The quota counts limits.cpu, which the mesh's proxy does not state and limitRange does not give: the API server refuses its pods. <- cluster.yaml:11 the mesh's proxy states no limits.cpu",
      ],
    ],
    [
      'of CPU limits without a proxy',
      { limits: '  quota:\n    limits.cpu: "64"\n', mesh: 'none' },
      [
        'plan/quota-unstated <- environment.yaml:19 The quota counts limits.cpu, which the model server does not state and limitRange does not give: the API server refuses its pods. <- model-service.yaml:26 the model server states no limits.cpu',
      ],
    ],
    [
      'of memory with a LimitRange that leaves it out',
      { limits: '  quota:\n    limits.memory: 1Ti\n  limitRange:\n    defaultRequest: { cpu: 100m }\n' },
      [
        "plan/quota-unstated <- environment.yaml:19 The quota counts limits.memory, which the mesh's proxy does not state and limitRange does not give: the API server refuses its pods. <- cluster.yaml:11 the mesh's proxy states no limits.memory <- environment.yaml:21 there is no default.memory",
      ],
    ],
    [
      'of disk that a proxy does not state',
      { limits: '  quota: { requests.ephemeral-storage: 4Ti }\n' },
      [
        "plan/quota-unstated <- environment.yaml:18 The quota counts requests.ephemeral-storage, which the mesh's proxy does not state and limitRange does not give: the API server refuses its pods. <- cluster.yaml:11 the mesh's proxy states no requests.ephemeral-storage",
      ],
    ],
    [
      'with a default limit below what a proxy requests',
      { limits: '  limitRange: { default: { memory: 64Mi } }\n' },
      [
        "plan/limit-range <- environment.yaml:18 The LimitRange gives containers a limit of 64Mi memory, but the mesh's proxy requests 128Mi: the API server refuses its pods. <- cluster.yaml:11 the mesh's proxy requests 128Mi",
      ],
    ],
    [
      'with a default limit below what the facts give a proxy',
      { limits: '  limitRange: { default: { memory: 512Mi } }\n', proxy: '{ memory: 1Gi }' },
      [
        "plan/limit-range <- environment.yaml:18 The LimitRange gives containers a limit of 512Mi memory, but the mesh's proxy requests 1Gi: the API server refuses its pods. <- cluster.yaml:12 the mesh's proxy requests 1Gi",
      ],
    ],
    [
      "with the LimitRange's own limit below what the facts give a proxy",
      { limits: '  quota: { requests.cpu: "256" }\n', proxy: '{ memory: 1Gi }' },
      [
        "plan/limit-range <- environment.yaml:18 The LimitRange gives containers a limit of 512Mi memory, but the mesh's proxy requests 1Gi: the API server refuses its pods. <- cluster.yaml:12 the mesh's proxy requests 1Gi",
      ],
    ],
    [
      'with a default limit below what the server requests',
      { limits: '  limitRange: { default: { cpu: "1" } }\n' },
      [
        'plan/limit-range <- environment.yaml:18 The LimitRange gives containers a limit of 1 cpu, but the model server requests 2: the API server refuses its pods. <- model-service.yaml:25 the model server requests 2',
      ],
    ],
  ])('but not one %s', (_, given, expected) => {
    expect(findingsOf(given)).toEqual(expected);
  });
});

describe('a quota that refuses a pod says how to fix it', () => {
  it.each([
    [
      '  quota: { limits.cpu: "64" }\n',
      [
        'Set limitRange.default.cpu, state resources.limits.cpu in the service, or remove limits.cpu from the quota.',
        'Set limitRange.default.cpu, or remove limits.cpu from the quota.',
      ],
    ],
    [
      '  limitRange: { default: { memory: 64Mi } }\n',
      ['Set limitRange.default.memory to 128Mi or more, or remove it.'],
    ],
  ])('%j', (limits, fixes) => {
    const inputs = planInputsFixture(({ environment }) => ({ environment: `${environment}${limits}` }));
    expect(resolvePlan(inputs).findings.map(({ fix }) => fix)).toEqual(fixes);
  });
});
