import type { PlanInputs } from '@fleetwright/plan';
import { createRenderer } from './create-renderer.ts';
import { orderFindings } from './fleet-report.ts';
import { listServices, readWorkspace, refuseUnknown } from './read-workspace.ts';
import { Refusal } from './refusal.ts';
import { openWorkspace } from './workspace.ts';
import type { Finding } from '@fleetwright/findings';

/** The parsed inputs of one placement, or what is wrong with them. */
export interface PlacementInputs {
  inputs: PlanInputs | undefined;
  findings: Finding[];
}

/** Reads and parses the four files that one service on one cluster depends on. */
export async function readPlacement(
  folder: string,
  cluster: string,
  service: string,
): Promise<PlacementInputs> {
  try {
    const workspace = openWorkspace(folder);
    const inputs = readWorkspace(workspace, { service, cluster });
    if (!listServices(inputs).includes(service)) throw refuseUnknown(workspace, 'apps', service);
    if (!inputs.clusters.has(cluster)) throw refuseUnknown(workspace, 'clusters', cluster);
    const renderer = await createRenderer(inputs);
    const { value, findings } = renderer.planInputs(service, cluster);
    const all = [...inputs.findings, ...renderer.clusterFacts(cluster).findings, ...findings];
    return { inputs: value, findings: orderFindings(all) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { inputs: undefined, findings: [error.finding] };
  }
}
