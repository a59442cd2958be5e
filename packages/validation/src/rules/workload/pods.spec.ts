import { describe, expect, it } from 'vitest';
import { drop, judgeService, judgeYaml, remove, set } from '../../testing.ts';
import { deploymentWith } from '../../testing-deployment.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: Parameters<typeof deploymentWith>): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('workload/empty-dir-limited', () => {
  it('finds a volume without a limit', () => {
    expect(judge(['emptyDir: { sizeLimit: 1Gi }', 'emptyDir: {}'])).toMatchInlineSnapshot();
  });

  it('finds a repository without a limit', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/volumes/0/emptyDir/sizeLimit`)])).toMatchInlineSnapshot();
  });

});

describe('workload/volume-exists', () => {
  it('finds a mount of no volume, and nothing that uses the volume', () => {
    expect(judge(['{ name: models, mountPath: /models, readOnly: true }', '{ name: model, mountPath: /models, readOnly: true }'])).toMatchInlineSnapshot();
  });

  it('finds two mounts at one path', () => {
    expect(judge(['{ name: scratch, mountPath: /tmp }', `{ name: scratch, mountPath: /tmp }
            - { name: models, mountPath: /tmp, readOnly: true }`])).toMatchInlineSnapshot();
  });

  it('finds a mount of no volume', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/volumeMounts/2/name`, 'shm')])).toMatchInlineSnapshot();
  });

});

describe('workload/volume-used', () => {
  it('finds a volume that nobody mounts', () => {
    expect(judge([`        - name: scratch
          emptyDir`, `        - name: unused
          emptyDir: { sizeLimit: 1Mi }
        - name: scratch
          emptyDir`])).toMatchInlineSnapshot();
  });

  it('finds a volume of nobody', () => {
    expect(judgeService([set(ROLLOUT, `${POD}/volumes/-`, { name: 'unused', emptyDir: { sizeLimit: '1Mi' } })])).toMatchInlineSnapshot();
  });

});

describe('workload/annotation-exists', () => {
  it('finds a variable of an annotation that is not there', () => {
    expect(judge(['env: [{ name: HOME, value: /tmp },', 'env: [{ name: TEAM, valueFrom: { fieldRef: { fieldPath: "metadata.annotations[\'team\']" } } }, { name: HOME, value: /tmp },'])).toMatchInlineSnapshot();
  });

  it('finds a file of an annotation that is not there', () => {
    expect(judgeService([set(ROLLOUT, `${POD}/volumes/1/downwardAPI/items/0/fieldRef/fieldPath`, "metadata.annotations['config.fleetwright.dev/classification']")])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['a label that the pods have, and one that their controller adds', [['env: [{ name: HOME, value: /tmp },', 'env: [{ name: APP, valueFrom: { fieldRef: { fieldPath: "metadata.labels[\'app\']" } } }, { name: HASH, valueFrom: { fieldRef: { fieldPath: "metadata.labels[\'pod-template-hash\']" } } }, { name: HOME, value: /tmp },']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});

describe('workload/default-container-exists', () => {
  it('finds a container that is not there', () => {
    expect(judge([`      labels: { app: vision }
    spec:`, `      labels: { app: vision }
      annotations: { kubectl.kubernetes.io/default-container: triton }
    spec:`])).toMatchInlineSnapshot();
  });

  it('finds a container of another name', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/name`, 'server')])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['its own container', [[`      labels: { app: vision }
    spec:`, `      labels: { app: vision }
      annotations: { kubectl.kubernetes.io/default-container: server }
    spec:`]]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});

describe('workload/gpu-nodes-chosen', () => {
  it('finds a pod that takes any node', () => {
    expect(judge([`      nodeSelector: { nvidia.com/gpu.present: 'true' }
`, ''], [`      tolerations: [{ key: nvidia.com/gpu, operator: Exists }]
`, ''])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['tolerations alone', [[`      nodeSelector: { nvidia.com/gpu.present: 'true' }
`, '']]],
    ['affinity to nodes', [[`      nodeSelector: { nvidia.com/gpu.present: 'true' }
`, `      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: gpu, operator: Exists }] }] } } }
`], [`      tolerations: [{ key: nvidia.com/gpu, operator: Exists }]
`, '']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});

describe('workload/pods-spread', () => {
  it('finds replicas that nothing spreads', () => {
    expect(judge([`      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys: [pod-template-hash]
`, ''])).toMatchInlineSnapshot();
  });

  it('finds replicas that nothing spreads', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/topologySpreadConstraints`)])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['one replica', [[`      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys: [pod-template-hash]
`, ''], [`  replicas: 2
`, `  replicas: 1
`]]],
    ['pods that avoid each other', [[`      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys: [pod-template-hash]
`, `      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: vision } } } }] } }
`]]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});

describe('workload/spread-selects-own-pods', () => {
  it('finds a constraint that counts other pods', () => {
    expect(judge([`labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys`, `labelSelector: { matchLabels: { app: chat } }
          matchLabelKeys`])).toMatchInlineSnapshot();
  });

  it('finds a constraint that counts none', () => {
    expect(judge([`          labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys: [pod-template-hash]
`, `          matchLabelKeys: [pod-template-hash]
`])).toMatchInlineSnapshot();
  });

  it('finds a constraint without a selector', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/topologySpreadConstraints/0/labelSelector`)])).toMatchInlineSnapshot();
  });

});

describe('workload/spread-by-revision', () => {
  it('finds the hash of another controller', () => {
    expect(judge(['matchLabelKeys: [pod-template-hash]', 'matchLabelKeys: [rollouts-pod-template-hash]'])).toMatchInlineSnapshot();
  });

  it('finds revisions that are counted together', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/topologySpreadConstraints/1/matchLabelKeys`)])).toMatchInlineSnapshot();
  });

});

describe('workload/disruption-budget', () => {
  it('finds replicas without a budget', () => {
    expect(judge([`  unhealthyPodEvictionPolicy: AlwaysAllow
  selector: { matchLabels: { app: vision } }`, `  unhealthyPodEvictionPolicy: AlwaysAllow
  selector: { matchLabels: { app: other } }`])).toMatchInlineSnapshot();
  });

  it('finds a budget that is gone', () => {
    expect(judgeService([drop('PodDisruptionBudget/image-classification')])).toMatchInlineSnapshot();
  });

});

describe('workload/budget-evicts-unhealthy', () => {
  it('finds a policy that keeps pods that fail', () => {
    expect(judge([`  unhealthyPodEvictionPolicy: AlwaysAllow
`, `  unhealthyPodEvictionPolicy: IfHealthyBudget
`])).toMatchInlineSnapshot();
  });

  it('finds no policy', () => {
    expect(judgeService([remove('PodDisruptionBudget/image-classification', '/spec/unhealthyPodEvictionPolicy')])).toMatchInlineSnapshot();
  });

});
