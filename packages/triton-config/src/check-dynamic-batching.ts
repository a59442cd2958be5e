import type { ModelConfig, ModelDynamicBatching, ModelQueuePolicy } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

const RULE = 'triton/dynamic-batching';

/** Dynamic batching: batch sizes, priorities and queue policies. */
export function checkDynamicBatching(config: ModelConfig): ConfigProblem[] {
  const { dynamic_batching: batching, max_batch_size: max = 0 } = config;
  if (!batching) return [];
  if (max === 0)
    return [
      configError(RULE, '/dynamic_batching', {
        message:
          'dynamic_batching is set and max_batch_size is 0: Triton accepts it and never forms a batch.',
        fix: 'Set max_batch_size, or remove dynamic_batching.',
      }),
    ];
  return [
    ...checkPreferredSizes(batching.preferred_batch_size, {
      rule: RULE,
      pointer: '/dynamic_batching/preferred_batch_size',
      max,
    }),
    ...checkPriorities(batching),
    ...checkOrdering(batching),
  ];
}

/** Preferred batch sizes, which must be positive and fit into max_batch_size. */
export function checkPreferredSizes(
  sizes: readonly number[] = [],
  { rule, pointer, max }: { rule: string; pointer: string; max: number },
): ConfigProblem[] {
  return sizes.flatMap((size, index) => {
    if (size >= 1 && size <= max) return [];
    return [
      configError(rule, `${pointer}/${index}`, {
        message: `preferred_batch_size has ${size}; expected 1 to max_batch_size, which is ${max}.`,
        fix: 'Remove preferred_batch_size: the largest batch is preferred anyway.',
      }),
    ];
  });
}

function checkPriorities(batching: ModelDynamicBatching): ConfigProblem[] {
  const levels = Number(batching.priority_levels ?? 0);
  if (levels === 0) return [];
  const byDefault = Number(batching.default_priority_level ?? 0);
  const problems = isLevel(byDefault, levels)
    ? []
    : [
        configError(RULE, '/dynamic_batching/default_priority_level', {
          message: `default_priority_level is ${byDefault}; expected 1 to priority_levels, which is ${levels}.`,
          fix: `Set it to ${levels}, the lowest priority.`,
        }),
      ];
  const keys = Object.keys(batching.priority_queue_policy ?? {}).filter(
    (key) => !isLevel(Number(key), levels),
  );
  return [
    ...problems,
    ...keys.map((key) =>
      configError(RULE, `/dynamic_batching/priority_queue_policy/${key}`, {
        message: `priority_queue_policy has the level ${key}; expected 1 to priority_levels, which is ${levels}.`,
        fix: 'Remove it, or raise priority_levels.',
      }),
    ),
  ];
}

function checkOrdering(batching: ModelDynamicBatching): ConfigProblem[] {
  if (!batching.preserve_ordering) return [];
  const levels = Number(batching.priority_levels ?? 0);
  const policies: [string, ModelQueuePolicy | undefined][] = [
    ['/dynamic_batching/default_queue_policy', batching.default_queue_policy],
    ...Object.entries(batching.priority_queue_policy ?? {}).map(
      ([key, policy]): [string, ModelQueuePolicy] => [
        `/dynamic_batching/priority_queue_policy/${key}`,
        policy,
      ],
    ),
  ];
  const delayed = policies.filter(
    ([, policy]) =>
      policy?.timeout_action === 'DELAY' && Number(policy.default_timeout_microseconds ?? 0) !== 0,
  );
  return [
    ...(levels > 1
      ? [
          configError(RULE, '/dynamic_batching/priority_levels', {
            message: `priority_levels is ${levels}; with preserve_ordering only one is possible.`,
            fix: 'Remove preserve_ordering or priority_levels.',
          }),
        ]
      : []),
    ...delayed.map(([pointer]) =>
      configError(RULE, `${pointer}/timeout_action`, {
        message: 'timeout_action is DELAY, which would break preserve_ordering.',
        fix: 'Use REJECT, or remove preserve_ordering.',
      }),
    ),
  ];
}

function isLevel(level: number, levels: number): boolean {
  return level >= 1 && level <= levels;
}
