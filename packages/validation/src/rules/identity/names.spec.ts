import { describe, expect, it } from 'vitest';
import { judgeCluster } from '../../testing-cluster.ts';
import { judgeForeign, workload } from '../../testing-foreign.ts';
import { judgeService, remove, set } from '../../testing.ts';
import { oneObjectPerName } from './one-object-per-name.ts';

const judge = (yaml: string) => judgeForeign(yaml, ['identity']);
const ROLLOUT = 'Rollout/image-classification';

const SERVICE = (port: string) => `
apiVersion: v1
kind: Service
metadata: { name: chat, namespace: ml }
spec: { selector: { app: chat }, ports: [{ ${port} }] }
---`;

describe('identity/named-port-exists', () => {
  it('finds a port that the Service names and no container has', () => {
    expect(
      judgeService([set('Service/image-classification-metrics', '/spec/ports/0/targetPort', 'metrics')]),
    ).toEqual([
      'identity/named-port-exists Service/image-classification-metrics /spec/ports/0/targetPort: No container of Rollout/image-classification has a port named metrics; their ports are http, grpc, http-metrics.',
    ]);
  });

  it('finds a probe that asks a port without that name', () => {
    expect(
      judgeService([set(ROLLOUT, '/spec/template/spec/containers/0/livenessProbe/httpGet/port', 'web')]),
    ).toEqual([
      'identity/named-port-exists Rollout/image-classification /spec/template/spec/containers/0/livenessProbe/httpGet/port: The container triton has no port named web; its ports are http, grpc, http-metrics.',
    ]);
  });

  it.each(['port: 80, targetPort: http', 'port: 8000', 'port: 15090, targetPort: http-envoy-prom'])(
    'accepts { %s }',
    (port) => {
      expect(judge(workload({ ports: '{ name: http, containerPort: 8000 }' }) + SERVICE(port))).toEqual([]);
    },
  );
});

describe('identity/port-declared', () => {
  const ports = '{ name: http, containerPort: 8000 }';

  it.each(['port: 80, targetPort: 8080', 'port: 8080'])(
    'finds a Service that leads elsewhere by { %s }',
    (port) => {
      expect(judge(workload({ ports }) + SERVICE(port))).toEqual([
        `identity/port-declared Service/chat /spec/ports/0/${port.includes('targetPort') ? 'targetPort' : 'port'}: The Service leads to port 8080 of the pods of Deployment/chat, which declare 8000.`,
      ]);
    },
  );

  it('finds a probe that asks another port', () => {
    expect(
      judgeService([set(ROLLOUT, '/spec/template/spec/containers/0/livenessProbe/httpGet/port', 8080)]),
    ).toEqual([
      'identity/port-declared Rollout/image-classification /spec/template/spec/containers/0/livenessProbe/httpGet/port: The probe asks port 8080; the container triton declares 8000, 8001, 8002.',
    ]);
  });

  it('accepts any port where none is declared, and those of the proxy', () => {
    expect(judge(workload() + SERVICE('port: 80, targetPort: 8080'))).toEqual([]);
    expect(judge(workload({ ports }) + SERVICE('port: 15020'))).toEqual([]);
  });
});

describe('identity/names-fit', () => {
  const long = 'a'.repeat(64);

  it.each([
    [
      'a Service of 64 characters',
      SERVICE('port: 80').replace('name: chat', `name: ${long}`),
      `Service/${long} /metadata/name: The name ${long} has 64 characters; a Service's has at most 63: it is a label of a DNS name.`,
    ],
    [
      'a Service that starts with a digit',
      SERVICE('port: 80').replace('name: chat', 'name: 2chat'),
      'Service/2chat /metadata/name: The name 2chat is no Service name: lower-case letters, digits and dashes, first a letter.',
    ],
    [
      'a StatefulSet of 53 characters',
      workload({ kind: 'StatefulSet', name: 'a'.repeat(53), labels: '{ app: web }' }),
      `StatefulSet/${'a'.repeat(53)} /metadata/name: The name ${'a'.repeat(53)} has 53 characters; a StatefulSet's has at most 52: its revisions add a hash to it, as the value of a label.`,
    ],
    [
      'a label value of 64 characters',
      workload({ labels: `{ app: ${long} }` }),
      `Deployment/chat /spec/template/metadata/labels/app: The value of app, ${long}, is no label value: at most 63 letters, digits, dashes, dots and underscores, first and last a letter or digit.`,
    ],
    [
      'a container port of 16 characters',
      workload({ labels: '{ app: web }', ports: '{ name: inference-metric, containerPort: 1 }' }),
      'Deployment/chat /spec/template/spec/containers/0/ports/0/name: The port name inference-metric is none: at most 15 lower-case letters, digits and single dashes.',
    ],
    [
      'a port name with capitals',
      SERVICE('port: 80, name: HTTP'),
      'Service/chat /spec/ports/0/name: The port name HTTP is none: at most 63 lower-case letters, digits and single dashes.',
    ],
  ])('finds %s', (_title, yaml, expected) => {
    expect(judge(workload({ name: 'other' }) + yaml)).toEqual([`identity/names-fit ${expected}`]);
  });

  it('finds a label value of ours', () => {
    expect(
      judgeService([set('ServiceAccount/image-classification', '/metadata/labels/note', 'a b')]),
    ).toEqual([
      'identity/names-fit ServiceAccount/image-classification /metadata/labels/note: The value of note, a b, is no label value: at most 63 letters, digits, dashes, dots and underscores, first and last a letter or digit.',
    ]);
  });

  it.each([
    workload({ kind: 'StatefulSet', name: 'a'.repeat(52) }),
    workload({ labels: `{ app: ${'a'.repeat(63)}, empty: "" }` }),
    workload({ ports: '{ name: inference-metri, containerPort: 1 }' }),
  ])('accepts what just fits', (yaml) => {
    expect(judge(yaml)).toEqual([]);
  });

  it('looks at a label of 100 kB once', () => {
    expect(judge(workload({ labels: `{ app: ${'a-'.repeat(50_000)} }` }))).toHaveLength(1);
  });
});

