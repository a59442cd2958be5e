import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml } from '../../testing.ts';

const RULE = 'workload/namespace-given';
const NAMESPACE = '{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }\n---\n';

function deployment(name: string, namespace: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: a, image: a }] } }
---
`;
}

function judge(yaml: string): string[] {
  return judgeYaml(yaml, { advice: true }).filter((finding) => finding.startsWith(RULE));
}

describe(RULE, () => {
  it('names a namespace that nothing defines, once', () => {
    expect(judge(deployment('chat', 'shop') + deployment('vision', 'shop'))).toEqual([
      `${RULE} Deployment/chat /metadata/namespace: Deployment/chat is in namespace shop, which is not among the objects.`,
    ]);
  });

  it('says nothing where the namespace is given or a part of Kubernetes', () => {
    expect(judge(NAMESPACE + deployment('chat', 'shop'))).toEqual([]);
    expect(judge(deployment('chat', 'default') + deployment('vision', 'kube-system'))).toEqual([]);
  });

  it('finds the namespace of a rendered service in the folder of its cluster', () => {
    expect(judgeService().filter((finding) => finding.startsWith(RULE))).toEqual([]);
  });
});
