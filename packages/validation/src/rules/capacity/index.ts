import type { AnyClusterRule } from '../../cluster-rule.ts';
import type { AnyRule } from '../../rule.ts';
import { claimAsksForDevices } from './claim-asks-for-devices.ts';
import { defaultsCoverQuota } from './defaults-cover-quota.ts';
import { memoryVolumeFits } from './memory-volume-fits.ts';
import { oneDeviceResource } from './one-device-resource.ts';
import { podFitsNode } from './pod-fits-node.ts';
import { poolOffers } from './pool-offers.ts';
import { poolSelected } from './pool-selected.ts';
import { quotaAsStated } from './quota-as-stated.ts';
import { quotaCoversRollout } from './quota-covers-rollout.ts';
import { rolloutFits } from './rollout-fits.ts';
import { steadyFits } from './steady-fits.ts';
import { survivesNodeLoss } from './survives-node-loss.ts';
import { tolerationsAsStated } from './tolerations-as-stated.ts';

/** Rules about what nodes have room for. */
export const capacityRules: readonly AnyRule[] = [
  oneDeviceResource,
  poolOffers,
  podFitsNode,
  memoryVolumeFits,
  quotaAsStated,
  claimAsksForDevices,
  poolSelected,
  tolerationsAsStated,
  defaultsCoverQuota,
];

/** The same over all objects of a cluster. */
export const capacityClusterRules: readonly AnyClusterRule[] = [
  steadyFits,
  rolloutFits,
  survivesNodeLoss,
  quotaCoversRollout,
];
