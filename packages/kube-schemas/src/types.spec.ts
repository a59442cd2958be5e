import { describe, expect, expectTypeOf, it } from 'vitest';
import type {
  DestinationRule,
  IntOrString,
  NetworkPolicy,
  ObjectMeta,
  PodSpec,
  Rollout,
  VirtualService,
} from './index.ts';

/** What every resource of the workspace is; builders return the types of this package where this is wanted. */
interface AnyResource {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
}

const metadata: ObjectMeta = { name: 'sentiment', namespace: 'models', labels: { app: 'sentiment' } };

const podSpec: PodSpec = {
  containers: [
    {
      name: 'triton',
      image: 'example.com/triton:1',
      ports: [{ name: 'http', containerPort: 8000 }],
      resources: { limits: { 'nvidia.com/gpu': 1, memory: '8Gi' } },
      readinessProbe: { httpGet: { path: '/v2/health/ready', port: 'http' } },
    },
  ],
};

describe('types of builders', () => {
  it('take a VirtualService written as its YAML', () => {
    const virtualService: VirtualService = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: {
        hosts: ['sentiment.ml.example.com'],
        http: [
          {
            match: [{ uri: { exact: '/v2/models/sentiment/infer' } }],
            timeout: undefined,
            route: [{ destination: { host: 'sentiment-stable', port: { number: 8000 } }, weight: 100 }],
          },
        ],
      },
    };
    const resource: AnyResource = virtualService;
    expect(resource.kind).toBe('VirtualService');
  });

  it('take a Rollout with the pod template of Kubernetes itself', () => {
    const rollout: Rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata,
      spec: {
        selector: { matchLabels: { app: 'sentiment' } },
        strategy: { canary: { maxSurge: '25%', steps: [{ setWeight: 10 }, { pause: { duration: '5m' } }] } },
        template: { metadata: { labels: { app: 'sentiment' } }, spec: podSpec },
      },
    };
    expect(rollout.spec.template?.spec?.containers).toHaveLength(1);
  });

  it('take a NetworkPolicy, whose empty selector means every pod', () => {
    const networkPolicy: NetworkPolicy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [{ ports: [{ port: 8000, protocol: 'TCP' }] }],
      },
    };
    expect(networkPolicy.spec.podSelector).toEqual({});
  });

  it('say number or string where Kubernetes takes both, and never null', () => {
    expectTypeOf<IntOrString>().toEqualTypeOf<number | string>();
    expectTypeOf<NonNullable<Rollout['spec']['replicas']>>().toEqualTypeOf<number>();
    expectTypeOf<Rollout['spec']['replicas']>().toEqualTypeOf<number | undefined>();
  });

  it('make apiVersion and kind literals, and metadata and spec required', () => {
    expectTypeOf<Rollout['apiVersion']>().toEqualTypeOf<'argoproj.io/v1alpha1'>();
    expectTypeOf<Rollout['kind']>().toEqualTypeOf<'Rollout'>();
    expectTypeOf<Rollout['metadata']>().toEqualTypeOf<ObjectMeta>();
    expectTypeOf<undefined>().not.toExtend<Rollout['spec']>();
  });

  // The compiler checks these; each directive is itself an error as soon as the line below it compiles.
  it('refuse a misspelt field, a wrong type, a value that is not in the list and a missing name', () => {
    const head = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata } as const;
    const refused: unknown[] = [
      // @ts-expect-error misspelt field
      { ...head, spec: { host: 'a', trafficPolicies: {} } } satisfies DestinationRule,
      // @ts-expect-error wrong type
      { ...head, spec: { host: ['a'] } } satisfies DestinationRule,
      // @ts-expect-error value that is not in the list
      { ...head, spec: { host: 'a', trafficPolicy: { tls: { mode: 'MTLS' } } } } satisfies DestinationRule,
      // @ts-expect-error missing name
      { ...head, metadata: {}, spec: { host: 'a' } } satisfies DestinationRule,
      // @ts-expect-error misspelt field inside the pod template
      { containers: [{ name: 'triton', imagePullpolicy: 'Always' }] } satisfies PodSpec,
      // @ts-expect-error wrong apiVersion
      { ...head, apiVersion: 'networking.istio.io/v1beta1', spec: { host: 'a' } } satisfies DestinationRule,
    ];
    expect(refused).toHaveLength(6);
  });
});
