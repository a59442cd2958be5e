import type { Builder } from '@fleetwright/kube';
import { dashboard } from './dashboard.ts';
import { limitRange } from './limitrange.ts';
import { namespace } from './namespace.ts';
import { networkPolicy } from './networkpolicy.ts';
import type { PlatformPlan } from './platform-plan.ts';
import { resourceQuota } from './resourcequota.ts';

export { adapterValues } from './adapter-values.ts';
export type { PlatformPlan } from './platform-plan.ts';
export { resolvePlatform } from './resolve-platform.ts';

/** Builders by the file of the platform folder that holds what they make, in the order in which it is written. */
export const files: readonly { file: string; builders: readonly Builder<PlatformPlan>[] }[] = [
  { file: 'namespace.yaml', builders: [{ id: 'platform/namespace', build: namespace }] },
  {
    file: 'quota.yaml',
    builders: [
      { id: 'platform/resourcequota', build: resourceQuota },
      { id: 'platform/limitrange', build: limitRange },
    ],
  },
  { file: 'network-policy.yaml', builders: [{ id: 'platform/networkpolicy', build: networkPolicy }] },
  { file: 'dashboards.yaml', builders: [{ id: 'platform/dashboard', build: dashboard }] },
];
