import { parseCluster } from '@fleetwright/model-service';
import { overlayPath, PLACEMENT_FILE } from '@fleetwright/overlay/layout';
import type { FleetView } from '../tree/fleet-view.ts';

/**
 * Says how to delete what no prune takes: ResourceClaimTemplates, which pods of an older revision may need. Those of
 * earlier contents stand in no overlay any more, so that clusters are named by their facts; undefined where none
 * hands out devices by claims.
 */
export function describeKept(view: FleetView, service: string): string | undefined {
  const commands = view
    .children('clusters')
    .sort()
    .flatMap((cluster) => {
      const placement = view.read(`${overlayPath(cluster, service)}/${PLACEMENT_FILE}`, 'utf8');
      const namespace = /^namespace: (\S+)$/m.exec(placement ?? '')?.[1];
      if (namespace === undefined || !hasClaims(view, cluster)) return [];
      return `  on ${cluster}: kubectl delete resourceclaimtemplates --namespace=${namespace} --selector=fleetwright.dev/service=${service}`;
    });
  if (commands.length === 0) return undefined;
  return ['\nArgo CD keeps ResourceClaimTemplates; delete them once no pod is left', ...commands].join('\n');
}

function hasClaims(view: FleetView, cluster: string): boolean {
  const path = `clusters/${cluster}/cluster.yaml`;
  const facts = parseCluster(path, view.read(path, 'utf8') ?? '').value?.content.spec;
  return facts?.nodePools.some(({ gpu }) => gpu?.deviceClass !== undefined) ?? false;
}
