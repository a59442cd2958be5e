import { describe, expect, it } from 'vitest';
import { podsOf, type PodSurroundings } from './pods-of.ts';
import type { Resource } from './resource.ts';

const MESHLESS: PodSurroundings = { mesh: { mode: 'none' }, namespace: { name: 'ml' } };

function workload(kind: string, annotations: Record<string, string> = {}): Resource {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind,
    metadata: { name: 'sentiment', namespace: 'ml' },
    spec: {
      selector: { matchLabels: { app: 'sentiment' } },
      template: {
        metadata: { labels: { app: 'sentiment' }, annotations },
        spec: { initContainers: [{ name: 'fetch' }], containers: [{ name: 'triton' }] },
      },
    },
  };
}

function sidecars(cni: boolean, nativeSidecars: boolean): PodSurroundings {
  return {
    mesh: { mode: 'sidecar', cni, nativeSidecars },
    namespace: { labels: { 'istio-injection': 'enabled' } },
  };
}

interface Made {
  initContainers: { name: string; restartPolicy?: string; resources?: unknown; securityContext?: unknown }[];
  containers: { name: string; resources?: unknown }[];
}

function containersOf(surroundings: PodSurroundings, annotations?: Record<string, string>): Made {
  return podsOf(workload('Deployment', annotations), surroundings)[0]!.spec as Made;
}

function names(containers: readonly { name: string }[]): string[] {
  return containers.map(({ name }) => name);
}

describe('podsOf', () => {
  it('makes a Pod of a Deployment', () => {
    expect(podsOf(workload('Deployment'), MESHLESS)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          labels: { app: 'sentiment' },
          annotations: {},
          generateName: 'sentiment-',
          namespace: 'ml',
        },
        spec: { initContainers: [{ name: 'fetch' }], containers: [{ name: 'triton' }] },
      },
    ]);
  });

  it('makes a ReplicaSet of a Rollout too, with the hash in its selector and in its pods', () => {
    const [replicaSet, pod] = podsOf(workload('Rollout'), MESHLESS);
    const labels = { app: 'sentiment', 'rollouts-pod-template-hash': '6b7c9d5f48' };
    expect(replicaSet).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'sentiment-6b7c9d5f48', namespace: 'ml' },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } },
    });
    expect(pod).toMatchObject({ kind: 'Pod', metadata: { labels } });
  });

  it('makes the pods of the jobs that an AnalysisTemplate runs', () => {
    const { metadata, spec } = workload('Job');
    const template: Resource = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      metadata,
      spec: { metrics: [{ provider: { prometheus: {} } }, { provider: { job: { spec } } }] },
    };
    expect(podsOf(template, MESHLESS).map(({ kind }) => kind)).toEqual(['Pod']);
  });

  it('makes nothing of a resource without pods', () => {
    expect(podsOf({ ...workload('Service'), spec: { ports: [] } }, MESHLESS)).toEqual([]);
  });
});

describe('the proxy of a sidecar mesh', () => {
  it('stands between the validation and the init containers of the pod when it is native', () => {
    const { initContainers, containers } = containersOf(sidecars(true, true));
    expect(names(initContainers)).toEqual(['istio-validation', 'istio-proxy', 'fetch']);
    expect(initContainers[1]!.restartPolicy).toBe('Always');
    expect(names(containers)).toEqual(['triton']);
  });

  it('is a container beside the others when it is not', () => {
    const { initContainers, containers } = containersOf(sidecars(true, false));
    expect(names(initContainers)).toEqual(['istio-validation', 'fetch']);
    expect(names(containers)).toEqual(['istio-proxy', 'triton']);
  });

  it('comes with a step that needs NET_ADMIN without istio-cni', () => {
    const [first] = containersOf(sidecars(false, true)).initContainers;
    expect(first).toMatchObject({
      name: 'istio-init',
      securityContext: { runAsUser: 0, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
    });
  });

  it.each([
    [{}, { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '2', memory: '1Gi' } }],
    [{ 'sidecar.istio.io/proxyCPU': '250m' }, { requests: { cpu: '250m' } }],
    [{ 'sidecar.istio.io/proxyMemoryLimit': '1Gi' }, { limits: { memory: '1Gi' } }],
  ])('of a pod annotated with %j has resources %j', (annotations, resources) => {
    expect(containersOf(sidecars(true, true), annotations).initContainers[1]!.resources).toEqual(resources);
  });

  it.each([
    [{ 'sidecar.istio.io/inject': 'false' }, { 'istio-injection': 'enabled' }, false],
    [{ 'sidecar.istio.io/inject': 'true' }, {}, true],
    [{ 'istio.io/rev': 'stable' }, {}, true],
    [{}, { 'istio.io/rev': 'stable' }, true],
    [{}, {}, false],
  ])('is added to a pod with %j in a namespace with %j: %s', (pod, namespace, injected) => {
    const resource = workload('Deployment');
    const { template } = resource.spec as { template: { metadata: { labels: Record<string, string> } } };
    template.metadata.labels = pod;
    const surroundings = {
      ...sidecars(true, true),
      namespace: { labels: namespace as Record<string, string> },
    };
    const made = podsOf(resource, surroundings)[0]!.spec as Made;
    expect(names(made.initContainers).includes('istio-proxy')).toBe(injected);
  });

  it('is not there in an ambient mesh', () => {
    const surroundings = { ...sidecars(true, true), mesh: { mode: 'ambient' as const } };
    expect(names(containersOf(surroundings).initContainers)).toEqual(['fetch']);
  });
});
