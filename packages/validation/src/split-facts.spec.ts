import { readManifests } from '@fleetwright/manifests';
import { expect, it } from 'vitest';
import { ResourceGraph } from './graph/resource-graph.ts';
import { CLUSTER_RULES } from './rules/index.ts';
import { splitFacts } from './split-facts.ts';
import { collectFacts } from './validate-set.ts';

const YAML = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec:
      containers:
        - name: triton
          image: nvcr.io/nvidia/tritonserver:26.07-py3
          resources: { limits: { nvidia.com/gpu: 1 } }
`;

it('keeps what is summed, and of what must be unique the key', () => {
  const { manifests } = readManifests('a.yaml', YAML);
  const all = collectFacts({ graph: new ResourceGraph({ manifests }), complete: true });
  const { facts, keys } = splitFacts(all);
  expect(Object.keys(all)).toEqual(expect.arrayContaining(['demands', 'identity/one-object-per-name']));
  expect(Object.keys(facts)).toEqual(['demands']);
  expect(keys).toEqual(['identity/one-object-per-name\napps/Deployment/shop/chat']);
});

it('parts no facts that rules with and without keys collect together', () => {
  for (const rule of CLUSTER_RULES)
    if (rule.keyOf !== undefined) expect(rule.collects, rule.id).toBeUndefined();
});
