import type { AnyClusterRule } from '../../cluster-rule.ts';
import type { AnyRule } from '../../rule.ts';
import { memoryVolumeFits } from './memory-volume-fits.ts';
import { oneDeviceResource } from './one-device-resource.ts';
import { podFitsNode } from './pod-fits-node.ts';
import { poolOffers } from './pool-offers.ts';
import { quotaAsStated } from './quota-as-stated.ts';
import { quotaCoversRollout } from './quota-covers-rollout.ts';
import { rolloutFits } from './rollout-fits.ts';
import { steadyFits } from './steady-fits.ts';
import { survivesNodeLoss } from './survives-node-loss.ts';

/** Rules about what nodes have room for. */
export const capacityRules: readonly AnyRule[] = [
  oneDeviceResource,
  poolOffers,
  podFitsNode,
  memoryVolumeFits,
  quotaAsStated,
];

/** The same over all objects of a cluster. */
export const capacityClusterRules: readonly AnyClusterRule[] = [
  steadyFits,
  rolloutFits,
  survivesNodeLoss,
  quotaCoversRollout,
];
