import { containsNetwork } from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import { storeUsers } from '../../graph/store-users.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const initBypassesProxy = defineRule({
  id: 'workload/init-bypasses-proxy',
  severity: 'error',
  needs: ['cluster'],
  holds:
    'Where the proxy of the mesh starts after init containers, those that read a model store reach it past the proxy.',
  why: 'The network plugin already leads their traffic to a proxy that does not run yet: they wait for each other, and no pod starts.',
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/cni/#compatibility-with-application-init-containers',
    'https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficExcludeOutboundIPRanges',
  ],
  *check({ graph, cluster }) {
    const { mesh, modelStores, identity } = cluster.spec;
    if (mesh.mode !== 'sidecar' || !mesh.cni || mesh.nativeSidecars) return;
    for (const { workload, store, pointer } of storeUsers(graph, cluster)) {
      const reader = workload.containers.find((owner) => owner.pointer === pointer);
      const isFree =
        workload.podLabels['sidecar.istio.io/inject'] === 'false' ||
        reader?.container.securityContext?.runAsUser === PROXY_USER;
      const needed = [...(modelStores[store]?.egress ?? []), ...(identity.egress ?? [])];
      const caught = needed.find(({ cidr, port }) => !isExcluded(workload, cidr, port));
      if (reader?.init !== true || isFree || caught === undefined) continue;
      yield {
        node: workload.node,
        pointer: `${workload.templatePointer}/metadata`,
        message: `The init container ${reader.container.name} of ${nameOf(workload.node)} reads the store ${store}, and ${caught.cidr} is led to the proxy, which starts later.`,
        fix: `Annotate the pods with traffic.sidecar.istio.io/excludeOutboundIPRanges: ${[...new Set(needed.map(({ cidr }) => cidr))].join(',')}.`,
      };
    }
  },
});

/** The proxy's own traffic is not redirected. */
const PROXY_USER = 1337;

function isExcluded({ template }: Workload, cidr: string, port: number): boolean {
  const listed = (name: string) =>
    String(template.metadata?.annotations?.[`traffic.sidecar.istio.io/${name}`] ?? '')
      .split(',')
      .map((each) => each.trim());
  return (
    listed('excludeOutboundIPRanges').some(
      (range) => range !== '' && (range === '*' || containsNetwork(range, cidr)),
    ) || listed('excludeOutboundPorts').includes(String(port))
  );
}