describe('identity/recommended-labels', () => {
  it('finds what is missing beside labels of the convention', () => {
    const labels = '{ app.kubernetes.io/name: chat, app.kubernetes.io/instance: chat }';
    expect(judge(workload({ labels }))).toEqual([
      'identity/recommended-labels Deployment/chat /metadata/labels: Deployment/chat lacks app.kubernetes.io/version, app.kubernetes.io/part-of, app.kubernetes.io/managed-by, a label that names the owner (…/team or …/owner).',
    ]);
  });

  it('finds a service of ours without an owner', () => {
    expect(
      judgeService([
        remove(ROLLOUT, '/metadata/labels/fleetwright.dev~1team'),
        remove(ROLLOUT, '/spec/template/metadata/labels/fleetwright.dev~1team'),
      ]),
    ).toEqual([
      'identity/recommended-labels Rollout/image-classification /metadata/labels: Rollout/image-classification lacks a label that names the owner (…/team or …/owner).',
    ]);
  });

  it('asks nothing of those who label otherwise', () => {
    expect(judge(workload())).toEqual([]);
  });
});

describe('identity/no-controller-values', () => {
  it.each([
    ['Service/image-classification', '/spec/selector/rollouts-pod-template-hash', 'Argo Rollouts'],
    ['Service/image-classification', '/metadata/annotations', 'Argo Rollouts'],
    [ROLLOUT, '/spec/template/metadata/labels/pod-template-hash', 'the Deployment controller'],
  ])('finds a value on %s at %s', (name, pointer, owner) => {
    const key = pointer.endsWith('annotations')
      ? 'argo-rollouts.argoproj.io/managed-by-rollouts'
      : pointer.split('/').at(-1)!;
    const value = pointer.endsWith('annotations') ? { [key]: 'image-classification' } : 'abc';
    const place = pointer.endsWith('annotations') ? `${pointer}/${key.replace('/', '~1')}` : pointer;
    expect(judgeService([set(name, pointer, value)])).toContain(
      `identity/no-controller-values ${name} ${place}: ${name} states ${key}, which ${owner} writes.`,
    );
  });

  it('implies that a Service with a fixed hash selects no pod', () => {
    expect(
      judgeService([set('Service/image-classification', '/spec/selector/rollouts-pod-template-hash', 'abc')]),
    ).toEqual([
      'identity/service-selects-pods Service/image-classification /spec/selector: No workload in namespace ml-inference has pods with the labels fleetwright.dev/service=image-classification,rollouts-pod-template-hash=abc.',
      'identity/no-controller-values Service/image-classification /spec/selector/rollouts-pod-template-hash: Service/image-classification states rollouts-pod-template-hash, which Argo Rollouts writes.',
    ]);
  });

  it('finds the tracking id of Argo CD on anything', () => {
    const yaml = workload().replace(
      'namespace: ml',
      'namespace: ml, annotations: { argocd.argoproj.io/tracking-id: a }',
    );
    expect(judge(yaml)).toEqual([
      'identity/no-controller-values Deployment/chat /metadata/annotations/argocd.argoproj.io~1tracking-id: Deployment/chat states argocd.argoproj.io/tracking-id, which Argo CD writes.',
    ]);
  });

  it('accepts the labels that people choose', () => {
    expect(judge(workload({ labels: '{ pod-template: a, constructor: b }' }))).toEqual([]);
  });
});

describe('identity/one-object-per-name', () => {
  it('finds an object that two sets hold', () => {
    const sets = { 'clusters/east/a/triton.yaml': workload(), 'clusters/east/b/triton.yaml': workload() };
    expect(judgeCluster(oneObjectPerName, sets)).toEqual([
      'Deployment/chat in clusters/east/b/triton.yaml /metadata/name: Deployment/chat of namespace ml stands in clusters/east/a/triton.yaml, too.',
    ]);
  });

  it('finds one that a set holds twice, in another version of its API', () => {
    const budget = (version: string) =>
      `\napiVersion: policy/${version}\nkind: PodDisruptionBudget\nmetadata: { name: a }\n---`;
    expect(judgeCluster(oneObjectPerName, { 'a.yaml': budget('v1') + budget('v1beta1') })).toEqual([
      'PodDisruptionBudget/a in a.yaml /metadata/name: PodDisruptionBudget/a stands in a.yaml, too.',
    ]);
  });

  it.each([
    ['another name', workload({ name: 'web' })],
    ['another namespace', workload().replace('namespace: ml', 'namespace: other')],
    ['another kind', workload({ kind: 'StatefulSet' })],
  ])('accepts %s', (_title, yaml) => {
    expect(judgeCluster(oneObjectPerName, { 'a.yaml': workload(), 'b.yaml': yaml })).toEqual([]);
  });

  it('accepts names that the server makes', () => {
    const job = '\napiVersion: batch/v1\nkind: Job\nmetadata: { generateName: warm- }\n---';
    expect(judgeCluster(oneObjectPerName, { 'a.yaml': job + job })).toEqual([]);
  });
});
