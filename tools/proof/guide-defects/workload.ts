import { nameOf, type Manifest } from '../overlays.ts';
import { selectValues, WORKLOAD } from '../select-values.ts';
import type { Defect } from './defect.ts';

const POD = `${WORKLOAD} spec/template/spec`;
const AUTOSCALER = 'ScaledObject|HorizontalPodAutoscaler';
const WORKLOADS = new Set(['Rollout', 'Deployment', 'StatefulSet', 'DaemonSet']);

interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: { name: string; value?: string }[];
  resources?: { limits?: Record<string, string> };
  securityContext?: Record<string, unknown>;
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  lifecycle?: { preStop?: unknown };
}

interface ScaleTarget {
  kind: string;
  name: string;
}

interface Probe {
  httpGet?: { path: string };
  periodSeconds?: number;
  failureThreshold?: number;
  timeoutSeconds?: number;
}

function serverContainers(all: readonly Manifest[]): Container[] {
  return selectValues(all, `${POD}/containers/*`) as Container[];
}

function everyContainer(all: readonly Manifest[]): Container[] {
  return [...serverContainers(all), ...(selectValues(all, `${POD}/initContainers/*`) as Container[])];
}

function modelConfigs(all: readonly Manifest[]): string[] {
  return (
    selectValues(all, `${WORKLOAD} spec/template/metadata/annotations`) as Record<string, string>[]
  ).flatMap((annotations) =>
    Object.entries(annotations).flatMap(([key, text]) => (key.startsWith('config.') ? [text] : [])),
  );
}

function hasFlag({ args = [] }: Container, pattern: RegExp): boolean {
  return args.some((argument) => pattern.test(argument));
}

function isMounted({ volumeMounts = [] }: Container, path: string): boolean {
  return volumeMounts.some(({ mountPath }) => mountPath === path);
}

// Bad objects name only what is wrong with them: the rest of a container must not matter.
function rollout(container: string, pod = ''): string {
  return `{ kind: Rollout, spec: { template: { spec: { ${pod}${pod && ', '}containers: [${container}] } } } }`;
}

