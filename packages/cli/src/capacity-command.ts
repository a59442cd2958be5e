import { resolve } from 'node:path';
import { countFindings } from '@fleetwright/findings';
import { hashTool, measureCapacity, type ClusterCapacity } from '@fleetwright/fleet';
import { exitCodeOf, type CommandInput, type ExitCode } from './command.ts';
import { formatCapacity } from './format-capacity.ts';
import { formatFindings } from './format-findings.ts';
import { formatJson } from './format-json.ts';
import { filterOf, textOf } from './options.ts';
import { showProgress } from './progress.ts';

/** `fleetwright capacity`: what the workloads of each cluster take, and what there is. */
export async function runCapacity({ options, terminal }: CommandInput): Promise<ExitCode> {
  const progress = showProgress(terminal);
  const { clusters, findings } = await measureCapacity({
    folder: resolve(terminal.folder, textOf(options.workspace) ?? '.'),
    filter: filterOf(options),
    tool: hashTool(),
    onProgress: progress.update,
  });
  progress.clear();
  // Sums over manifests that are not as they should be are still sums: only what kept them from being made counts.
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (options.format === 'json')
    terminal.out(formatJson(countFindings(errors), errors, { clusters: clusters.map(toJson) }));
  else terminal.out(`${formatFindings(errors, { colour: terminal.colour })}${formatCapacity(clusters)}`);
  return exitCodeOf(errors);
}

function toJson({ cluster, environment, pools, quota }: ClusterCapacity): object {
  return {
    cluster,
    environment,
    pools: pools.map(({ workloads, peakOf, ...pool }) => ({
      ...pool,
      peakOf: peakOf?.place.resource,
      workloads: workloads.map(({ place, perPod, minReplicas, maxReplicas, steps }) => ({
        resource: place.resource,
        service: place.service,
        perPod,
        minReplicas,
        maxReplicas,
        steps,
      })),
    })),
    quota: quota.map(({ peakOf, ...use }) => ({ ...use, peakOf: peakOf?.place.resource })),
  };
}
