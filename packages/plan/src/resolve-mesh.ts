import { canonicalBytes, canonicalCpu } from './units.ts';
import { report, type Resolution } from './resolution.ts';
import { DEFAULT_TRUST_DOMAIN } from './resolve-traffic.ts';
import type { BudgetsPlan, FetchDelivery, MeshPlan } from './serving-plan.ts';

/** What Istio's own injector requests for a proxy. */
const PROXY_CPU = '100m';
const PROXY_MEMORY = '128Mi';

/** The pod's part of the mesh. */
export function resolveMesh(resolution: Resolution, budgets: BudgetsPlan, delivery: FetchDelivery): MeshPlan {
  const { mesh } = resolution.inputs.cluster.content.spec;
  if (!mesh.cni) reportMissingCni(resolution);
  return {
    mode: 'sidecar',
    injectionLabel:
      mesh.revision === undefined ? { 'sidecar.istio.io/inject': 'true' } : { 'istio.io/rev': mesh.revision },
    podAnnotations: {
      'proxy.istio.io/config': JSON.stringify({
        holdApplicationUntilProxyStarts: true,
        // The proxy must outlive the last request that Triton finishes.
        terminationDrainDuration: `${budgets.preStopSeconds + budgets.exitTimeoutSeconds}s`,
      }),
      'sidecar.istio.io/proxyCPU': canonicalCpu(mesh.proxyResources?.cpu ?? PROXY_CPU),
      'sidecar.istio.io/proxyMemory': canonicalBytes(mesh.proxyResources?.memory ?? PROXY_MEMORY),
      ...(mesh.nativeSidecars ? {} : excludeInitTraffic(resolution, delivery)),
    },
    trustDomain: mesh.trustDomain ?? DEFAULT_TRUST_DOMAIN,
  };
}

/**
 * Without native sidecars an init container runs before the proxy and its redirected traffic goes nowhere, so
 * the stores and the identity provider bypass the proxy.
 * https://istio.io/latest/docs/setup/additional-setup/cni/#compatibility-with-application-init-containers
 */
function excludeInitTraffic({ inputs }: Resolution, delivery: FetchDelivery): Record<string, string> {
  const { modelStores, identity } = inputs.cluster.content.spec;
  const egress = delivery.fetchers.flatMap(({ store }) => modelStores[store]?.egress ?? []);
  const ranges = new Set([...egress, ...(identity.egress ?? [])].map(({ cidr }) => cidr));
  if (delivery.fetchers.length === 0) return {};
  return { 'traffic.sidecar.istio.io/excludeOutboundIPRanges': [...ranges].sort().join(',') };
}

function reportMissingCni(resolution: Resolution): void {
  const { cluster } = resolution.inputs;
  report(resolution, {
    rule: 'plan/mesh-needs-cni',
    message:
      'The mesh runs without istio-cni, so each pod needs NET_ADMIN, which Pod Security restricted refuses.',
    fix: 'Install istio-cni and set spec.mesh.cni: true.',
    at: { source: cluster.source, pointer: '/spec/mesh/cni' },
  });
}
