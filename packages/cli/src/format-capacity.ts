import Table from 'cli-table3';
import type { ClusterCapacity } from '@fleetwright/fleet';
import { formatBytes, formatDecimal } from '@fleetwright/kube';

const HEAD = ['pool or quota', 'resource', 'low', 'high', 'peak', 'there is', ''];

/** A table for each cluster: what its workloads take at least, at most and while one is rolled out. */
export function formatCapacity(clusters: readonly ClusterCapacity[]): string {
  if (clusters.length === 0) return 'There is no cluster.\n';
  return clusters.map(formatCluster).join('\n');
}

function formatCluster({ cluster, environment, pools, quota }: ClusterCapacity): string {
  const table = new Table({
    head: HEAD,
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
    chars: PLAIN,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const { pool, resource, floor, steady, peak, peakAtMin, capacity } of pools)
    table.push([
      pool,
      resource,
      ...show(resource, floor, steady, peak, capacity),
      verdict(peakAtMin, peak, capacity),
    ]);
  for (const { namespace, resource, floor, steady, peak, peakAtMin, quota: limit } of quota)
    table.push([
      `quota ${namespace}`,
      resource.replace(/^requests\./, ''),
      ...show(resource, floor, steady, peak, limit),
      verdict(peakAtMin, peak, limit),
    ]);
  const rows =
    pools.length + quota.length === 0 ? '  no devices are asked for and there is no quota' : table.toString();
  return `${cluster} (${environment})\n${rows
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

// Without rules: what a reader compares stands close together.
const PLAIN = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
);

function verdict(peakAtMin: number, peak: number, limit: number): string {
  if (peakAtMin > limit) return 'too little';
  return peak > limit ? 'short when full' : 'ok';
}

function show(resource: string, ...amounts: number[]): string[] {
  const isBytes = resource.endsWith('memory') || resource.endsWith('storage');
  return amounts.map((amount) => (isBytes ? formatBytes(amount) : formatDecimal(amount)));
}
