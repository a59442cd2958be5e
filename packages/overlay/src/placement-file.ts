import { emitYaml } from '@fleetwright/kube';
import type { ServingPlan } from '@fleetwright/plan';

/** File of an overlay that Argo CD's ApplicationSet reads. */
export const PLACEMENT_FILE = 'placement.yaml';

const COMMENT = `# Argo CD's ApplicationSet reads this file. Where it stands decides cluster and service, never its content.\n`;

/** The text of placement.yaml: who runs where, whose it is and which spec it runs. */
export function emitPlacement(plan: ServingPlan, spec: string): string {
  return (
    COMMENT +
    emitYaml({
      service: plan.service.name,
      cluster: plan.cluster.name,
      namespace: plan.namespace,
      owner: plan.service.team,
      release: spec,
    })
  );
}
