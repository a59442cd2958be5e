import type { Affinity } from '@fleetwright/kube-schemas';
import { nearestName } from '@fleetwright/findings';
import type { Loose } from '../../graph/kinds.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const topologyKeyKnown = defineRule({
  id: 'workload/topology-key-known',
  severity: 'warning',
  needs: [],
  holds: 'A topology key in a domain of Kubernetes is one of its labels, not nearly one.',
  why: 'No node has the label: a constraint over it spreads nothing, or keeps every pod pending.',
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition',
    'https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads)
      for (const { key, pointer } of topologyKeys(workload)) {
        const meant = RESERVED.test(key) && !KEYS.includes(key) ? nearestName(lastOf(key), NAMES) : undefined;
        if (meant === undefined) continue;
        yield {
          node: workload.node,
          pointer,
          message: `The topology key is ${key}, which no node has.`,
          fix: `Did you mean ${KEYS[NAMES.indexOf(meant)]}?`,
        };
      }
  },
});

// Kubernetes keeps these domains to itself; still, people add to them: only what is nearly a name of its own is wrong.
const RESERVED = /^(?:topology\.|node\.|failure-domain\.beta\.)?kubernetes\.io\//;
const KEYS = [
  'kubernetes.io/hostname',
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
];
const NAMES = KEYS.map(lastOf);

interface TopologyKey {
  key: string;
  pointer: string;
}

function lastOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

function topologyKeys({ template, templatePointer }: Workload): TopologyKey[] {
  const { topologySpreadConstraints = [], affinity } = template.spec ?? {};
  const constraints = topologySpreadConstraints.map(({ topologyKey = '' }, index) => ({
    key: topologyKey,
    pointer: `${templatePointer}/spec/topologySpreadConstraints/${index}/topologyKey`,
  }));
  const terms = (['podAffinity', 'podAntiAffinity'] as const).flatMap((name) =>
    termsOf(affinity?.[name], `${templatePointer}/spec/affinity/${name}`),
  );
  return [...constraints, ...terms];
}

function termsOf(affinity: Terms | undefined, at: string): TopologyKey[] {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required = [],
    preferredDuringSchedulingIgnoredDuringExecution: preferred = [],
  } = affinity ?? {};
  return [
    ...required.map(({ topologyKey = '' }, index) => ({
      key: topologyKey,
      pointer: `${at}/requiredDuringSchedulingIgnoredDuringExecution/${index}/topologyKey`,
    })),
    ...preferred.map(({ podAffinityTerm }, index) => ({
      key: podAffinityTerm?.topologyKey ?? '',
      pointer: `${at}/preferredDuringSchedulingIgnoredDuringExecution/${index}/podAffinityTerm/topologyKey`,
    })),
  ];
}

type Terms = Loose<NonNullable<Affinity['podAffinity']>>;
