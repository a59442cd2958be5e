import { RELEASES_FOLDER, releasePath } from '@fleetwright/overlay/layout';
import type { Cause } from './review.ts';

/** Which kind of hand-written file stands at a path. */
const INPUTS: readonly (readonly [Cause['kind'], RegExp])[] = [
  ['spec', /^apps\/[^/]+\/model-service\.yaml$/],
  ['cluster', /^clusters\/[^/]+\/cluster\.yaml$/],
  ['environment', /^environments\/[^/]+\/environment\.yaml$/],
  ['images', /^environments\/[^/]+\/images\.yaml$/],
  [
    'release',
    new RegExp(`^environments/[^/]+/${RELEASES_FOLDER}/[^/]+(?:/wave-[1-9]\\d*)?/model-service\\.yaml$`),
  ],
];

/** What a hand-written file is; undefined for any other file. */
export function kindOfInput(path: string): Cause['kind'] | undefined {
  return INPUTS.find(([, pattern]) => pattern.test(path))?.[0];
}

/** Whether a path is an input that people write, not a manifest. */
export function isInput(path: string): boolean {
  return kindOfInput(path) !== undefined;
}

/** The file of a cluster's facts. */
export function clusterFile(cluster: string): string {
  return `clusters/${cluster}/cluster.yaml`;
}

/** The file of an environment's defaults and policy. */
export function environmentFile(environment: string): string {
  return `environments/${environment}/environment.yaml`;
}

/** The file of an environment's locked images. */
export function imagesFile(environment: string): string {
  return `environments/${environment}/images.yaml`;
}

/** The file of a service's intent. */
export function specFile(service: string): string {
  return `apps/${service}/model-service.yaml`;
}

/** Where everybody's release stands of the service whose release of a wave stands at a path; undefined elsewhere. */
export function wholeReleaseOf(path: string): string | undefined {
  const [, environment, , service, wave] = path.split('/');
  const isOfWave = kindOfInput(path) === 'release' && wave?.startsWith('wave-') === true;
  return isOfWave ? releasePath(environment!, service!) : undefined;
}
