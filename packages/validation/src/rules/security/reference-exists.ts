import { nearestName } from '@fleetwright/findings';
import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { listReferences, type Reference } from './references.ts';

export const referenceExists = defineRule({
  id: 'security/reference-exists',
  severity: 'error',
  needs: [],
  holds:
    'The ConfigMaps that pods refer to exist, and ConfigMaps and Secrets that are given have the keys that are asked of them.',
  why: 'The container is not started: CreateContainerConfigError, or a volume that is never mounted.',
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/configmap/',
    'https://kubernetes.io/docs/concepts/configuration/secret/#optional-secrets',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads)
      for (const reference of listReferences(workload)) {
        const violation = reference.optional ? undefined : checkReference(graph, reference);
        if (violation !== undefined) yield violation;
      }
  },
});

// Every namespace has them.
const GIVEN_BY_OTHERS = ['kube-root-ca.crt', 'istio-ca-root-cert', 'openshift-service-ca.crt'];

function checkReference(graph: ResourceGraph, reference: Reference): Violation | undefined {
  const { node, kind, name, key, pointer } = reference;
  const found = graph.find(kind, node.namespace, name);
  if (found === undefined) {
    // Secrets are seldom in a repository.
    if (kind === 'Secret' || GIVEN_BY_OTHERS.includes(name)) return undefined;
    const names = graph
      .ofKind(kind)
      .filter(({ namespace }) => namespace === node.namespace)
      .map((map) => map.name);
    const near = nearestName(name, names);
    return {
      node,
      pointer,
      absent: true,
      message: `${nameOf(node)} refers to the ${kind} ${name}; namespace ${node.namespace} has ${names.join(', ') || 'none'}.`,
      fix: near === undefined ? `Add the ${kind}.` : `Did you mean ${near}?`,
    };
  }
  const { data, stringData, binaryData } = found.object as Record<
    string,
    Record<string, unknown> | undefined
  >;
  const keys = Object.keys({ ...data, ...stringData, ...binaryData });
  if (key === undefined || keys.includes(key)) return undefined;
  return {
    node,
    pointer: reference.keyPointer,
    message: `${nameOf(node)} reads the key ${key}; ${nameOf(found)} has ${keys.join(', ') || 'none'}.`,
    fix: 'Name one of these.',
    related: [{ node: found, pointer: '/data', message: 'Its keys.' }],
  };
}
