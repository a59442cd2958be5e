import type { Facts } from './rule.ts';
import { judgeYaml } from './testing.ts';

/** A plain workload of anybody, with the labels and ports that a test is about. */
export function workload(
  options: { kind?: string; name?: string; labels?: string; ports?: string } = {},
): string {
  const { kind = 'Deployment', name = 'chat', labels = '{ app: chat }', ports = '' } = options;
  return `
apiVersion: ${kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1'}
kind: ${kind}
metadata: { name: ${name}, namespace: ml }
spec:
  selector: { matchLabels: ${labels} }
  template:
    metadata: { labels: ${labels} }
    spec: { containers: [{ name: server, image: registry.example.com/server:1, ports: [${ports}] }] }
---`;
}

/**
 * What the rules of some areas find on YAML of anybody: fixtures are as small as their case allows, and what rules
 * of other areas miss in them is not the point.
 */
export function judgeForeign(
  yaml: string,
  areas: readonly string[],
  facts: Partial<Facts> & { complete?: boolean } = {},
): string[] {
  return judgeYaml(yaml, facts).filter((finding) => areas.some((area) => finding.startsWith(`${area}/`)));
}
