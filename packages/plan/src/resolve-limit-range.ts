import type { EnvironmentFile, LimitRangeDefaults } from '@fleetwright/model-service';

/** Amounts of one container by resource, as they are written. */
export type ContainerAmounts = NonNullable<LimitRangeDefaults['default']>;

/** What a container of a namespace gets that states nothing itself. */
export interface ContainerDefaults {
  /** Limits. */
  default: ContainerAmounts;
  /** Requests. */
  defaultRequest: ContainerAmounts;
}

// A quota of CPU or memory refuses containers that do not state them: they get a modest share. No CPU limit, since
// it would also hold for the model servers.
const MODEST: ContainerDefaults = {
  default: { memory: '512Mi' },
  defaultRequest: { cpu: '100m', memory: '128Mi' },
};

/** The LimitRange of an environment: the stated one, else a modest share where a quota demands one, else none. */
export function resolveLimitRange({ spec }: EnvironmentFile): ContainerDefaults | undefined {
  const { limitRange, quota } = spec;
  if (limitRange !== undefined)
    return { default: limitRange.default ?? {}, defaultRequest: limitRange.defaultRequest ?? {} };
  const demands = Object.keys(quota ?? {}).some((amount) =>
    /^(?:requests|limits)\.(?:cpu|memory)$/.test(amount),
  );
  return demands ? MODEST : undefined;
}
