import type { AnyRule } from '../../rule.ts';
import { absenceNoticed } from './absence-noticed.ts';
import { averagingFits } from './averaging-fits.ts';
import { budgetAllowsEviction } from './budget-allows-eviction.ts';
import { budgetProtects } from './budget-protects.ts';
import { followsGpu } from './follows-gpu.ts';
import { maximumFitsQuota } from './maximum-fits-quota.ts';
import { metricServed } from './metric-served.ts';
import { neverZero } from './never-zero.ts';
import { oneScaler } from './one-scaler.ts';
import { replicasUnset } from './replicas-unset.ts';
import { scaleDownWaits } from './scale-down-waits.ts';
import { targetExists } from './target-exists.ts';
import { targetIsRollout } from './target-is-rollout.ts';
import { triggerComplete } from './trigger-complete.ts';

/** Rules about autoscalers and disruption budgets. */
export const autoscalingRules: readonly AnyRule[] = [
  targetExists,
  targetIsRollout,
  oneScaler,
  replicasUnset,
  followsGpu,
  averagingFits,
  absenceNoticed,
  metricServed,
  scaleDownWaits,
  maximumFitsQuota,
  budgetAllowsEviction,
  triggerComplete,
  neverZero,
  budgetProtects,
];
