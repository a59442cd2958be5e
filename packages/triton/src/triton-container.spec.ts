import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { tritonContainer } from './triton-container.ts';

const plan = planFixture();
const container = tritonContainer(plan);

describe('tritonContainer', () => {
  it('starts Triton with the arguments of the plan, without verbose logs and with complete configurations', () => {
    expect(container.command).toEqual(['tritonserver']);
    expect(container.args).toEqual(plan.triton.args);
    expect(container.args).toContain('--disable-auto-complete-config');
    expect(container.args?.join(' ')).not.toContain('log-verbose');
  });

  it('keeps arguments and variables from the expansion of kubelet', () => {
    const { args, env } = tritonContainer(
      planFixture({
        triton: { ...plan.triton, args: ['--model-config-name=$(HOME)'], env: { PATTERN: '$(USER) $$' } },
      }),
    );
    expect(args).toEqual(['--model-config-name=$$(HOME)']);
    expect(env).toEqual([{ name: 'PATTERN', value: '$$(USER) $$$' }]);
  });

  it('waits for the models by the startup probe and restarts only a server that does not answer at all', () => {
    expect(container.startupProbe).toEqual({
      httpGet: { path: '/v2/health/ready', port: 'http' },
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 24,
    });
    expect(container.readinessProbe?.httpGet?.path).toBe('/v2/health/ready');
    expect(container.livenessProbe?.httpGet?.path).toBe('/v2/health/live');
    for (const probe of [container.startupProbe, container.readinessProbe, container.livenessProbe]) {
      expect(probe?.timeoutSeconds).toBeLessThanOrEqual(probe?.periodSeconds ?? 0);
      expect(probe).not.toHaveProperty('initialDelaySeconds');
    }
  });

  it('sleeps before it stops, within the grace period', () => {
    const sleep = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
    expect(sleep).toBe(15);
    const { exitTimeoutSeconds, terminationGracePeriodSeconds } = plan.budgets;
    expect(terminationGracePeriodSeconds).toBeGreaterThan(sleep + exitTimeoutSeconds + 3);
  });

  it('requests GPUs as whole numbers in a string, the same as their limit', () => {
    expect(container.resources).toEqual({
      requests: { cpu: '2', memory: '4Gi', 'ephemeral-storage': '1792Mi', 'nvidia.com/gpu': '1' },
      limits: { memory: '8Gi', 'ephemeral-storage': '1792Mi', 'nvidia.com/gpu': '1' },
    });
  });

  it.each([
    ['mig', 'nvidia.com/mig-1g.10gb', 1],
    ['time-slice', 'nvidia.com/gpu.shared', 2],
  ] as const)('requests what the device plugin calls a device: %s', (kind, resource, count) => {
    const { resources } = tritonContainer(planFixture({ gpu: { kind, resource, count } }));
    expect(resources?.limits).toMatchObject({ [resource]: String(count) });
    expect(resources?.requests).toMatchObject({ [resource]: String(count) });
    expect(resources?.claims).toBeUndefined();
  });

  it('takes the claim of the pod instead of an extended resource', () => {
    const gpu = { kind: 'claim', deviceClass: 'gpu.nvidia.com', count: 2 } as const;
    const { resources } = tritonContainer(planFixture({ gpu }));
    expect(resources?.claims).toEqual([{ name: 'gpu' }]);
    expect(Object.keys(resources?.limits ?? {})).toEqual(['memory', 'ephemeral-storage']);
  });

  it('requests no GPU for a service that needs none', () => {
    const { resources } = tritonContainer(planFixture({ gpu: { kind: 'none' } }));
    expect(Object.keys(resources?.limits ?? {})).toEqual(['memory', 'ephemeral-storage']);
  });

  it('names its ports and writes their protocol out', () => {
    expect(container.ports).toEqual([
      { name: 'http', containerPort: 8000, protocol: 'TCP' },
      { name: 'grpc', containerPort: 8001, protocol: 'TCP' },
      { name: 'http-metrics', containerPort: 8002, protocol: 'TCP' },
    ]);
  });

  it('opens HTTP for the probes, but not gRPC, where clients use neither', () => {
    const { ports } = tritonContainer(planFixture({ traffic: { ...plan.traffic, protocols: [] } }));
    expect(ports?.map(({ name }) => name)).toEqual(['http', 'http-metrics']);
  });
});
