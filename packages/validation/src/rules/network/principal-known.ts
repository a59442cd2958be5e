import { nearestName } from '@fleetwright/findings';
import type { ClusterFile } from '@fleetwright/model-service';
import { allowRules, waypointOf } from '../../graph/mesh-access.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const principalKnown = defineRule({
  id: 'network/principal-known',
  severity: 'warning',
  needs: ['cluster', 'environment'],
  holds:
    'A principal of a policy is <trust domain>/ns/<namespace>/sa/<account>, and none is nearly that of the gateway, the waypoint or Prometheus.',
  why: "Any text is accepted, and one that is nobody's identity admits nobody: the caller that was meant is refused.",
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
    'https://istio.io/latest/docs/concepts/security/#istio-identity',
  ],
  *check({ graph, cluster, environment }) {
    if (cluster.spec.mesh.mode === 'none') return;
    const known = knownAccounts(cluster, environment.spec.namespace);
    for (const { node, pointer, rule } of graph.ofKind('AuthorizationPolicy').flatMap(allowRules))
      for (const [index, { source }] of (rule.from ?? []).entries())
        for (const [at, principal] of (source?.principals ?? []).entries()) {
          const problem = findProblem(principal, known);
          if (problem === undefined) continue;
          yield {
            node,
            pointer: `${pointer}/from/${index}/source/principals/${at}`,
            message: `${nameOf(node)} names the principal ${principal}${problem.text}.`,
            fix: problem.fix,
          };
        }
  },
});

/** `<namespace>/<account>` of those whom the facts name. */
function knownAccounts(cluster: ClusterFile, namespace: string): string[] {
  const { gateway, monitoring } = cluster.spec;
  const waypoint = waypointOf(cluster);
  return [
    ...(gateway === undefined ? [] : [gateway.serviceAccount]),
    ...(waypoint === undefined ? [] : [`${namespace}/${waypoint.serviceAccount}`]),
    `${monitoring.prometheus.namespace}/${monitoring.prometheus.serviceAccount}`,
  ];
}

function findProblem(principal: string, known: readonly string[]): { text: string; fix: string } | undefined {
  if (principal.startsWith('*') || principal.endsWith('*')) return undefined;
  const [, namespace, account] = /^[^/]+\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal) ?? [];
  if (namespace === undefined || account === undefined)
    return {
      text: ', which is none that the mesh gives out',
      fix: 'Write <trust domain>/ns/<namespace>/sa/<service account>, without a scheme.',
    };
  const others = known.filter((name) => name.startsWith(`${namespace}/`)).map((name) => name.split('/')[1]!);
  const nearest = others.includes(account) ? undefined : nearestName(account, others);
  return nearest === undefined
    ? undefined
    : {
        text: `; the account that the facts of the cluster name in namespace ${namespace} is ${nearest}`,
        fix: `Did you mean ${nearest}?`,
      };
}
