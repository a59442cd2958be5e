import type { Artifact, Model, NodePool } from '@fleetwright/model-service';
import {
  checkEnsembles,
  checkModelConfig,
  FIRST_RESPONSE_HISTOGRAM,
  formatModelConfig,
  latencyBuckets,
  resolveBackend,
  type Backend,
  type ModelConfig,
} from '@fleetwright/triton-config';
import { clusterPlace, derive, report, type Resolution } from './resolution.ts';
import { MODEL_REPOSITORY, type ArtifactPlan, type ModelPlan, type SloPlan } from './serving-plan.ts';
import { parseStorageUri } from './storage-uri.ts';
import { bytesOf } from './units.ts';

/** A model of the merged spec together with its backend. */
export interface BackedModel {
  model: Model;
  /** Place in spec.models. */
  index: number;
  backend: Backend;
  /** Model instances of one replica. */
  instances: number;
}

/** Finds the backend of each model; a model without one is reported and left out. */
export function resolveBackends(resolution: Resolution): BackedModel[] {
  return resolution.spec.models.flatMap((model, index) => {
    const resolved = resolveBackend(model.config);
    if ('backend' in resolved) {
      return [{ model, index, backend: resolved.backend, instances: countInstances(model.config) }];
    }
    const { pointer, ...problem } = resolved.problem;
    report(resolution, { rule: 'triton/backend', ...problem, at: `/models/${index}/config${pointer}` });
    return [];
  });
}

/** Triton's default is one instance per group and one group; it takes a count below one for none given. */
function countInstances({ instance_group: groups }: ModelConfig): number {
  return groups === undefined || groups.length === 0
    ? 1
    : groups.reduce((sum, { count = 1 }) => sum + Math.max(1, count), 0);
}

/** Checks each configuration as the server would, chooses artifacts for the pool and writes the texts. */
export function resolveModels(
  resolution: Resolution,
  models: readonly BackedModel[],
  { slo, pool, gpuCount }: { slo: SloPlan; pool: NodePool; gpuCount: number },
): ModelPlan[] {
  checkConfigs(resolution, gpuCount);
  return models.map((backed) => ({
    name: backed.model.name,
    backend: backed.backend.name,
    maxBatchSize: backed.model.config.max_batch_size ?? 0,
    decoupled: backed.model.config.model_transaction_policy?.decoupled ?? false,
    instances: backed.instances,
    configText: formatModelConfig(completeConfig(resolution, backed, slo)),
    versions: backed.model.versions.map(({ version, artifacts }, versionIndex) => ({
      version,
      artifact: chooseArtifact(resolution, {
        artifacts: artifacts ?? [],
        pool,
        draft: backed.backend.name !== 'ensemble',
        at: `/models/${backed.index}/versions/${versionIndex}`,
      }),
      engineText: formatEngine(backed.model, version),
    })),
  }));
}

function checkConfigs(resolution: Resolution, gpuCount: number): void {
  const { models, triton } = resolution.spec;
  models.forEach(({ name, config, versions }, index) => {
    const problems = checkModelConfig({
      name,
      config,
      release: triton.release,
      versions: versions.map(({ version }) => version),
      gpuCount,
      // Whether the server may complete a configuration is the environment's policy, checked with the others.
      autoComplete: true,
    });
    for (const { pointer, ...problem } of problems) {
      report(resolution, { ...problem, at: `/models/${index}/config${pointer}` });
    }
  });
  for (const { model, pointer, ...problem } of checkEnsembles(models)) {
    const index = models.findIndex(({ name }) => name === model);
    report(resolution, { ...problem, at: `/models/${index}/config${pointer}` });
  }
}

/**
 * The configuration with its directory's name and, where a latency objective needs them, histogram buckets that
 * contain it: Triton's own start at 100 ms. Nothing else is added to what the model owner wrote.
 */
function completeConfig(resolution: Resolution, { model, index }: BackedModel, slo: SloPlan): ModelConfig {
  const config: ModelConfig = { ...model.config, name: model.name };
  const thresholds = [...slo.latency, ...slo.firstToken]
    .filter(({ source }) => source === 'triton-first-response')
    .map(({ thresholdMs }) => thresholdMs);
  if (thresholds.length === 0 || config.model_metrics !== undefined) return config;
  const buckets = derive(resolution, `/models/${index}/config/model_metrics`, {
    value: latencyBuckets(thresholds),
    formula: 'strictly ascending buckets, in milliseconds, that contain each objective',
    inputs: { '/slo/latency': slo.latency, '/slo/firstToken': slo.firstToken },
  });
  return {
    ...config,
    model_metrics: {
      metric_control: [
        { metric_identifier: { family: FIRST_RESPONSE_HISTOGRAM }, histogram_options: { buckets } },
      ],
    },
  };
}

/** The first artifact that was built for the pool's devices or for none in particular. */
function chooseArtifact(
  resolution: Resolution,
  {
    artifacts,
    pool,
    draft,
    at,
  }: { artifacts: readonly Artifact[]; pool: NodePool; draft: boolean; at: string },
): ArtifactPlan | undefined {
  const capability = pool.gpu?.computeCapability;
  const fitting = artifacts.find(
    ({ builtFor }) => builtFor?.computeCapability === undefined || builtFor.computeCapability === capability,
  );
  if (fitting !== undefined) return parseArtifact(fitting);
  if (artifacts.length > 0) reportUnfit(resolution, { artifacts, pool, at });
  else if (draft) reportDraft(resolution, at);
  return undefined;
}

function reportUnfit(
  resolution: Resolution,
  { artifacts, pool, at }: { artifacts: readonly Artifact[]; pool: NodePool; at: string },
): void {
  const built = artifacts.map(({ builtFor }) => builtFor?.computeCapability).join(', ');
  const index = resolution.inputs.cluster.content.spec.nodePools.indexOf(pool);
  const offered = `/spec/nodePools/${index}/gpu/computeCapability`;
  report(resolution, {
    rule: 'plan/artifact-built-for',
    message: `The artifacts were built for compute capability ${built}; the node pool ${pool.name} has ${pool.gpu?.computeCapability ?? 'no GPU'}.`,
    fix: 'Add an artifact built for the pool, or choose other nodes in spec.gpu.',
    at: `${at}/artifacts`,
    related: [{ at: clusterPlace(resolution, offered), message: 'the node pool' }],
  });
}

function reportDraft(resolution: Resolution, at: string): void {
  report(resolution, {
    rule: 'plan/draft',
    severity: 'warning',
    message: 'The version has no artifact: it renders as a draft, and its pods fail until one is given.',
    fix: 'Add artifacts: [{ storageUri: store://…, sha256: … }] to the version.',
    at,
  });
}

function parseArtifact({ storageUri, sha256, imageDigest, size }: Artifact): ArtifactPlan {
  return {
    ...parseStorageUri(storageUri),
    sha256,
    imageDigest,
    size: size === undefined ? undefined : bytesOf(size),
  };
}

/** vLLM reads its engine arguments from model.json and the weights from the directory beside it. */
function formatEngine({ name, engineArgs }: Model, version: number): string | undefined {
  if (engineArgs === undefined) return undefined;
  return `${JSON.stringify({ model: `${MODEL_REPOSITORY}/${name}/${version}`, ...engineArgs }, null, 2)}\n`;
}
