import type { Container } from '@fleetwright/kube-schemas';
import type { DeliveryPlan, ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { podTemplate } from './pod-template.ts';

const plan = planFixture();
const template = podTemplate(plan);
const spec = template.spec!;
const containers: Container[] = [...(spec.initContainers ?? []), ...spec.containers];

describe('podTemplate', () => {
  it('carries each configuration file as an annotation, which a volume turns into the file', () => {
    const [file] = plan.configuration.files;
    expect(template.metadata?.annotations?.['config.fleetwright.dev/image_classification']).toBe(file?.text);
    expect(spec.volumes?.[1]).toEqual({
      name: 'configuration',
      downwardAPI: {
        items: [
          {
            path: 'image_classification/config.pbtxt',
            fieldRef: {
              fieldPath: "metadata.annotations['config.fleetwright.dev/image_classification']",
            },
          },
        ],
      },
    });
  });

  it('asks for the sidecar, tells the release and carries the labels of the identity provider', () => {
    const { identity } = plan;
    const labels = podTemplate(
      planFixture({ identity: { ...identity, labels: { 'azure.workload.identity/use': 'true' } } }),
    ).metadata?.labels;
    expect(labels).toMatchObject({
      'app.kubernetes.io/version': '26.07',
      'sidecar.istio.io/inject': 'true',
      'azure.workload.identity/use': 'true',
    });
  });

  it('sets no label that Argo Rollouts owns', () => {
    expect(template.metadata?.labels).not.toHaveProperty('rollouts-pod-template-hash');
  });

  it('keeps settings of the pod and of its containers on their own levels', () => {
    expect(spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const container of containers) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('gives Triton writable places for temporary files and shared memory, and the models read-only', () => {
    const triton = spec.containers[0];
    expect(triton?.volumeMounts).toEqual([
      { name: 'models', mountPath: '/models', readOnly: true },
      { name: 'scratch', mountPath: '/tmp' },
      { name: 'shared-memory', mountPath: '/dev/shm' },
    ]);
    expect(spec.volumes?.find(({ name }) => name === 'shared-memory')?.emptyDir).toEqual({
      medium: 'Memory',
      sizeLimit: '64Mi',
    });
  });

  it('mounts only volumes that it has, whole and not by sub-path, and limits the size of each', () => {
    const names = spec.volumes?.map(({ name }) => name);
    for (const mount of containers.flatMap(({ volumeMounts }) => volumeMounts ?? [])) {
      expect(names).toContain(mount.name);
      expect(mount).not.toHaveProperty('subPath');
    }
    for (const { emptyDir } of spec.volumes ?? []) {
      if (emptyDir !== undefined) expect(emptyDir.sizeLimit).toMatch(/^\d+[MG]i$/);
    }
  });

  it('uses a ServiceAccount of its own without a token for the API server, and no secret', () => {
    expect(spec.serviceAccountName).toBe('image-classification');
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.enableServiceLinks).toBe(false);
    expect(JSON.stringify(spec)).not.toMatch(/secretKeyRef|secretRef|ACCESS_KEY/);
  });

  it('pins every image by digest', () => {
    for (const { image } of containers) expect(image).toMatch(/:[^@]+@sha256:[0-9a-f]{64}$/);
  });

  it('runs on the pool of the plan and wishes to spread over zones and nodes, each revision by itself', () => {
    expect(spec.nodeSelector).toEqual({ 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB' });
    expect(spec.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
    expect(spec.topologySpreadConstraints).toHaveLength(2);
    expect(spec.topologySpreadConstraints).toContainEqual({
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { 'fleetwright.dev/service': 'image-classification' } },
      matchLabelKeys: ['rollouts-pod-template-hash'],
    });
  });

  it('pulls images with the secrets of the cluster, where it names any', () => {
    expect(podTemplate(plan).spec?.imagePullSecrets).toBeUndefined();
    const nodePool = { ...plan.nodePool, imagePullSecrets: ['mirror'] };
    expect(podTemplate(planFixture({ nodePool })).spec?.imagePullSecrets).toEqual([{ name: 'mirror' }]);
  });

  it('has the priority class of the cluster, if it names one', () => {
    expect(spec.priorityClassName).toBeUndefined();
    const nodePool = { ...plan.nodePool, priorityClassName: 'inference' };
    expect(podTemplate(planFixture({ nodePool })).spec?.priorityClassName).toBe('inference');
  });

  it('writes the configuration after what was fetched, so that no checksum counts it', () => {
    expect(spec.initContainers?.map(({ name }) => name)).toEqual(['fetch-models', 'model-config']);
  });

  it('has no fetch step while every model is a draft', () => {
    const draft = podTemplate(planFixture({ delivery: { mode: 'fetch', fetchers: [] } }));
    expect(draft.spec?.initContainers?.map(({ name }) => name)).toEqual(['model-config']);
  });
});

const images: DeliveryPlan = {
  mode: 'image-volume',
  images: [
    { reference: `registry.example.com/vision@sha256:${'d'.repeat(64)}`, directory: 'Vision_2/1' },
    { reference: `registry.example.com/vision@sha256:${'e'.repeat(64)}`, directory: 'Vision_2/2' },
  ],
};
const claims: DeliveryPlan = {
  mode: 'pvc',
  claims: [
    {
      store: 'models',
      claimName: 'ml-models',
      items: [{ path: 'vision/1.4.0', directory: 'image_classification/1', sha256: 'b'.repeat(64) }],
    },
  ],
};
const remote: Partial<ServingPlan> = {
  delivery: { mode: 'remote', repository: 's3://ml-models/vision', env: {} },
  configuration: { files: [] },
  volumes: { ...plan.volumes, models: undefined, scratch: { sizeLimit: '1280Mi' } },
};

describe('podTemplate of each delivery', () => {
  const names = (list: readonly { name: string }[] | undefined) => list?.map(({ name }) => name);

  it.each<[string, Partial<ServingPlan>, string[] | undefined, string[]]>([
    ['fetch', {}, ['fetch-models', 'model-config'], ['models', 'configuration']],
    [
      'image-volume',
      { delivery: images },
      ['model-config'],
      ['models', 'configuration', 'artifact-1', 'artifact-2'],
    ],
    [
      'pvc',
      { delivery: claims },
      ['verify-models', 'model-config'],
      ['models', 'configuration', 'store-models'],
    ],
    ['remote', remote, undefined, []],
  ])('%s', (_, overrides, steps, volumes) => {
    const pod = podTemplate(planFixture(overrides)).spec!;
    expect(names(pod.initContainers)).toEqual(steps);
    expect(names(pod.volumes)).toEqual([...volumes, 'scratch', 'shared-memory']);
    const mounted = [...(pod.initContainers ?? []), ...pod.containers].flatMap(
      ({ volumeMounts }) => volumeMounts ?? [],
    );
    expect(new Set(mounted.map(({ name }) => name))).toEqual(new Set(names(pod.volumes)));
  });

  it('mounts artifacts read-only and at the same place in the steps and in the server', () => {
    for (const delivery of [images, claims]) {
      const pod = podTemplate(planFixture({ delivery })).spec!;
      const artifacts = [pod.initContainers!.at(-1)!, pod.containers[0]!].map(({ volumeMounts }) =>
        volumeMounts?.filter(({ mountPath }) => mountPath.startsWith('/artifacts/')),
      );
      expect(artifacts[0]).toEqual(artifacts[1]);
      for (const mount of artifacts[0]!) expect(mount).toMatchObject({ readOnly: true });
      expect(artifacts[0]).not.toEqual([]);
    }
  });

  it('pins images by digest and lets nobody write to a claim', () => {
    expect(podTemplate(planFixture({ delivery: images })).spec?.volumes?.[2]).toEqual({
      name: 'artifact-1',
      image: {
        reference: `registry.example.com/vision@sha256:${'d'.repeat(64)}`,
        pullPolicy: 'IfNotPresent',
      },
    });
    expect(podTemplate(planFixture({ delivery: claims })).spec?.volumes?.[2]).toEqual({
      name: 'store-models',
      persistentVolumeClaim: { claimName: 'ml-models', readOnly: true },
    });
  });

  it('carries no configuration beside a repository that holds its own, and room for a copy of it', () => {
    const { metadata, spec: pod } = podTemplate(planFixture(remote));
    expect(Object.keys(metadata?.annotations ?? {}).join()).not.toContain('config.fleetwright.dev');
    expect(pod?.volumes?.[0]).toEqual({ name: 'scratch', emptyDir: { sizeLimit: '1280Mi' } });
    expect(JSON.stringify(pod)).not.toContain('MOUNT_DIRECTORY');
  });
});

describe('podTemplate of each mesh', () => {
  it('joins an ambient mesh by its labels, without a proxy of its own', () => {
    const { metadata } = podTemplate(
      planFixture({
        mesh: {
          mode: 'ambient',
          podLabels: { 'istio.io/dataplane-mode': 'ambient' },
          trustDomain: 'cluster.local',
          waypoint: undefined,
        },
      }),
    );
    expect(metadata?.labels).toMatchObject({ 'istio.io/dataplane-mode': 'ambient' });
    expect(JSON.stringify(metadata)).not.toMatch(/sidecar|proxy\.istio\.io/);
  });

  it('names no mesh where there is none', () => {
    expect(JSON.stringify(podTemplate(planFixture({ mesh: { mode: 'none' } })))).not.toContain('istio');
  });
});
