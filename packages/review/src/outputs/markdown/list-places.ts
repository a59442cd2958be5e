import type { Places } from '../../review.ts';
import { escapeText } from './escape-markdown.ts';
import { countNoun, formatNumber } from './phrases.ts';

/** Characters that the list of one cluster's services, or of the folders, may take. */
const MOST = 3000;

/** The exhaustive list of places, clusters with the same services together. */
export function listPlaces({ clusters, folders }: Places): string[] {
  const groups = new Map<string, { names: string[]; services: string[] }>();
  for (const { cluster, services } of clusters) {
    const key = JSON.stringify(services);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { names: [cluster], services });
    else known.names.push(cluster);
  }
  return [
    ...[...groups.values()].map(
      ({ names, services }) =>
        `- ${listNames(names)} (${countNoun(services.length, 'service')}): ${listNames(services)}`,
    ),
    ...(folders.length > 0 ? [`- ${countNoun(folders.length, 'folder')}: ${listNames(folders)}`] : []),
  ];
}

function listNames(names: readonly string[]): string {
  const shown: string[] = [];
  let length = 0;
  for (const name of names) {
    const escaped = escapeText(name === '' ? 'the top folder' : name, 200);
    length += escaped.length + 2;
    if (length > MOST) return `${shown.join(', ')} and ${formatNumber(names.length - shown.length)} more`;
    shown.push(escaped);
  }
  return shown.join(', ');
}
