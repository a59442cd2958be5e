import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { kubeconformFlags, type KubeconformReport } from '../proof/kubeconform.ts';
import { KUBERNETES } from '../schemas/sources.ts';
import { buildTool } from './build.ts';

const PACKAGE = resolve(import.meta.dirname, '../../packages/kube-schemas');
const GOOD = readFileSync(join(PACKAGE, 'fixtures/resources.yaml'), 'utf8');

let kubeconform: string;
beforeAll(() => {
  kubeconform = buildTool('kubeconform');
}, 600_000);

function validate(yaml: string): { exitCode: number | null; report: KubeconformReport } {
  const { status, stdout } = spawnSync(
    kubeconform,
    [...kubeconformFlags(KUBERNETES.minor), '-verbose', '-'],
    {
      input: yaml,
      encoding: 'utf8',
    },
  );
  return { exitCode: status, report: JSON.parse(stdout) as KubeconformReport };
}

function goodYaml(kind: string): string {
  return GOOD.split('\n---\n').find((document) => document.includes(`\nkind: ${kind}\n`))!;
}

describe('native kubeconform with the generated schemas', () => {
  it('accepts the good resource of every kind', () => {
    const { exitCode, report } = validate(GOOD);
    expect(report.resources.filter(({ status }) => status !== 'statusValid')).toEqual([]);
    expect(report.summary).toEqual({ valid: 32, invalid: 0, errors: 0, skipped: 0 });
    expect(exitCode).toBe(0);
  });

  it.each([
    ['Service', 'port: 8001', 'prot: 8001', "'/spec/ports/1': additional properties 'prot' not allowed"],
    ['Service', 'port: 8001', 'port: 80010', "'/spec/ports/1/port': maximum: got 80,010, want 65,535"],
    ['Deployment', 'cpu: 4', 'cpu: 4core', "resources/requests/cpu': '4core' does not match pattern"],
    [
      'Deployment',
      'memory: 8Gi',
      'memory: [8]',
      "requests/memory': got array, want null or number or string",
    ],
    ['Rollout', 'volumes:', 'volume:', "'/spec/template/spec': additional properties 'volume' not allowed"],
    ['Rollout', 'duration: 5m', 'time: 5m', "steps/1/pause': additional properties 'time' not allowed"],
    ['VirtualService', 'exact: POST', 'exakt: POST', "0/method': additional properties 'exakt' not allowed"],
    [
      'ScaledObject',
      "threshold: '1'",
      'threshold: 1',
      "metadata/threshold': got number, want null or string",
    ],
    [
      'ConfigMap',
      "note: 'yes'",
      'note: yes',
      "'/metadata/annotations/note': got boolean, want null or string",
    ],
  ])('rejects a %s with "%s" changed to "%s"', (kind, good, bad, message) => {
    const { exitCode, report } = validate(goodYaml(kind).replace(good, bad));
    expect(report.resources.map(({ status }) => status)).toEqual(['statusInvalid']);
    expect(report.resources[0]!.msg).toContain(message);
    expect(exitCode).toBe(1);
  });

  it('reports a kind without schema as an error, not as valid', () => {
    const { report } = validate('apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }\n');
    expect(report.resources[0]).toMatchObject({ status: 'statusError' });
  });
});
