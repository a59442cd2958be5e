import { API_VERSION, type ClusterFile } from '@fleetwright/model-service';
import { formatInput } from '../input-text/input-text.ts';
import type { ClusterPreset } from './presets.ts';

/** Mark of a fact that a person must replace. */
export const REPLACE = 'REPLACE';

/** The text of a new cluster.yaml. */
export function clusterText(
  preset: ClusterPreset,
  { name, environment, region }: { name: string; environment: string; region: string | undefined },
): string {
  const place = region ?? preset.region;
  const file: ClusterFile = {
    apiVersion: API_VERSION,
    kind: 'Cluster',
    metadata: {
      name,
      labels: { ...(place && { 'topology.kubernetes.io/region': place }), 'fleetwright.dev/serving': 'true' },
    },
    spec: { environment, destination: { name }, ...preset.facts(place ?? '') },
  };
  return formatInput('cluster', file, {
    '/metadata/labels': { before: ['What placement.clusterSelector of a service can match.'] },
    ...(region === undefined && place !== undefined
      ? {
          '/metadata/labels': {
            before: [`${REPLACE}: the region. Services can match these labels in placement.`],
          },
        }
      : {}),
    '/spec/destination': { before: [`${REPLACE}: the name of the cluster in Argo CD, where it differs.`] },
    ...Object.fromEntries(
      Object.entries(preset.comments).map(([pointer, comment]) => [`/spec${pointer}`, { before: [comment] }]),
    ),
  });
}
