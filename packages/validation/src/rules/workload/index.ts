import type { AnyRule } from '../../rule.ts';
import { annotationExists } from './annotation-exists.ts';
import { azureIdentityAsked } from './azure-identity-asked.ts';
import { budgetEvictsUnhealthy } from './budget-evicts-unhealthy.ts';
import { claimTemplateExists } from './claim-template-exists.ts';
import { claimUsed } from './claim-used.ts';
import { defaultContainerExists } from './default-container-exists.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { emptyDirLimited } from './empty-dir-limited.ts';
import { ephemeralStorageSet } from './ephemeral-storage-set.ts';
import { gpuNodesChosen } from './gpu-nodes-chosen.ts';
import { imageVolumeNamed } from './image-volume-named.ts';
import { initBypassesProxy } from './init-bypasses-proxy.ts';
import { linksLeadToFiles } from './links-lead-to-files.ts';
import { livenessDiffers } from './liveness-differs.ts';
import { namespaceGiven } from './namespace-given.ts';
import { noAccountToken } from './no-account-token.ts';
import { ownServiceAccount } from './own-service-account.ts';
import { pathsMounted } from './paths-mounted.ts';
import { podSecurityAdmitted } from './pod-security-admitted.ts';
import { podSecurityRestricted } from './pod-security-restricted.ts';
import { podsSpread } from './pods-spread.ts';
import { probesSet } from './probes-set.ts';
import { programNamed } from './program-named.ts';
import { remoteConfigured } from './remote-configured.ts';
import { resourcesSet } from './resources-set.ts';
import { rootReadOnly } from './root-read-only.ts';
import { scriptHasArguments } from './script-has-arguments.ts';
import { securityContextLevel } from './security-context-level.ts';
import { serviceAccountExists } from './service-account-exists.ts';
import { spreadByRevision } from './spread-by-revision.ts';
import { spreadKeysExist } from './spread-keys-exist.ts';
import { spreadSelectsOwnPods } from './spread-selects-own-pods.ts';
import { topologyKeyKnown } from './topology-key-known.ts';
import { userAndGroup } from './user-and-group.ts';
import { variableHasValue } from './variable-has-value.ts';
import { volumeClaimKnown } from './volume-claim-known.ts';
import { volumeExists } from './volume-exists.ts';
import { volumeUsed } from './volume-used.ts';

/** Rules about pods: security, probes, volumes, nodes, disruptions. */
export const workloadRules: readonly AnyRule[] = [
  annotationExists,
  azureIdentityAsked,
  budgetEvictsUnhealthy,
  claimTemplateExists,
  claimUsed,
  defaultContainerExists,
  disruptionBudget,
  emptyDirLimited,
  ephemeralStorageSet,
  gpuNodesChosen,
  imageVolumeNamed,
  initBypassesProxy,
  linksLeadToFiles,
  livenessDiffers,
  namespaceGiven,
  noAccountToken,
  ownServiceAccount,
  pathsMounted,
  podSecurityAdmitted,
  podSecurityRestricted,
  podsSpread,
  probesSet,
  programNamed,
  remoteConfigured,
  resourcesSet,
  rootReadOnly,
  scriptHasArguments,
  securityContextLevel,
  serviceAccountExists,
  spreadByRevision,
  spreadKeysExist,
  spreadSelectsOwnPods,
  topologyKeyKnown,
  userAndGroup,
  variableHasValue,
  volumeClaimKnown,
  volumeExists,
  volumeUsed,
];