/** The pod, what starts and scales it, and what it may do. */
export const WORKLOAD_DEFECTS: Record<string, Defect> = {
  D03: {
    title: 'two workloads over the same pods',
    occurs: (all) => all.filter(({ kind }) => WORKLOADS.has(kind)).length > 1,
    bad: `{ kind: Deployment }\n---\n{ kind: Rollout }`,
  },
  D04: {
    title: 'a Rollout whose template leaves out GPU, probes or environment',
    occurs: (all) =>
      serverContainers(all).some(
        ({ resources, livenessProbe, env }) => !resources?.limits || !livenessProbe || !env,
      ),
    bad: rollout(`{ name: triton, image: triton }`),
  },
  D08: {
    title: 'an autoscaler of something else than the workload, or two of them',
    occurs: (all) => {
      const workloads = all.filter(({ kind }) => WORKLOADS.has(kind)).map(nameOf);
      const scaled = selectValues(all, `${AUTOSCALER} spec/scaleTargetRef`) as ScaleTarget[];
      return scaled.length > 1 || scaled.some(({ kind, name }) => !workloads.includes(`${kind}/${name}`));
    },
    bad: `{ kind: HorizontalPodAutoscaler, spec: { scaleTargetRef: { kind: Deployment, name: triton } } }
---
{ kind: Rollout, metadata: { name: triton } }`,
  },
  D09: {
    title: 'scaling by CPU and memory of a GPU server',
    occurs: (all) =>
      selectValues(all, 'HorizontalPodAutoscaler spec/metrics/*/type').some((type) => type !== 'External') ||
      selectValues(all, 'HorizontalPodAutoscaler spec/metrics/*/external/metric/name').some(
        (name) => !/^fleetwright_(?:queue|pending)/.test(String(name)),
      ) ||
      selectValues(all, 'ScaledObject spec/triggers/*/type').some((type) => type !== 'prometheus') ||
      selectValues(all, 'ScaledObject spec/triggers/*/metadata/query').some(
        (query) => !/nv_inference_(?:queue|pending)/.test(String(query)),
      ),
    bad: `{ kind: HorizontalPodAutoscaler, spec: { metrics: [{ type: Resource, resource: { name: cpu } }] } }`,
  },
  D10: {
    title: 'a number of replicas in git that an autoscaler also sets',
    occurs: (all) =>
      selectValues(all, `${WORKLOAD} spec/replicas`).length > 0 &&
      selectValues(all, `${AUTOSCALER} spec`).length > 0,
    bad: `{ kind: Rollout, spec: { replicas: 5 } }\n---\n{ kind: HorizontalPodAutoscaler, spec: {} }`,
  },
  D20: {
    title: 'a queue smaller than one batch',
    occurs: (all) =>
      modelConfigs(all).some((text) => {
        const size = Number(/max_queue_size: (\d+)/.exec(text)?.[1] ?? Infinity);
        return size < Number(/max_batch_size: (\d+)/.exec(text)?.[1] ?? 0);
      }),
    bad: configured('max_batch_size: 8\ndynamic_batching { default_queue_policy { max_queue_size: 4 } }'),
  },
  D22: {
    title: 'all requests at the highest priority',
    occurs: (all) => modelConfigs(all).some((text) => /default_priority_level: 1\b/.test(text)),
    bad: configured('dynamic_batching { priority_levels: 2 default_priority_level: 1 }'),
  },
  D23: {
    title: 'preferred batch sizes, which most models do not need',
    occurs: (all) => modelConfigs(all).some((text) => text.includes('preferred_batch_size')),
    bad: configured('dynamic_batching { preferred_batch_size: [ 4, 8 ] }'),
  },
  D24: {
    title: 'instances pinned to a device number, or a platform where a backend is meant',
    occurs: (all) =>
      modelConfigs(all).some((text) => /\bgpus: \[/.test(text) || /^platform: "(?!ensemble)/m.test(text)),
    bad: configured('platform: "pytorch_libtorch"\ninstance_group [ { count: 1 gpus: [ 0 ] } ]'),
  },
  D26: {
    title: 'models read from a bucket without a version in the path, so that a restart may find others',
    occurs: (all) =>
      serverContainers(all).some((container) =>
        hasFlag(container, /^--model-repository=(?!\/)(?!.*\/v?\d[\w.-]*$)/),
      ),
    bad: rollout(`{ name: triton, args: ['--model-repository=s3://your-bucket/models'] }`),
  },
  D27: {
    title: 'a liveness probe that kills a server while it loads',
    occurs: (all) =>
      serverContainers(all).some(
        ({ startupProbe, livenessProbe }) =>
          startupProbe === undefined ||
          livenessProbe?.httpGet?.path !== '/v2/health/live' ||
          (livenessProbe.timeoutSeconds ?? 1) < 2,
      ),
    bad: rollout(
      `{ name: triton, livenessProbe: { httpGet: { path: /v2/health/live }, initialDelaySeconds: 30 } }`,
    ),
  },
  D28: {
    title: 'a grace period that the exit time-out of the server does not fit into',
    occurs: (all) => {
      const grace = Number(selectValues(all, `${POD}/terminationGracePeriodSeconds`)[0] ?? 30);
      return serverContainers(all).some((container) => {
        const exit = container.args?.map((argument) => /^--exit-timeout-secs=(\d+)$/.exec(argument)?.[1]);
        const seconds = Number(exit?.find((value) => value !== undefined) ?? 30);
        const preStop = (container.lifecycle?.preStop as { sleep?: { seconds: number } } | undefined)?.sleep;
        return preStop === undefined || grace <= preStop.seconds + seconds + 3;
      });
    },
    bad: rollout(`{ name: triton, args: ['--exit-timeout-secs=30'] }`, 'terminationGracePeriodSeconds: 30'),
  },
  D29: {
    title: 'access keys in the environment, or a bucket without a region',
    occurs: (all) =>
      everyContainer(all).some(({ env = [] }) => {
        const names = env.map(({ name }) => name);
        const usesAws = env.some(({ name, value }) => name.endsWith('_PROVIDER') && value === 'AWS');
        return (
          names.some((name) => /ACCESS_KEY|SECRET|PASSWORD|TOKEN/.test(name)) ||
          (usesAws && !names.some((name) => name.endsWith('_REGION')))
        );
      }),
    bad: rollout(`{ name: triton, env: [{ name: AWS_SECRET_ACCESS_KEY, valueFrom: {} }] }`),
  },
  D30: {
    title: 'no room in /dev/shm, or disk that nobody accounts for',
    occurs: (all) =>
      serverContainers(all).some(
        (container) =>
          !isMounted(container, '/dev/shm') ||
          container.resources?.limits?.['ephemeral-storage'] === undefined,
      ) ||
      (selectValues(all, `${POD}/volumes/*/emptyDir`) as { sizeLimit?: string }[]).some(
        ({ sizeLimit }) => sizeLimit === undefined,
      ),
    bad: rollout(`{ name: triton, volumeMounts: [{ name: tmp, mountPath: /tmp }] }`),
  },
  D31: {
    title: 'security settings of a pod on a container, or the other way round',
    occurs: (all) =>
      everyContainer(all).some(({ securityContext = {} }) => Object.hasOwn(securityContext, 'fsGroup')) ||
      selectValues(all, `${POD}/securityContext/~`).some((key) =>
        ['capabilities', 'readOnlyRootFilesystem', 'allowPrivilegeEscalation'].includes(String(key)),
      ),
    bad: rollout(`{ name: triton, securityContext: { fsGroup: 1001, runAsUser: 1001 } }`),
  },
  D32: {
    title: 'a user without a home to write to and a name',
    occurs: (all) =>
      selectValues(all, `${POD}/securityContext/runAsUser`).length === 0 ||
      serverContainers(all).some((container) => {
        const value = (name: string) => container.env?.find((variable) => variable.name === name)?.value;
        return value('USER') === undefined || !isMounted(container, value('HOME') ?? '');
      }),
    bad: rollout(`{ name: triton, env: [] }`, 'securityContext: { runAsUser: 1001 }'),
  },
  D33: {
    title: 'a read-only image without a /tmp to write to',
    occurs: (all) =>
      serverContainers(all).some(
        (container) =>
          container.securityContext?.readOnlyRootFilesystem !== true ||
          !container.volumeMounts?.some(
            ({ mountPath, readOnly }) => mountPath === '/tmp' && readOnly !== true,
          ),
      ),
    bad: rollout(`{ name: triton, securityContext: { readOnlyRootFilesystem: true } }`),
  },
  D34: {
    title: 'a pod that Pod Security restricted refuses, or with a token of the API server',
    occurs: (all) =>
      !selectValues(all, `${POD}/securityContext/seccompProfile/type`).includes('RuntimeDefault') ||
      !selectValues(all, `${POD}/automountServiceAccountToken`).includes(false) ||
      selectValues(all, `${POD}/serviceAccountName`).length === 0 ||
      everyContainer(all).some(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false),
    bad: rollout(`{ name: triton, securityContext: { allowPrivilegeEscalation: false } }`),
  },
  D38: {
    title: 'pods that no node is chosen for, that stand together and are drained together',
    occurs: (all) =>
      selectValues(all, `${POD}/nodeSelector/~`).length === 0 ||
      selectValues(all, `${POD}/topologySpreadConstraints/*/topologyKey`).length === 0 ||
      selectValues(all, 'PodDisruptionBudget spec/maxUnavailable').length === 0,
    bad: rollout(`{ name: triton, resources: { limits: { nvidia.com/gpu: '1' } } }`),
  },
  D39: {
    title: 'an image by tag alone',
    occurs: (all) => everyContainer(all).some(({ image }) => !/:[\w.-]+@sha256:[0-9a-f]{64}$/.test(image)),
    bad: rollout(`{ name: triton, image: 'nvcr.io/nvidia/tritonserver:24.01-py3' }`),
  },
  D40: {
    title: 'a log line per request, or a server that guesses configurations which state their tensors',
    occurs: (all) =>
      serverContainers(all).some(
        (container) =>
          hasFlag(container, /^--log-verbose=[1-9]/) ||
          !hasFlag(container, /^--exit-on-error=true$/) ||
          (!hasFlag(container, /^--disable-auto-complete-config$/) && modelConfigs(all).every(statesTensors)),
      ),
    bad: rollout(`{ name: triton, args: [--log-verbose=1] }`),
  },
};

function statesTensors(text: string): boolean {
  return /^input \[/m.test(text) && /^output \[/m.test(text);
}

function configured(text: string): string {
  return `{ kind: Rollout, spec: { template: { metadata: { annotations: { config.fleetwright.dev/model: ${JSON.stringify(text)} } } } } }`;
}
