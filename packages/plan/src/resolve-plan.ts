import type { Finding } from '@fleetwright/findings';
import { placementLabels, placementName, resourceNames, selectorLabels } from '@fleetwright/kube';
import { BUILT_IN_DEFAULTS } from './built-in-defaults.ts';
import { checkPolicy } from './check-policy.ts';
import { checkQuota } from './check-quota.ts';
import type { Layer } from './layers.ts';
import { mergeSpec, type MergedSpec } from './merge-spec.ts';
import { resolveBudgets } from './resolve-budgets.ts';
import { resolveConfiguration } from './resolve-configuration.ts';
import { resolveDelivery } from './resolve-delivery.ts';
import { resolveFlows } from './resolve-flows.ts';
import {
  checkGpuMemory,
  checkPoolCapacity,
  deriveGpuCount,
  describeGpu,
  mostReplicas,
} from './resolve-gpu.ts';
import { resolveIdentity } from './resolve-identity.ts';
import { resolveMesh } from './resolve-mesh.ts';
import { resolveBackends, resolveModels } from './resolve-models.ts';
import { resolveMonitoring } from './resolve-monitoring.ts';
import { describeNodePool, resolveNodePool } from './resolve-node-pool.ts';
import { resolveResources, resolveVolumes } from './resolve-resources.ts';
import { resolveRollout } from './resolve-rollout.ts';
import { resolveScaling } from './resolve-scaling.ts';
import { resolveServer, resolveVariant } from './resolve-server.ts';
import { resolveSlo } from './resolve-slo.ts';
import { longestRequestSeconds, resolveGateway, resolveTraffic } from './resolve-traffic.ts';
import { report, type Derivation, type PlanInputs, type Resolution } from './resolution.ts';
import type { ResolvedSpec } from './resolved-spec.ts';
import type { ServingPlan } from './serving-plan.ts';
import { sortKeys } from './sort-keys.ts';

/** A placement resolved as far as its inputs allow; without a plan the findings say why. */
export interface ResolvedPlan {
  plan: ServingPlan | undefined;
  findings: Finding[];
  /** What the plan was made of, for questions about single values. */
  trace: PlanTrace;
}

/** Where each value came from: the layers of the spec, and the derived values by pointer. */
export interface PlanTrace {
  layers: Layer[];
  spec: ResolvedSpec;
  derived: Map<string, Derivation>;
}

/**
 * Resolves one service on one cluster: merges built-in defaults, the environment's defaults, the service and its
 * matching overrides, derives everything else, then checks the environment's policy and quota.
 */
export function resolvePlan(written: PlanInputs): ResolvedPlan {
  const inputs = sortInputs(written);
  const layers = collectLayers(inputs);
  const { spec, problems } = mergeSpec(written.service.content, layers);
  const resolution: Resolution = { inputs, layers, spec, derived: new Map(), findings: [] };
  const plan = reportContradictions(resolution, problems) ? buildPlan(resolution) : undefined;
  if (plan !== undefined) {
    checkPolicy(resolution, plan);
    checkQuota(resolution, plan);
  }
  const { findings, derived } = resolution;
  const failed = findings.some(({ severity }) => severity === 'error');
  return { plan: failed ? undefined : plan, findings, trace: { layers, spec, derived } };
}

// Mappings such as labels and flags go through as they are, in an order that must not be that of the file. The
// service's own are sorted with the merged spec.
function sortInputs({ service, images, environment, cluster }: PlanInputs): PlanInputs {
  return {
    service,
    images,
    environment: { ...environment, content: sortOnce(environment.content) },
    cluster: { ...cluster, content: sortOnce(cluster.content) },
  };
}

const sorted = new WeakMap<object, object>();

// Hundreds of placements share a cluster and an environment.
function sortOnce<T extends object>(content: T): T {
  const known = sorted.get(content);
  if (known !== undefined) return known as T;
  const made = sortKeys(content);
  sorted.set(content, made);
  return made;
}

const NO_DEFAULTS = {};

