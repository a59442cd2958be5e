import type { Backend } from './backends.ts';
import type { ModelConfigInput } from './model-config-input.ts';
import { configError, type ConfigProblem } from './problem.ts';

/** Name, platform, batch size, version policy and the response cache. */
export function checkIdentity(input: ModelConfigInput, backend: Backend | undefined): ConfigProblem[] {
  return [
    ...checkName(input),
    ...checkPlatform(input, backend),
    ...checkMaxBatchSize(input),
    ...checkVersionPolicy(input),
    ...checkResponseCache(input),
  ];
}

function checkName({ name, config }: ModelConfigInput): ConfigProblem[] {
  if (!config.name || config.name === name) return [];
  return [
    configError('triton/name', '/name', {
      message: `name is ${JSON.stringify(config.name)}; Triton expects the directory's name ${JSON.stringify(name)}.`,
      fix: 'Remove name, or make both equal.',
    }),
  ];
}

function checkPlatform({ config }: ModelConfigInput, backend: Backend | undefined): ConfigProblem[] {
  const { platform } = config;
  if (platform === 'ensemble' && config.backend)
    return [
      configError('triton/platform', '/backend', {
        message: `backend is ${JSON.stringify(config.backend)}, but an ensemble has none.`,
        fix: 'Remove backend.',
      }),
    ];
  const platforms = backend?.formats.flatMap((format) => format.platform ?? []) ?? [];
  if (!backend || !platform || platforms.length === 0 || platforms.includes(platform)) return [];
  return [
    configError('triton/platform', '/platform', {
      message: `platform is ${JSON.stringify(platform)}; the backend ${backend.name} has ${platforms.join(' and ')}.`,
      fix: 'Remove platform: backend alone is enough.',
    }),
  ];
}

function checkMaxBatchSize({ config }: ModelConfigInput): ConfigProblem[] {
  const { max_batch_size: size = 0 } = config;
  if (size >= 0) return [];
  return [
    configError('triton/max-batch-size', '/max_batch_size', {
      message: `max_batch_size is ${size}; expected 0 or more.`,
      fix: 'Use 0 for a model without a batch dimension.',
    }),
  ];
}

function checkVersionPolicy({ config, versions }: ModelConfigInput): ConfigProblem[] {
  const { latest, specific } = config.version_policy ?? {};
  if (latest && !latest.num_versions)
    return [
      configError('triton/version-policy', '/version_policy/latest', {
        message: 'version_policy.latest selects 0 versions, so the model never becomes ready.',
        fix: 'Set num_versions to 1 or more.',
      }),
    ];
  if (!specific) return [];
  const wanted = specific.versions ?? [];
  const missing = versions ? wanted.filter((version) => !versions.includes(version)) : [];
  if (wanted.length > 0 && missing.length === 0) return [];
  const found = versions ? `; delivered are ${versions.join(', ') || 'none'}` : '';
  return [
    configError('triton/version-policy', '/version_policy/specific', {
      message:
        wanted.length === 0
          ? 'version_policy.specific names no version, so the model never becomes ready.'
          : `version_policy.specific names version ${missing.join(', ')}${found}.`,
      fix: 'Name versions that are delivered, or remove version_policy.',
    }),
  ];
}

function checkResponseCache({ config }: ModelConfigInput): ConfigProblem[] {
  if (!config.response_cache?.enable) return [];
  const other = config.model_transaction_policy?.decoupled
    ? 'a decoupled model'
    : config.sequence_batching && 'sequence_batching';
  if (!other) return [];
  return [
    configError('triton/response-cache', '/response_cache', {
      message: `response_cache is enabled for ${other}, which Triton refuses.`,
      fix: 'Remove response_cache.',
    }),
  ];
}
