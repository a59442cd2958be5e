import type { AnyClusterRule } from '../cluster-rule.ts';
import type { AnyRule } from '../rule.ts';
import { argocdRules } from './argocd/index.ts';
import { autoscalingRules } from './autoscaling/index.ts';
import { capacityClusterRules, capacityRules } from './capacity/index.ts';
import { identityClusterRules, identityRules } from './identity/index.ts';
import { monitoringRules } from './monitoring/index.ts';
import { networkRules } from './network/index.ts';
import { rolloutRules } from './rollout/index.ts';
import { securityRules } from './security/index.ts';
import { trafficClusterRules, trafficRules } from './traffic/index.ts';
import { tritonRules } from './triton/index.ts';
import { workloadRules } from './workload/index.ts';

/** Every rule over a set of objects, by area. */
export const RULES: readonly AnyRule[] = [
  ...identityRules,
  ...trafficRules,
  ...rolloutRules,
  ...autoscalingRules,
  ...capacityRules,
  ...workloadRules,
  ...tritonRules,
  ...networkRules,
  ...monitoringRules,
  ...securityRules,
  ...argocdRules,
];

/** Every rule over all objects of a cluster. */
export const CLUSTER_RULES: readonly AnyClusterRule[] = [
  ...identityClusterRules,
  ...trafficClusterRules,
  ...capacityClusterRules,
];
