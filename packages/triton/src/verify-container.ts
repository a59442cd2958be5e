import type { Container } from '@fleetwright/kube-schemas';
import type { MountedClaim, ServingPlan } from '@fleetwright/plan';
import { artifactMounts, claimPath } from './artifact-volumes.ts';
import { UNVERIFIED } from './checksum-script.ts';
import { initResources } from './container-resources.ts';
import { escapeExpansion } from './environment-variables.ts';
import { IMAGE_PULL_POLICY } from './image-pull-policy.ts';
import { containerSecurityContext } from './security-context.ts';
import { VERIFY_SCRIPT } from './verify-script.ts';

/**
 * Init containers that verify what lies on claims, where anybody may have changed it: one for each store. They run in
 * Triton's image, which the node needs anyway.
 */
export function verifyContainers(plan: ServingPlan): Container[] {
  const { delivery } = plan;
  if (delivery.mode !== 'pvc') return [];
  return delivery.claims.map((claim) => verifyContainer(plan, claim));
}

function verifyContainer(plan: ServingPlan, claim: MountedClaim): Container {
  return {
    name: `verify-${claim.store}`,
    image: plan.triton.image,
    imagePullPolicy: IMAGE_PULL_POLICY,
    command: ['/bin/sh', '-c', VERIFY_SCRIPT, 'verify'],
    args: claim.items
      .flatMap(({ path, sha256 }) => [`${claimPath(claim.store)}/${path}`, sha256 ?? UNVERIFIED])
      .map(escapeExpansion),
    resources: initResources(plan),
    securityContext: containerSecurityContext(),
    volumeMounts: artifactMounts({ mode: 'pvc', claims: [claim] }),
  };
}
