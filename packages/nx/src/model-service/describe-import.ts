import type { Finding } from '@fleetwright/findings';
import { imageTag, resolveBackend, LATEST_RELEASE } from '@fleetwright/triton-config';
import { formatFinding } from '../user-error.ts';
import type { ModelServiceOptions } from './options.ts';
import type { RenderedService } from '../tree/render-scope.ts';
import type { ServiceDraft } from './service-draft.ts';

/** What is about to be written: services with their models and clusters, what is left out, and warnings. */
export function describeImport(
  { release = LATEST_RELEASE }: ModelServiceOptions,
  services: readonly ServiceDraft[],
  result: {
    placements: readonly RenderedService[];
    leftOut: readonly { name: string; findings: readonly Finding[] }[];
    warnings: readonly Finding[];
  },
): string {
  const lines = services.flatMap((service) => describeService(service, release, result.placements));
  for (const { name, findings } of result.leftOut)
    lines.push('', `Left out: ${name}, which no backend loads.`, ...indent(findings.flatMap(formatFinding)));
  if (result.warnings.length > 0)
    lines.push('', 'Warnings', ...indent(result.warnings.flatMap(formatFinding)));
  return lines.join('\n');
}

function describeService(
  { name, variant, models }: ServiceDraft,
  release: string,
  placements: readonly RenderedService[],
): string[] {
  const own = placements.filter(({ service }) => service === name);
  const clusters = own.map(({ cluster }) => cluster).join(', ') || 'no cluster';
  return [
    '',
    `Service ${name}, image ${imageTag(release, variant)}, on ${clusters}`,
    ...models.map(({ model }) => {
      const resolved = resolveBackend(model.config);
      const backend = 'backend' in resolved ? resolved.backend.name : 'no backend';
      const versions = model.versions.map(({ version }) => version).join(', ');
      return `  ${model.name} (${backend}, version ${versions})`;
    }),
  ];
}

/** The last lines: figures, and what to do next. */
export function describeOutcome(
  services: readonly ServiceDraft[],
  placements: readonly RenderedService[],
  { from }: Pick<ModelServiceOptions, 'from'>,
): string {
  const models = services.flatMap((service) => service.models);
  const artifacts = models.flatMap(({ model }) =>
    model.versions.flatMap(({ version, artifacts = [] }) =>
      artifacts.map(({ storageUri }) => `${from ?? '.'}/${model.name}/${version} -> ${storageUri}`),
    ),
  );
  const files = services.length + placements.reduce((sum, placement) => sum + placement.files.length, 0);
  const resources = placements.reduce((sum, placement) => sum + placement.resources, 0);
  const first = placements[0];
  const isDraft = models.some(({ model }) =>
    model.versions.some((version) => version.artifacts === undefined),
  );
  return [
    '',
    `${count(services.length, 'service')}, ${count(models.length, 'model')}, ${count(placements.length, 'placement')}, ${count(resources, 'resource')}, ${count(files, 'file')}.`,
    '',
    'Next',
    ...services.map(({ file }) => `  Adapt ${file} (slo, traffic, scaling), then run: nx sync`),
    ...(isDraft && artifacts.length === 0
      ? ['  Add artifacts to the versions: until then the service is a draft.']
      : []),
    ...(from !== undefined && artifacts.length > 0
      ? ['  Upload the version directories:', ...indent(indent(artifacts))]
      : []),
    ...(first === undefined
      ? []
      : [`  See where a value comes from: fleetwright explain ${first.cluster}/${first.service}`]),
  ].join('\n');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
