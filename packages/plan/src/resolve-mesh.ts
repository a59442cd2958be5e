import type { Mesh } from '@fleetwright/model-service';
import type { Labels } from '@fleetwright/kube';
import { canonicalBytes, canonicalCpu } from './units.ts';
import { clusterPlace, report, type Resolution } from './resolution.ts';
import type { AmbientMesh, BudgetsPlan, DeliveryPlan, MeshPlan, SidecarMesh } from './serving-plan.ts';

/** Istio's default. */
const DEFAULT_TRUST_DOMAIN = 'cluster.local';

/** What Istio's own injector requests for a proxy. */
const PROXY_CPU = '100m';
const PROXY_MEMORY = '128Mi';

type SidecarFacts = Extract<Mesh, { mode: 'sidecar' }>;
type AmbientFacts = Extract<Mesh, { mode: 'ambient' }>;

/** The pod's part of the mesh. */
export function resolveMesh(resolution: Resolution, budgets: BudgetsPlan, delivery: DeliveryPlan): MeshPlan {
  const { mesh } = resolution.inputs.cluster.content.spec;
  switch (mesh.mode) {
    case 'sidecar':
      return resolveSidecar(resolution, mesh, { budgets, delivery });
    case 'ambient':
      return resolveAmbient(resolution, mesh);
    case 'none':
      return { mode: 'none' };
  }
}

/** A workload's mesh identity as AuthorizationPolicy reads it: the SPIFFE id without its scheme. */
export function meshPrincipal(mesh: Mesh, namespace: string, account: string): string | undefined {
  if (mesh.mode === 'none') return undefined;
  return `${mesh.trustDomain ?? DEFAULT_TRUST_DOMAIN}/ns/${namespace}/sa/${account}`;
}

function resolveSidecar(
  resolution: Resolution,
  mesh: SidecarFacts,
  { budgets, delivery }: { budgets: BudgetsPlan; delivery: DeliveryPlan },
): SidecarMesh {
  if (!mesh.cni) reportMissingCni(resolution);
  const proxy = proxyRequests(mesh);
  return {
    mode: 'sidecar',
    injectionLabel: injectionLabel(mesh),
    podAnnotations: {
      'proxy.istio.io/config': JSON.stringify({
        holdApplicationUntilProxyStarts: true,
        // The proxy must outlive the last request that Triton finishes.
        terminationDrainDuration: `${budgets.preStopSeconds + budgets.exitTimeoutSeconds}s`,
      }),
      'sidecar.istio.io/proxyCPU': proxy.cpu,
      'sidecar.istio.io/proxyMemory': proxy.memory,
      ...(mesh.nativeSidecars ? {} : excludeInitTraffic(resolution, delivery)),
    },
    trustDomain: mesh.trustDomain ?? DEFAULT_TRUST_DOMAIN,
  };
}

/** What the proxy of one pod requests. */
export function proxyRequests({ proxyResources }: SidecarFacts): { cpu: string; memory: string } {
  return {
    cpu: canonicalCpu(proxyResources?.cpu ?? PROXY_CPU),
    memory: canonicalBytes(proxyResources?.memory ?? PROXY_MEMORY),
  };
}

function injectionLabel({ revision }: SidecarFacts): Labels {
  return revision === undefined ? { 'sidecar.istio.io/inject': 'true' } : { 'istio.io/rev': revision };
}

function resolveAmbient({ inputs }: Resolution, mesh: AmbientFacts): AmbientMesh {
  const { namespace } = inputs.environment.content.spec;
  return {
    mode: 'ambient',
    podLabels: { 'istio.io/dataplane-mode': 'ambient' },
    trustDomain: mesh.trustDomain ?? DEFAULT_TRUST_DOMAIN,
    waypoint: mesh.waypoint && {
      name: mesh.waypoint.name,
      principal: meshPrincipal(mesh, namespace, mesh.waypoint.serviceAccount)!,
    },
  };
}

/**
 * Without native sidecars an init container runs before the proxy and its redirected traffic goes nowhere, so
 * the stores and the identity provider bypass the proxy.
 * https://istio.io/latest/docs/setup/additional-setup/cni/#compatibility-with-application-init-containers
 */
function excludeInitTraffic({ inputs }: Resolution, delivery: DeliveryPlan): Record<string, string> {
  if (delivery.mode !== 'fetch' || delivery.fetchers.length === 0) return {};
  const { modelStores, identity } = inputs.cluster.content.spec;
  const egress = delivery.fetchers.flatMap(({ store }) => modelStores[store]?.egress ?? []);
  const ranges = new Set([...egress, ...(identity.egress ?? [])].map(({ cidr }) => cidr));
  return { 'traffic.sidecar.istio.io/excludeOutboundIPRanges': [...ranges].sort().join(',') };
}

function reportMissingCni(resolution: Resolution): void {
  report(resolution, {
    rule: 'plan/mesh-needs-cni',
    message:
      'The mesh runs without istio-cni, so each pod needs NET_ADMIN, which Pod Security restricted refuses.',
    fix: 'Install istio-cni and set spec.mesh.cni: true.',
    at: clusterPlace(resolution, '/spec/mesh/cni'),
  });
}
