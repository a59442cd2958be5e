import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { podTemplate } from './pod-template.ts';
import { service } from './service.ts';

const plan = planFixture();
const httpOnly = planFixture({ traffic: { ...plan.traffic, protocols: ['http'] } });

describe('service', () => {
  it('makes a stable, a canary and a metrics Service, whose pods the hash of the Rollout tells apart', () => {
    const services = service(plan);
    expect(services.map(({ metadata }) => metadata.name)).toEqual([
      'image-classification',
      'image-classification-canary',
      'image-classification-metrics',
    ]);
    for (const { spec } of services) {
      expect(spec?.selector).toEqual({ 'fleetwright.dev/service': 'image-classification' });
    }
  });

  it('makes no canary Service where no Rollout would fill it', () => {
    const rollout = { strategy: 'rolling-update' as const, maxSurge: 1, maxUnavailable: 0 };
    expect(service(planFixture({ rollout })).map(({ metadata }) => metadata.name)).toEqual([
      'image-classification',
      'image-classification-metrics',
    ]);
  });

  it('names the protocol of every port, so that the mesh guesses nothing', () => {
    expect(service(plan)[1]?.spec?.ports).toEqual([
      { name: 'http', port: 8000, protocol: 'TCP', targetPort: 'http', appProtocol: 'http' },
      { name: 'grpc', port: 8001, protocol: 'TCP', targetPort: 'grpc', appProtocol: 'grpc' },
    ]);
    expect(service(plan)[2]?.spec?.ports).toEqual([
      { name: 'http-metrics', port: 8002, protocol: 'TCP', targetPort: 'http-metrics', appProtocol: 'http' },
    ]);
  });

  it('exposes metrics on no Service that clients use', () => {
    const ports = service(plan)
      .slice(0, 2)
      .flatMap(({ spec }) => spec?.ports ?? []);
    expect(ports.map(({ port }) => port)).not.toContain(8002);
  });

  it('exposes gRPC only where clients use it', () => {
    const ports = service(httpOnly).flatMap(({ spec }) => spec?.ports ?? []);
    expect(ports.map(({ name }) => name)).toEqual(['http', 'http', 'http-metrics']);
  });

  it('lets a monitor select the metrics Service alone by its labels', () => {
    const selected = service(plan).filter(
      ({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === 'metrics',
    );
    expect(selected.map(({ metadata }) => metadata.name)).toEqual(['image-classification-metrics']);
    expect(selected[0]?.spec?.clusterIP).toBe('None');
  });

  it.each([
    ['http and grpc', plan],
    ['http alone', httpOnly],
  ])('sends every port to one that the container names: %s', (_, given) => {
    const named = podTemplate(given).spec?.containers[0]?.ports?.map(({ name }) => name);
    for (const { targetPort } of service(given).flatMap(({ spec }) => spec?.ports ?? [])) {
      expect(named).toContain(targetPort);
    }
  });
});
