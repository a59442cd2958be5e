import { environmentFile, specFile } from '../input-paths.ts';
import { REFERENCE_FLEET, type Texts } from './reference-fleet.ts';

const CLUSTERS = ['staging-us-east', 'prod-us-east', 'prod-eu-west'];
const MODEL = 'image-classification';
const RELEASES = 'environments/production/releases';

/** The service that asks for its release itself. */
const PINNED = 'service-006';

/**
 * A fleet of so many services on three clusters, before and after a change of two lines: the release that production
 * defaults to, and one batch setting of every service, which is promoted with it.
 */
export function largeFleet(services: number): { base: Texts; head: Texts } {
  const names = Array.from({ length: services }, (_, index) => `service-${String(index).padStart(3, '0')}`);
  const texts = (side: 'base' | 'head') =>
    Object.fromEntries([...writeFacts(side), ...names.flatMap((name) => writeService(name, side))]);
  return { base: texts('base'), head: texts('head') };
}

function writeFacts(side: 'base' | 'head'): [string, string][] {
  const release = side === 'base' ? '26.07' : '26.08';
  const environment = REFERENCE_FLEET[environmentFile('production')]!;
  return [
    ...CLUSTERS.map((cluster): [string, string] => [
      `clusters/${cluster}/cluster.yaml`,
      REFERENCE_FLEET[`clusters/${cluster}/cluster.yaml`]!,
    ]),
    [environmentFile('staging'), REFERENCE_FLEET[environmentFile('staging')]!],
    [
      environmentFile('production'),
      environment.replace('  defaults:\n', `  defaults:\n    triton: { release: '${release}' }\n`),
    ],
  ];
}

function writeService(name: string, side: 'base' | 'head'): [string, string][] {
  const batched = (text: string) =>
    side === 'base' ? text : text.replace(/(max_queue_delay_microseconds: )2000/g, '$1500');
  const spec = batched(rename(REFERENCE_FLEET[specFile(MODEL)]!, name));
  return [
    [specFile(name), spec],
    [`${RELEASES}/${name}/model-service.yaml`, spec],
    ...CLUSTERS.map((cluster): [string, string] => {
      const text = batched(rename(REFERENCE_FLEET[`clusters/${cluster}/${MODEL}/triton.yaml`]!, name));
      const isUpdated = side === 'head' && cluster.startsWith('prod') && name !== PINNED;
      return [`clusters/${cluster}/${name}/triton.yaml`, isUpdated ? update(text) : text];
    }),
  ];
}

function rename(text: string, name: string): string {
  return text.replaceAll(MODEL, name).replaceAll('image_classification', name.replace('-', '_'));
}

function update(text: string): string {
  return text
    .replace(/26\.07-py3@sha256:0+26070001/g, `26.08-py3@sha256:${'26080001'.padStart(64, '0')}`)
    .replaceAll('"26.07"', '"26.08"');
}
