import type { NetworkAndPort } from '@fleetwright/model-service';
import { isolationOf, lets, placeOfRules } from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import { storeUsers } from '../../graph/store-users.ts';
import { defineRule } from '../../rule.ts';

export const storesOpen = defineRule({
  id: 'network/stores-open',
  severity: 'error',
  needs: ['cluster'],
  holds: 'Pods that read a model store may reach its networks, and those of the identity provider.',
  why: 'Models are never fetched, or credentials for it are not given out: no pod starts.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  *check({ graph, cluster }) {
    const { modelStores, identity } = cluster.spec;
    for (const { workload, store } of storeUsers(graph, cluster)) {
      const egress = isolationOf(graph, workload, 'egress');
      if (egress === undefined) continue;
      const needed: (NetworkAndPort & { what: string })[] = [
        ...(modelStores[store]?.egress ?? []).map((each) => ({ ...each, what: `the store ${store}` })),
        ...(identity.egress ?? []).map((each) => ({ ...each, what: 'the identity provider' })),
      ];
      const closed = needed.find(
        ({ cidr, port }) => !lets(egress, { protocol: 'TCP', port }, { graph, peer: { cidr } }),
      );
      if (closed === undefined) continue;
      yield {
        ...placeOfRules(egress, workload, 'egress'),
        absent: true,
        message: `The pods of ${nameOf(workload.node)} may not reach ${closed.what} at ${closed.cidr}, port ${closed.port}.`,
        fix: `Add an egress rule to ipBlock ${closed.cidr}, port ${closed.port}.`,
      };
    }
  },
});
