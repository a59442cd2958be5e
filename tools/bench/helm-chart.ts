import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTemplate, Shape } from './text-template.ts';

// Helm knows manifests only; what else an overlay holds is left out.
const NO_MANIFEST = new Set(['kustomization.yaml', 'placement.yaml']);

/** Whether a file of an overlay holds resources. */
export function holdsResources(path: string): boolean {
  return !NO_MANIFEST.has(path);
}

/**
 * Writes one chart for the whole fleet and a values file per cluster, `<cluster>.json`. A template runs over the
 * services of its shape; what all services of a cluster share is one value.
 */
export function writeHelmChart(folder: string, shapes: readonly Shape[], clusters: readonly string[]): void {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: fleet\nversion: 1.0.0\n');
  const shared = shapes.map((shape) => findShared(shape, clusters));
  for (const [number, { files }] of shapes.entries()) {
    for (const file of files.filter(({ path }) => holdsResources(path))) {
      const text = helmTemplate(file, `shape${number}`, shared[number] ?? new Set());
      writeFileSync(join(folder, 'templates', `shape${number}-${file.path}`), text);
    }
  }
  for (const cluster of clusters) {
    const values = shapes.map((shape, number) => [
      `shape${number}`,
      valuesOf(shape, cluster, shared[number]),
    ]);
    writeFileSync(join(folder, `${cluster}.json`), JSON.stringify(Object.fromEntries(values)));
  }
}

function placementsOn(shape: Shape, cluster: string): Shape['placements'] {
  return shape.placements.filter(({ folder }) => folder.startsWith(`clusters/${cluster}/`));
}

/** The numbers of the values that do not differ between the services of any cluster. */
function findShared(shape: Shape, clusters: readonly string[]): Set<number> {
  const numbers = [...(shape.placements[0]?.values.keys() ?? [])];
  const groups = clusters.map((cluster) => placementsOn(shape, cluster));
  const isShared = (number: number) =>
    groups.every(([first, ...rest]) => rest.every(({ values }) => values[number] === first?.values[number]));
  return new Set(numbers.filter(isShared));
}

function valuesOf(shape: Shape, cluster: string, shared: ReadonlySet<number> = new Set()): object {
  const placements = placementsOn(shape, cluster);
  const pick = (values: readonly string[], wanted: boolean) =>
    Object.fromEntries(values.flatMap((value, n) => (shared.has(n) === wanted ? [[`v${n}`, value]] : [])));
  return {
    cluster: pick(placements[0]?.values ?? [], true),
    services: placements.map(({ values }) => pick(values, false)),
  };
}

/** A Helm template that writes one file for every service of a shape. */
export function helmTemplate(
  { texts, slots }: FileTemplate,
  shape: string,
  shared: ReadonlySet<number>,
): string {
  const holes = slots.map((slot) =>
    shared.has(slot) ? `{{ $cluster.v${slot} }}` : `{{ $service.v${slot} }}`,
  );
  const body = texts.map((text, index) => `${holes[index - 1] ?? ''}${escapeText(text)}`).join('');
  const head = `{{- $cluster := .Values.${shape}.cluster }}{{- range $service := .Values.${shape}.services }}`;
  return `${head}\n---\n${body}{{ end }}\n`;
}

// Dashboards and alerts hold templates of their own, which Helm must hand on.
function escapeText(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
