import { describe, expect, it } from 'vitest';
import { drop, judgeService, judgeYaml, remove, set } from '../../testing.ts';
import { deploymentWith, type Replacement } from '../../testing-deployment.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: readonly Replacement[]): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('workload/empty-dir-limited', () => {
  it('finds a volume of no kind', () => {
    expect(
      judge([
        `        - name: scratch
          emptyDir: { sizeLimit: 1Gi }`,
        '        - name: scratch',
      ]),
    ).toEqual([
      'workload/empty-dir-limited Deployment/vision /spec/template/spec/volumes/2: The emptyDir scratch has no sizeLimit.',
    ]);
  });

  it('finds a volume without a limit', () => {
    expect(judge(['emptyDir: { sizeLimit: 1Gi }', 'emptyDir: {}'])).toEqual([
      'workload/empty-dir-limited Deployment/vision /spec/template/spec/volumes/2/emptyDir: The emptyDir scratch has no sizeLimit.',
    ]);
  });

  it('finds a repository without a limit in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/volumes/0/emptyDir/sizeLimit`)])).toEqual([
      'workload/empty-dir-limited Rollout/image-classification /spec/template/spec/volumes/0/emptyDir: The emptyDir models has no sizeLimit.',
    ]);
  });
});

describe('workload/volume-exists', () => {
  it('finds a mount of no volume, and nothing that uses the volume', () => {
    expect(
      judge([
        '{ name: models, mountPath: /models, readOnly: true }',
        '{ name: model, mountPath: /models, readOnly: true }',
      ]),
    ).toEqual([
      'workload/volume-exists Deployment/vision /spec/template/spec/containers/0/volumeMounts/0/name: The container server mounts model; the volumes of its pod are models, config, scratch, shm.',
      'workload/volume-used Deployment/vision /spec/template/spec/volumes/0/name: No container mounts the volume models.',
    ]);
  });

  it('finds two mounts at one path', () => {
    expect(
      judge([
        '{ name: scratch, mountPath: /tmp }',
        `{ name: scratch, mountPath: /tmp }
            - { name: models, mountPath: /tmp, readOnly: true }`,
      ]),
    ).toEqual([
      'workload/volume-exists Deployment/vision /spec/template/spec/containers/0/volumeMounts/3/mountPath: The container server mounts two volumes at /tmp.',
    ]);
  });

  it('finds a mount of no volume in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/volumeMounts/2/name`, 'shm')])).toEqual([
      'workload/volume-exists Rollout/image-classification /spec/template/spec/containers/0/volumeMounts/2/name: The container triton mounts shm; the volumes of its pod are models, configuration, scratch, shared-memory.',
      'workload/volume-used Rollout/image-classification /spec/template/spec/volumes/3/name: No container mounts the volume shared-memory.',
    ]);
  });
});

describe('workload/volume-used', () => {
  it('finds a volume that nobody mounts', () => {
    expect(
      judge([
        `        - name: scratch
          emptyDir`,
        `        - name: unused
          emptyDir: { sizeLimit: 1Mi }
        - name: scratch
          emptyDir`,
      ]),
    ).toEqual([
      'workload/volume-used Deployment/vision /spec/template/spec/volumes/2/name: No container mounts the volume unused.',
    ]);
  });

  it('finds a volume of nobody in a service of ours', () => {
    expect(
      judgeService([set(ROLLOUT, `${POD}/volumes/-`, { name: 'unused', emptyDir: { sizeLimit: '1Mi' } })]),
    ).toEqual([
      'workload/volume-used Rollout/image-classification /spec/template/spec/volumes/4/name: No container mounts the volume unused.',
    ]);
  });
});