function collectLayers({ service, environment, cluster }: PlanInputs): Layer[] {
  const { overrides = [], lifecycle: _lifecycle, ...spec } = service.content.spec;
  const matching = overrides.flatMap((override, index) =>
    matches(override.match, environment.content.metadata.name, cluster.content.metadata.name)
      ? [
          {
            name: 'override',
            place: { source: service.source, base: `/spec/overrides/${index}/spec` },
            spec: override.spec,
          },
        ]
      : [],
  );
  return [
    { name: 'built-in default', place: undefined, spec: BUILT_IN_DEFAULTS },
    {
      name: 'environment default',
      place: { source: environment.source, base: '/spec/defaults' },
      spec: environment.content.spec.defaults ?? NO_DEFAULTS,
    },
    { name: 'service', place: { source: service.source, base: '/spec' }, spec },
    ...matching,
  ];
}

function matches(
  match: { environment?: string; cluster?: string },
  environment: string,
  cluster: string,
): boolean {
  return (match.environment ?? environment) === environment && (match.cluster ?? cluster) === cluster;
}

/** Layers that are sound by themselves may contradict each other; nothing is derived from a contradiction. */
function reportContradictions(resolution: Resolution, problems: MergedSpec['problems']): boolean {
  for (const { pointer, related, fix = 'Change one of the layers.', ...problem } of problems) {
    report(resolution, {
      ...problem,
      at: pointer,
      fix,
      related: related?.map((other) => ({ at: other.pointer, message: other.message })),
    });
  }
  return problems.every(({ severity }) => severity !== undefined && severity !== 'error');
}

function buildPlan(resolution: Resolution): ServingPlan | undefined {
  const { inputs } = resolution;
  const models = resolveBackends(resolution);
  const variant = resolveVariant(resolution, models);
  const slo = resolveSlo(resolution, models);
  const volumes = resolveVolumes(resolution, models);
  const resources = resolveResources(resolution, models, volumes);
  const gpuCount = deriveGpuCount(resolution, models);
  const pool = resolveNodePool(resolution, {
    gpuCount,
    cpu: resources.requests.cpu,
    memory: resources.requests.memory,
  });
  if (pool === undefined || models.length < resolution.spec.models.length) return undefined;

  const service = inputs.service.content.metadata;
  const cluster = inputs.cluster.content;
  const team = service.labels?.team;
  const traffic = resolveTraffic(resolution, slo);
  const longestRequest = longestRequestSeconds(resolution, slo);
  const budgets = resolveBudgets(resolution, { variant, models, pool, longestRequest });
  const modelPlans = resolveModels(resolution, models, { slo, pool, gpuCount });
  const delivery = resolveDelivery(resolution, modelPlans);
  const gateway = resolveGateway(resolution);
  const gpu = describeGpu(resolution, pool, gpuCount);
  const monitoring = resolveMonitoring(resolution, gpu);
  const scaling = resolveScaling(resolution, { models, slo, budgets });
  const triton = resolveServer(resolution, {
    models,
    variant,
    slo,
    delivery,
    exitTimeout: budgets.exitTimeoutSeconds,
  });
  checkPoolCapacity(resolution, { pool, gpuCount, scaling });
  checkGpuMemory(resolution, { models, pool, gpuCount });
  return {
    service: {
      name: service.name,
      file: inputs.service.source.path,
      team,
      description: service.description,
    },
    environment: {
      name: inputs.environment.content.metadata.name,
      owners: inputs.environment.content.spec.owners ?? [],
    },
    cluster: { name: cluster.metadata.name, versions: cluster.spec.versions },
    placement: placementName(cluster.metadata.name, service.name),
    namespace: inputs.environment.content.spec.namespace,
    names: resourceNames(service.name),
    labels: placementLabels(service.name, cluster.metadata.name, team),
    selectorLabels: selectorLabels(service.name),
    triton,
    models: modelPlans,
    configuration: resolveConfiguration(resolution, modelPlans, delivery),
    delivery,
    identity: resolveIdentity(resolution),
    nodePool: describeNodePool(resolution, pool),
    gpu,
    resources,
    volumes,
    budgets,
    slo,
    traffic,
    gateway,
    mesh: resolveMesh(resolution, budgets, delivery),
    scaling,
    disruption: { maxUnavailable: 1 },
    rollout: resolveRollout(resolution, {
      traffic,
      scaling,
      mostReplicas: mostReplicas(pool, gpuCount),
      scrapeIntervalSeconds: monitoring.scrapeIntervalSeconds,
    }),
    flows: resolveFlows(resolution, { ports: triton.ports, traffic, gateway, delivery }),
    monitoring,
  };
}
