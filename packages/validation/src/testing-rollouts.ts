import type { Facts } from './rule.ts';
import { judgeYaml } from './testing.ts';

/** A Rollout of anybody's, its strategy and more fields of its spec given as YAML flow. */
export function rollout(strategy: string, more = ''): string {
  return `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: chat, namespace: shop }
spec:
  strategy: ${strategy}
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec: { containers: [{ name: chat, image: example.com/chat:1.0.0 }] }
  ${more}
---
`;
}

/** The Services chat and chat-canary of that Rollout. */
export const SERVICES = ['chat', 'chat-canary']
  .map(
    (name) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: chat }, ports: [{ name: http, port: 80 }] }
---
`,
  )
  .join('');

/** An AnalysisTemplate named errors, its spec given as YAML flow. */
export function template(spec: string): string {
  return `
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: { name: errors, namespace: shop }
spec: ${spec}
---
`;
}

/** A route of Istio by weight. */
export const ROUTED =
  'canaryService: chat-canary, stableService: chat, trafficRouting: { nginx: { stableIngress: chat } }';

/** What the rules of some areas find in a YAML; the others say what else so small a manifest lacks. */
export function judgeAreas(
  areas: readonly string[],
  yaml: string,
  facts: Partial<Facts> & { complete?: boolean } = {},
): string[] {
  return judgeYaml(yaml, facts).filter((finding) => areas.includes(finding.slice(0, finding.indexOf('/'))));
}

/** The rules of findings, each once, in the order in which they were found. */
export function rulesOf(findings: readonly string[]): string[] {
  return [...new Set(findings.map((finding) => finding.slice(0, finding.indexOf(' '))))];
}
