import type { NodePool } from '@fleetwright/model-service';
import type { BackedModel } from './resolve-models.ts';
import { derive, type Resolution } from './resolution.ts';
import { totalArtifactBytes } from './resolve-resources.ts';
import type { BudgetsPlan } from './serving-plan.ts';
import { bytesOf, secondsOf } from './units.ts';

/** Server images hold 10 to 14 GB; the larger variants add a Python world. */
const IMAGE_PULL_SECONDS: Record<string, number> = { py3: 300 };
const LARGE_IMAGE_PULL_SECONDS = 420;
const UNKNOWN_BANDWIDTH = 100 * 2 ** 20;
const LOAD_BYTES_PER_SECOND = 500 * 2 ** 20;
const PROBE_PERIOD = 5;
/** Starting CUDA and its libraries on a cold node takes this long before the first model loads. */
const LEAST_STARTUP = 120;
/** Long enough for endpoints and proxies to learn that the pod leaves. */
const PRE_STOP = 15;
/** Time to unload models after the last request. */
const UNLOAD = 10;
const MIN_READY = 10;
const SCALE_DOWN_DELAY = 30;

/** What the budgets depend on. */
export interface BudgetInputs {
  variant: string;
  models: readonly BackedModel[];
  pool: NodePool;
  /** Longest request in seconds. */
  longestRequest: number;
}

/** The time budgets of one pod's life: a probe or deadline that is copied instead of computed kills slow models. */
export function resolveBudgets(resolution: Resolution, inputs: BudgetInputs): BudgetsPlan {
  const imagePull = IMAGE_PULL_SECONDS[inputs.variant] ?? LARGE_IMAGE_PULL_SECONDS;
  const fetch = deriveFetch(resolution, inputs.models);
  const load = deriveLoad(resolution, inputs.models);
  const warmUp = deriveWarmUp(resolution, inputs.models);
  const startup = deriveStartup(resolution, { fetch, load, warmUp });
  const nodeProvisioning = provisioningSeconds(inputs.pool);
  const exit = deriveExit(resolution, inputs.longestRequest);
  return {
    imagePull,
    fetch,
    load,
    warmUp,
    nodeProvisioning,
    startupProbe: { periodSeconds: PROBE_PERIOD, failureThreshold: startup / PROBE_PERIOD },
    minReadySeconds: MIN_READY,
    progressDeadlineSeconds: derive(resolution, '/budgets/progressDeadlineSeconds', {
      value: imagePull + (isRemote(resolution) ? 0 : fetch) + startup + nodeProvisioning + MIN_READY,
      formula: `image pull + ${isRemote(resolution) ? '' : 'fetch + '}start-up probe + node provisioning + minReadySeconds`,
      inputs: { imagePull, '/budgets/fetch': fetch, startup, nodeProvisioning, minReadySeconds: MIN_READY },
    }),
    preStopSeconds: PRE_STOP,
    exitTimeoutSeconds: exit,
    terminationGracePeriodSeconds: derive(resolution, '/budgets/terminationGracePeriodSeconds', {
      value: PRE_STOP + exit + UNLOAD,
      formula: 'preStop + exit time-out + 10s to unload',
      inputs: { preStop: PRE_STOP, '/budgets/exitTimeoutSeconds': exit },
    }),
    scaleDownDelaySeconds: SCALE_DOWN_DELAY,
  };
}

function deriveFetch(resolution: Resolution, models: readonly BackedModel[]): number {
  const stores = Object.values(resolution.inputs.cluster.content.spec.modelStores);
  const bandwidths = stores.map(({ bandwidth }) => (bandwidth ? bytesOf(bandwidth) : UNKNOWN_BANDWIDTH));
  const bandwidth = Math.min(...bandwidths, Infinity);
  const bytes = totalArtifactBytes(models);
  return derive(resolution, '/budgets/fetch', {
    value: Math.max(
      10,
      Math.ceil((2 * bytes) / (Number.isFinite(bandwidth) ? bandwidth : UNKNOWN_BANDWIDTH)),
    ),
    formula: '2 × size of all artifacts ÷ bandwidth of the slowest store, at least 10s',
    inputs: { bytes, bandwidth },
  });
}

function deriveLoad(resolution: Resolution, models: readonly BackedModel[]): number {
  return derive(resolution, '/budgets/load', {
    value: models.reduce((sum, backed) => sum + loadSeconds(backed), 0),
    formula: 'sum over models of loadTime, else 10s + size ÷ 500Mi/s',
    inputs: Object.fromEntries(models.map((backed) => [backed.model.name, loadSeconds(backed)])),
  });
}

function loadSeconds(backed: BackedModel): number {
  const { loadTime } = backed.model;
  if (loadTime !== undefined) return secondsOf(loadTime);
  if (backed.backend.name === 'ensemble') return 0;
  return 10 + Math.ceil(totalArtifactBytes([backed]) / LOAD_BYTES_PER_SECOND);
}

function deriveWarmUp(resolution: Resolution, models: readonly BackedModel[]): number {
  const seconds = models.map(({ model }) =>
    model.warmUpTime ? secondsOf(model.warmUpTime) : (model.config.model_warmup ?? []).length > 0 ? 10 : 0,
  );
  return derive(resolution, '/budgets/warmUp', {
    value: seconds.reduce((sum, next) => sum + next, 0),
    formula: 'sum over models of warmUpTime, else 10s where model_warmup is set',
    inputs: Object.fromEntries(models.map(({ model }, index) => [model.name, seconds[index]])),
  });
}

/** The probe starts with the server: init containers have fetched by then, a remote repository is copied by Triton. */
function deriveStartup(
  resolution: Resolution,
  { fetch, load, warmUp }: Pick<BudgetsPlan, 'fetch' | 'load' | 'warmUp'>,
): number {
  const remote = isRemote(resolution);
  const seconds = (remote ? fetch : 0) + load + warmUp;
  return derive(resolution, '/budgets/startupProbe', {
    value: Math.max(LEAST_STARTUP, Math.ceil((2 * seconds) / PROBE_PERIOD) * PROBE_PERIOD),
    formula: `2 × (${remote ? 'fetch + ' : ''}load + warm-up), at least 120s, up to a multiple of the period`,
    inputs: {
      ...(remote && { '/budgets/fetch': fetch }),
      '/budgets/load': load,
      '/budgets/warmUp': warmUp,
      period: PROBE_PERIOD,
    },
  });
}

function deriveExit(resolution: Resolution, longestRequest: number): number {
  return derive(resolution, '/budgets/exitTimeoutSeconds', {
    value: Math.max(30, longestRequest),
    formula: 'the longest request, at least 30s',
    inputs: { longestRequest },
  });
}

function provisioningSeconds({ nodes }: NodePool): number {
  return nodes.max > nodes.min && nodes.provisioning !== undefined ? secondsOf(nodes.provisioning) : 0;
}

function isRemote({ inputs }: Resolution): boolean {
  return inputs.cluster.content.spec.modelDelivery.mode === 'remote';
}
