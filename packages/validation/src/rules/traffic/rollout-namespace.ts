import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listManaged, listManagedRoutes, roleOf } from './managed-routes.ts';

export const rolloutNamespace = defineRule({
  id: 'traffic/rollout-namespace',
  severity: 'error',
  needs: [],
  holds:
    'A Rollout names a VirtualService of another namespace with that namespace, and such a VirtualService names its destinations in full.',
  why: 'Names without a namespace mean the namespace of the object that says them: the Rollout finds nothing, or the route leads to the wrong Services.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/'],
  plan: '/rollout/canary',
  *check({ graph }) {
    for (const { rollout, pointer, name, namespace, virtualService } of listManaged(graph)) {
      const elsewhere = graph.ofKind('VirtualService').find((candidate) => candidate.name === name);
      if (virtualService !== undefined || elsewhere === undefined) continue;
      yield {
        node: rollout,
        pointer: `${pointer}/name`,
        message: `${nameOf(elsewhere)} stands in namespace ${elsewhere.namespace}, not in ${namespace}.`,
        fix: `Write ${name}.${elsewhere.namespace}.`,
        related: [{ node: elsewhere, pointer: '/metadata', message: `It is here.` }],
      };
    }
    for (const { managed, node, route, pointer } of listManagedRoutes(graph)) {
      if (node.namespace === managed.rollout.namespace) continue;
      const short = (route.route ?? [])
        .map(({ destination }) => destination)
        .filter((destination) => roleOf(managed.rollout, destination) !== undefined)
        .flatMap((destination) => destination?.host ?? [])
        .filter((host) => !host.includes('.'));
      if (short.length === 0) continue;
      yield {
        node,
        pointer: `${pointer}/route`,
        message: `Without a namespace, ${short.join(', ')} are Services of namespace ${node.namespace}; ${nameOf(managed.rollout)} is in ${managed.rollout.namespace}.`,
        fix: `Write ${short.map((host) => `${host}.${managed.rollout.namespace}.svc.cluster.local`).join(', ')}.`,
        related: [{ node: managed.rollout, pointer: managed.pointer, message: 'It steers this route.' }],
      };
    }
  },
});
