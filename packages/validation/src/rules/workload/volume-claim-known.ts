import { nearestName } from '@fleetwright/findings';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const volumeClaimKnown = defineRule({
  id: 'workload/volume-claim-known',
  severity: 'warning',
  needs: ['cluster'],
  holds:
    "The PersistentVolumeClaim that a pod mounts is among the objects, or a model store of its cluster's file.",
  why: 'A pod whose claim does not exist stays pending; only its events say why.',
  sources: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes'],
  *check({ graph, cluster }) {
    const stores = Object.values(cluster.spec.modelStores).flatMap(
      ({ uri }) => /^pvc:\/\/([^/]+)/.exec(uri)?.[1] ?? [],
    );
    for (const { node, template, templatePointer } of graph.workloads)
      for (const [index, { persistentVolumeClaim }] of (template.spec?.volumes ?? []).entries()) {
        const name = persistentVolumeClaim?.claimName;
        if (name === undefined || stores.includes(name)) continue;
        if (graph.find('PersistentVolumeClaim', node.namespace, name)) continue;
        const near = nearestName(name, stores);
        yield {
          node,
          pointer: `${templatePointer}/spec/volumes/${index}/persistentVolumeClaim/claimName`,
          absent: true,
          message: `${nameOf(node)} mounts the claim ${name}, which is not among the objects; the stores of cluster ${cluster.metadata.name} are on ${stores.length === 0 ? 'no claims' : `the claims ${stores.join(', ')}`}.`,
          fix: near === undefined ? 'Add the PersistentVolumeClaim.' : `Did you mean ${near}?`,
        };
      }
  },
});
