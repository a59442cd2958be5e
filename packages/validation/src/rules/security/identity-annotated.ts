import { appendPointer } from '@fleetwright/findings';
import { nameOf } from '../../graph/node.ts';
import { storeUsers } from '../../graph/store-users.ts';
import { defineRule } from '../../rule.ts';

export const identityAnnotated = defineRule({
  id: 'security/identity-annotated',
  severity: 'error',
  needs: ['cluster'],
  holds:
    "The ServiceAccount of pods that read a model store carries the annotations of the cluster's identity provider, and the pods its labels.",
  why: 'The provider gives out no credentials: the store answers 403, and no pod starts.',
  sources: [
    'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
    'https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity',
    'https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html',
  ],
  *check({ graph, cluster }) {
    const { annotations = {}, labels = {} } = cluster.spec.identity;
    for (const { workload } of storeUsers(graph, cluster)) {
      const { node, template, templatePointer, podLabels } = workload;
      const account = graph.find('ServiceAccount', node.namespace, template.spec?.serviceAccountName);
      const service = podLabels['fleetwright.dev/service'];
      for (const [key, pattern] of Object.entries(annotations)) {
        const value = account?.object.metadata?.annotations?.[key];
        const expected = typeof service === 'string' ? pattern.replaceAll('${service}', service) : undefined;
        if (account === undefined || value === expected || (value !== undefined && expected === undefined))
          continue;
        yield {
          node: account,
          pointer: value === undefined ? '/metadata' : appendPointer('/metadata/annotations', key),
          message: `${nameOf(account)} has ${value === undefined ? 'no annotation' : `the annotation ${value} as`} ${key}; cluster ${cluster.metadata.name} gives identities by ${expected ?? pattern}.`,
          fix: `Set ${key}: ${expected ?? pattern}.`,
          related: [{ node, pointer: `${templatePointer}/spec`, message: 'Its pods read the store.' }],
        };
      }
      for (const [key, value] of Object.entries(labels)) {
        if (podLabels[key] === value) continue;
        yield {
          node,
          pointer: `${templatePointer}/metadata/labels`,
          message: `The pods lack the label ${key}: ${value}, by which cluster ${cluster.metadata.name} gives identities.`,
          fix: 'Add it to the labels of the pod template.',
        };
      }
    }
  },
});
