import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { buildTool } from '../go/build.ts';
import { CRD_SOURCES, KUBERNETES } from '../schemas/sources.ts';

const SCHEMAS = resolve(import.meta.dirname, '../../packages/kube-schemas/schemas');

const LOCATIONS = [
  '{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json',
  ...CRD_SOURCES.map(({ folder }) => `${folder}/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`),
].flatMap((location) => ['-schema-location', join(SCHEMAS, location)]);

/** What kubeconform says about files. */
export interface KubeconformReport {
  resources?: { filename: string; kind: string; name: string; status: string; msg: string }[];
  summary: { valid: number; invalid: number; errors: number; skipped: number };
}

/** Judges files by the committed schemas alone; only what is not valid is listed. */
export function runKubeconform(files: readonly string[]): KubeconformReport {
  const args = ['-strict', '-kubernetes-version', `${KUBERNETES.minor}.0`, '-output', 'json', '-summary'];
  const { stdout } = spawnSync(buildTool('kubeconform'), [...args, ...LOCATIONS, ...files], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout) as KubeconformReport;
}
