import type { AnyRule } from '../../rule.ts';
import { autoCompleteOff } from './auto-complete-off.ts';
import { backendKnown } from './backend.ts';
import { configParses } from './config-parses.ts';
import { configurationShown } from './configuration-shown.ts';
import { defaultPriority } from './default-priority.ts';
import { devicesNotPinned } from './devices-not-pinned.ts';
import { dynamicBatching } from './dynamic-batching.ts';
import { engineForGpu } from './engine-for-gpu.ts';
import { ensembles } from './ensemble.ts';
import { flagsCurrent } from './flags-current.ts';
import { flagsKnown } from './flags-known.ts';
import { gracePeriod } from './grace-period.ts';
import { imageHasBackend } from './image-has-backend.ts';
import { instanceGroup } from './instance-group.ts';
import { livenessPatient } from './liveness-patient.ts';
import { modelControl } from './model-control.ts';
import { modelMetrics } from './model-metrics.ts';
import { modelsLoaded } from './models-loaded.ts';
import { modelsReadOnly } from './models-read-only.ts';
import { modelNamed } from './name.ts';
import { portsServed } from './ports-served.ts';
import { preStop } from './pre-stop.ts';
import { preferredBatchSize } from './preferred-batch-size.ts';
import { probeEndpoints } from './probe-endpoints.ts';
import { proxyDrains } from './proxy-drains.ts';
import { queuePolicy } from './queue-policy.ts';
import { queueTimeout } from './queue-timeout.ts';
import { releaseCurrent } from './release-current.ts';
import { releaseSafe } from './release-safe.ts';
import { configFitsRelease } from './release.ts';
import { repositoryUrl } from './repository-url.ts';
import { repositoryVersioned } from './repository-versioned.ts';
import { responseCache } from './response-cache.ts';
import { sequenceBatching } from './sequence-batching.ts';
import { serverStarted } from './server-started.ts';
import { serviceLinks } from './service-links.ts';
import { sharedMemory } from './shared-memory.ts';
import { startupProbe } from './startup-probe.ts';
import { storeCredentials } from './store-credentials.ts';
import { storeRegion } from './store-region.ts';
import { strictStart } from './strict-start.ts';
import { tensors } from './tensor.ts';
import { userHome } from './user-home.ts';
import { userSet } from './user-set.ts';
import { verboseLog } from './verbose-log.ts';
import { versionPolicy } from './version-policy.ts';
import { warmUp } from './warm-up.ts';
import { writableTmp } from './writable-tmp.ts';

/** Rules about Triton: model configurations, flags, images, stores, start and end. */
export const tritonRules: readonly AnyRule[] = [
  autoCompleteOff,
  backendKnown,
  configParses,
  configurationShown,
  defaultPriority,
  devicesNotPinned,
  dynamicBatching,
  engineForGpu,
  ensembles,
  flagsCurrent,
  flagsKnown,
  gracePeriod,
  imageHasBackend,
  instanceGroup,
  livenessPatient,
  modelControl,
  modelMetrics,
  modelsLoaded,
  modelsReadOnly,
  modelNamed,
  portsServed,
  preStop,
  preferredBatchSize,
  probeEndpoints,
  proxyDrains,
  queuePolicy,
  queueTimeout,
  releaseCurrent,
  releaseSafe,
  configFitsRelease,
  repositoryUrl,
  repositoryVersioned,
  responseCache,
  sequenceBatching,
  serverStarted,
  serviceLinks,
  sharedMemory,
  startupProbe,
  storeCredentials,
  storeRegion,
  strictStart,
  tensors,
  userHome,
  userSet,
  verboseLog,
  versionPolicy,
  warmUp,
  writableTmp,
];
