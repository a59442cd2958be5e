import { releaseName } from '@fleetwright/overlay/layout';
import type { InputFile } from './input-file.ts';

/** The frozen specs of an environment, by the name of their folder below releases/. */
export type Releases = ReadonlyMap<string, InputFile>;

/** What a cluster runs of a service: the release of its wave while a promotion is under way, else everybody's. */
export function findRelease(
  releases: Releases | undefined,
  service: string,
  wave: number | undefined,
): InputFile | undefined {
  const own = wave === undefined ? undefined : releases?.get(releaseName(service, wave));
  return own ?? releases?.get(releaseName(service));
}

/** Names of the services of which an environment has a release, of any wave. */
export function releasedServices(releases: Releases | undefined): string[] {
  return [...(releases?.keys() ?? [])].map(serviceOf);
}

/** Names of the releases of one service. */
export function releasesOf(releases: Releases | undefined, service: string): string[] {
  return [...(releases?.keys() ?? [])].filter((name) => serviceOf(name) === service);
}

/** The wave of a cluster, from 1; undefined where no wave names it. */
export function waveOf(waves: readonly string[][] | undefined, cluster: string): number | undefined {
  const index = waves?.findIndex((wave) => wave.includes(cluster)) ?? -1;
  return index === -1 ? undefined : index + 1;
}

function serviceOf(name: string): string {
  return name.split('/')[0]!;
}