describe('workload/variable-has-value', () => {
  it('finds a variable without a value', () => {
    expect(
      judge(['{ name: USER, value: triton }', '{ name: USER, value: triton }, { name: LEVEL }']),
    ).toEqual([
      'workload/variable-has-value Deployment/vision /spec/template/spec/containers/0/env/2: The variable LEVEL of the container server has no value.',
    ]);
  });

  it('finds a variable without a value in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/env/2/value`)])).toEqual([
      'workload/variable-has-value Rollout/image-classification /spec/template/spec/containers/0/env/2: The variable XDG_CACHE_HOME of the container triton has no value.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'an empty value',
      [['{ name: USER, value: triton }', "{ name: USER, value: triton }, { name: LEVEL, value: '' }"]],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/annotation-exists', () => {
  it('finds a variable of an annotation that is not there', () => {
    expect(
      judge([
        'env: [{ name: HOME, value: /tmp },',
        'env: [{ name: TEAM, valueFrom: { fieldRef: { fieldPath: "metadata.annotations[\'team\']" } } }, { name: HOME, value: /tmp },',
      ]),
    ).toEqual([
      "workload/annotation-exists Deployment/vision /spec/template/spec/containers/0/env/0/valueFrom/fieldRef/fieldPath: metadata.annotations['team'] is read; the pod template has the annotations none.",
    ]);
  });

  it('finds a file of an annotation that is not there in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          `${POD}/volumes/1/downwardAPI/items/0/fieldRef/fieldPath`,
          "metadata.annotations['config.fleetwright.dev/classification']",
        ),
      ]),
    ).toEqual([
      "workload/annotation-exists Rollout/image-classification /spec/template/spec/volumes/1/downwardAPI/items/0/fieldRef/fieldPath: metadata.annotations['config.fleetwright.dev/classification'] is read; the pod template has the annotations kubectl.kubernetes.io/default-container, proxy.istio.io/config, sidecar.istio.io/proxyCPU, sidecar.istio.io/proxyMemory, config.fleetwright.dev/image_classification.",
      'triton/configuration-shown Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: No volume shows the annotation config.fleetwright.dev/image_classification as a file.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a label that the pods have, and one that their controller adds',
      [
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: APP, valueFrom: { fieldRef: { fieldPath: "metadata.labels[\'app\']" } } }, { name: HASH, valueFrom: { fieldRef: { fieldPath: "metadata.labels[\'pod-template-hash\']" } } }, { name: HOME, value: /tmp },',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/default-container-exists', () => {
  it('finds a container that is not there', () => {
    expect(
      judge([
        `      labels: { app: vision }
    spec:`,
        `      labels: { app: vision }
      annotations: { kubectl.kubernetes.io/default-container: triton }
    spec:`,
      ]),
    ).toEqual([
      'workload/default-container-exists Deployment/vision /spec/template/metadata/annotations/kubectl.kubernetes.io~1default-container: The default container is triton; the pod has server.',
    ]);
  });

  it('finds a container of another name in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/name`, 'server')])).toEqual([
      'workload/default-container-exists Rollout/image-classification /spec/template/metadata/annotations/kubectl.kubernetes.io~1default-container: The default container is triton; the pod has fetch-models, model-config, server.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'its own container',
      [
        [
          `      labels: { app: vision }
    spec:`,
          `      labels: { app: vision }
      annotations: { kubectl.kubernetes.io/default-container: server }
    spec:`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/gpu-nodes-chosen', () => {
  it('finds a pod that takes any node', () => {
    expect(
      judge(
        [
          `      nodeSelector: { nvidia.com/gpu.present: 'true' }
`,
          '',
        ],
        [
          `      tolerations: [{ key: nvidia.com/gpu, operator: Exists }]
`,
          '',
        ],
      ),
    ).toEqual([
      'workload/gpu-nodes-chosen Deployment/vision /spec/template/spec: The pods of Deployment/vision ask for GPUs, and have neither a node selector nor tolerations.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'tolerations alone',
      [
        [
          `      nodeSelector: { nvidia.com/gpu.present: 'true' }
`,
          '',
        ],
      ],
    ],
    [
      'affinity to nodes',
      [
        [
          `      nodeSelector: { nvidia.com/gpu.present: 'true' }
`,
          `      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: gpu, operator: Exists }] }] } } }
`,
        ],
        [
          `      tolerations: [{ key: nvidia.com/gpu, operator: Exists }]
`,
          '',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/pods-spread', () => {
  it('finds replicas that nothing spreads', () => {
    expect(
      judge([
        `      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys: [pod-template-hash]
`,
        '',
      ]),
    ).toEqual([
      'workload/pods-spread Deployment/vision /spec/template/spec: Deployment/vision has 2 replicas, and nothing spreads them.',
    ]);
  });

  it('finds replicas that nothing spreads in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/topologySpreadConstraints`)])).toEqual([
      'workload/pods-spread Rollout/image-classification /spec/template/spec: Rollout/image-classification has 2 replicas, and nothing spreads them.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'one replica',
      [
        [
          `      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys: [pod-template-hash]
`,
          '',
        ],
        [
          `  replicas: 2
`,
          `  replicas: 1
`,
        ],
      ],
    ],
    [
      'pods that avoid each other',
      [
        [
          `      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys: [pod-template-hash]
`,
          `      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: vision } } } }] } }
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/spread-selects-own-pods', () => {
  it('finds a constraint that counts other pods', () => {
    expect(
      judge([
        `labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys`,
        `labelSelector: { matchLabels: { app: chat } }
          matchLabelKeys`,
      ]),
    ).toEqual([
      'workload/spread-selects-own-pods Deployment/vision /spec/template/spec/topologySpreadConstraints/0/labelSelector: The constraint over kubernetes.io/hostname counts pods with app=chat; its own have app=vision.',
    ]);
  });

  it('finds a constraint that counts none', () => {
    expect(
      judge([
        `          labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys: [pod-template-hash]
`,
        `          matchLabelKeys: [pod-template-hash]
`,
      ]),
    ).toEqual([
      'workload/spread-selects-own-pods Deployment/vision /spec/template/spec/topologySpreadConstraints/0: The constraint over kubernetes.io/hostname counts no pods; its own have app=vision.',
    ]);
  });
});

describe('workload/spread-by-revision', () => {
  it('finds the hash of another controller', () => {
    expect(
      judge(['matchLabelKeys: [pod-template-hash]', 'matchLabelKeys: [rollouts-pod-template-hash]']),
    ).toEqual([
      'workload/spread-by-revision Deployment/vision /spec/template/spec/topologySpreadConstraints/0: The constraint over kubernetes.io/hostname has matchLabelKeys [rollouts-pod-template-hash]; the revisions of a Deployment differ in pod-template-hash.',
      'workload/spread-keys-exist Deployment/vision /spec/template/spec/topologySpreadConstraints/0/matchLabelKeys/0: The pods have no label rollouts-pod-template-hash.',
    ]);
  });

  it('finds revisions that are counted together in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/topologySpreadConstraints/1/matchLabelKeys`)])).toEqual([
      'workload/spread-by-revision Rollout/image-classification /spec/template/spec/topologySpreadConstraints/1: The constraint over kubernetes.io/hostname has matchLabelKeys []; the revisions of a Rollout differ in rollouts-pod-template-hash.',
    ]);
  });
});

describe('workload/disruption-budget', () => {
  it('finds replicas without a budget', () => {
    expect(
      judge([
        `  unhealthyPodEvictionPolicy: AlwaysAllow
  selector: { matchLabels: { app: vision } }`,
        `  unhealthyPodEvictionPolicy: AlwaysAllow
  selector: { matchLabels: { app: other } }`,
      ]),
    ).toEqual([
      'identity/policy-selects-pods PodDisruptionBudget/vision /spec/selector: PodDisruptionBudget/vision selects pods by app=other; no workload in namespace ml has such pods.',
      'workload/disruption-budget Deployment/vision /spec: Deployment/vision has 2 replicas and no PodDisruptionBudget.',
    ]);
  });

  it('finds a budget that is gone in a service of ours', () => {
    expect(judgeService([drop('PodDisruptionBudget/image-classification')])).toEqual([
      'workload/disruption-budget Rollout/image-classification /spec: Rollout/image-classification has 2 replicas and no PodDisruptionBudget.',
    ]);
  });
});

describe('workload/budget-evicts-unhealthy', () => {
  it('finds a policy that keeps pods that fail', () => {
    expect(
      judge([
        `  unhealthyPodEvictionPolicy: AlwaysAllow
`,
        `  unhealthyPodEvictionPolicy: IfHealthyBudget
`,
      ]),
    ).toEqual([
      'workload/budget-evicts-unhealthy PodDisruptionBudget/vision /spec: PodDisruptionBudget/vision has unhealthyPodEvictionPolicy IfHealthyBudget.',
    ]);
  });

  it('finds no policy in a service of ours', () => {
    expect(
      judgeService([remove('PodDisruptionBudget/image-classification', '/spec/unhealthyPodEvictionPolicy')]),
    ).toEqual([
      'workload/budget-evicts-unhealthy PodDisruptionBudget/image-classification /spec: PodDisruptionBudget/image-classification has unhealthyPodEvictionPolicy IfHealthyBudget, by default.',
    ]);
  });
});
