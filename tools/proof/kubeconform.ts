import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { schemaLocations } from '@fleetwright/kube-schemas';
import { buildTool } from '../go/build.ts';
import { CRD_SOURCES } from '../schemas/sources.ts';

/** Folder of the committed schemas. */
export const SCHEMAS = resolve(import.meta.dirname, '../../packages/kube-schemas/schemas');

/** The schemas of a Kubernetes minor version and of every custom resource there are schemas for. */
export function allSchemaLocations(kubernetes: string): string[] {
  const crds = Object.fromEntries(CRD_SOURCES.map(({ component, minor }) => [component, minor]));
  return schemaLocations({ ...crds, kubernetes });
}

/** Flags with which kubeconform judges by the committed schemas of a Kubernetes minor version alone. */
export function kubeconformFlags(kubernetes: string): string[] {
  return [
    ...['-strict', '-kubernetes-version', `${kubernetes}.0`, '-output', 'json', '-summary'],
    ...allSchemaLocations(kubernetes).flatMap((location) => ['-schema-location', join(SCHEMAS, location)]),
  ];
}

/** A manifest and the Kubernetes minor version of the cluster that it is for. */
export interface JudgedFile {
  file: string;
  kubernetes: string;
}

/** What kubeconform says about files. */
export interface KubeconformReport {
  resources: { filename: string; kind: string; name: string; status: string; msg: string }[];
  summary: { valid: number; invalid: number; errors: number; skipped: number };
}

/** Judges each file by the schemas of its cluster's version; only what is not valid is listed. */
export function runKubeconform(judged: readonly JudgedFile[]): KubeconformReport {
  const versions = [...new Set(judged.map(({ kubernetes }) => kubernetes))].sort();
  const reports = versions.map((version) =>
    judgeVersion(
      version,
      judged.filter(({ kubernetes }) => kubernetes === version).map(({ file }) => file),
    ),
  );
  const sum = (count: keyof KubeconformReport['summary']) =>
    reports.reduce((total, { summary }) => total + summary[count], 0);
  return {
    resources: reports.flatMap(({ resources }) => resources),
    summary: {
      valid: sum('valid'),
      invalid: sum('invalid'),
      errors: sum('errors'),
      skipped: sum('skipped'),
    },
  };
}

function judgeVersion(kubernetes: string, files: readonly string[]): KubeconformReport {
  const { stdout } = spawnSync(buildTool('kubeconform'), [...kubeconformFlags(kubernetes), ...files], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const { resources, summary } = JSON.parse(stdout) as Partial<KubeconformReport> &
    Pick<KubeconformReport, 'summary'>;
  return { resources: resources ?? [], summary };
}
