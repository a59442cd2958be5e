import type { ClusterFile, EnvironmentFile, ModelServiceFile, Parsed } from '@fleetwright/model-service';
import { PLACEMENT_FILE, emitPlacement } from './placement-file.ts';
import { assembleFolder, type OverlayFile } from './render-overlay.ts';

/** The inputs that matter of a placement whose service is going. */
export interface RetiredInputs {
  service: Parsed<ModelServiceFile>;
  environment: Parsed<EnvironmentFile>;
  cluster: Parsed<ClusterFile>;
}

/**
 * The overlay of a retired service: nothing to apply, so that Argo CD's prune removes everything of it. No plan is
 * resolved: a service must be able to go although a store or a node pool that it needs is gone already.
 */
export function renderRetired({ service, environment, cluster }: RetiredInputs): OverlayFile[] {
  const { name, labels } = service.content.metadata;
  const { path } = service.source;
  const placement = emitPlacement({
    service: name,
    cluster: cluster.content.metadata.name,
    namespace: environment.content.spec.namespace,
    owner: labels?.team,
    release: path,
    lifecycle: 'retired',
  });
  return assembleFolder([path], [], { others: [{ path: PLACEMENT_FILE, text: placement }] });
}
