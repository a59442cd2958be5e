import type { AnyClusterRule } from '../../cluster-rule.ts';
import type { AnyRule } from '../../rule.ts';
import { canarySamePolicy } from './canary-same-policy.ts';
import { connectionPoolFits } from './connection-pool-fits.ts';
import { currentApi } from './current-api.ts';
import { destinationExists } from './destination-exists.ts';
import { destinationPort } from './destination-port.ts';
import { destinationRuleHost } from './destination-rule-host.ts';
import { ejectionLeavesPods } from './ejection-leaves-pods.ts';
import { gatewayKnown } from './gateway-known.ts';
import { gatewayServesHost } from './gateway-serves-host.ts';
import { grpcMethodsRouted } from './grpc-methods-routed.ts';
import { hashKeySpreads } from './hash-key-spreads.ts';
import { headlessPort } from './headless-port.ts';
import { hostsPresent } from './hosts-present.ts';
import { managementNotRouted } from './management-not-routed.ts';
import { matchAnswered } from './match-answered.ts';
import { matchReachable } from './match-reachable.ts';
import { oneOwnerOfRoute } from './one-owner-of-route.ts';
import { oneRouterPerHost } from './one-router-per-host.ts';
import { portProtocol } from './port-protocol.ts';
import { retriesFitTimeout } from './retries-fit-timeout.ts';
import { retriesSpareGpus } from './retries-spare-gpus.ts';
import { rolloutNamespace } from './rollout-namespace.ts';
import { rolloutRoutesExist } from './rollout-routes-exist.ts';
import { routeSplits } from './route-splits.ts';
import { subsetExists } from './subset-exists.ts';
import { timeoutCoversQueue } from './timeout-covers-queue.ts';
import { timeoutStated } from './timeout-stated.ts';
import { weightsAtRest } from './weights-at-rest.ts';

/** Rules about routes and the mesh. */
export const trafficRules: readonly AnyRule[] = [
  hostsPresent,
  destinationExists,
  destinationPort,
  subsetExists,
  gatewayKnown,
  gatewayServesHost,
  matchReachable,
  weightsAtRest,
  rolloutRoutesExist,
  routeSplits,
  rolloutNamespace,
  retriesFitTimeout,
  retriesSpareGpus,
  timeoutStated,
  timeoutCoversQueue,
  portProtocol,
  grpcMethodsRouted,
  managementNotRouted,
  matchAnswered,
  destinationRuleHost,
  canarySamePolicy,
  hashKeySpreads,
  connectionPoolFits,
  ejectionLeavesPods,
  oneRouterPerHost,
  currentApi,
  headlessPort,
];

/** The same over all objects of a cluster. */
export const trafficClusterRules: readonly AnyClusterRule[] = [oneOwnerOfRoute];
