import { proxyRequests } from './resolve-mesh.ts';
import { resolveLimitRange, type ContainerAmounts, type ContainerDefaults } from './resolve-limit-range.ts';
import { clusterPlace, report, type Party, type Place, type Resolution } from './resolution.ts';
import type { ServingPlan } from './serving-plan.ts';
import { bytesOf } from './units.ts';

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;
type ResourceName = (typeof RESOURCES)[number];
const KINDS = ['requests', 'limits'] as const;

/** One amount of a container, e.g. its limit of CPU. */
interface Amount {
  kind: (typeof KINDS)[number];
  resource: ResourceName;
}

const NO_DEFAULTS: ContainerDefaults = { default: {}, defaultRequest: {} };

/** A container of the pod, as quota and LimitRange see it. */
interface PodContainer {
  /** As messages call it. */
  name: string;
  requests: ContainerAmounts;
  limits: ContainerAmounts;
  /** Where it would state an amount. */
  placeOf: (amount: Amount) => Place | string;
  /** What its owner can do about an amount that it lacks. */
  ownFix: (amount: string) => string;
}

/**
 * Checks that the API server will admit the pod into its namespace: a quota refuses a container that does not state
 * what it counts, and a limit by LimitRange must not lie below what a container requests. Neither shows before the
 * first pod. https://kubernetes.io/docs/concepts/policy/resource-quotas/#requests-vs-limits
 */
export function checkQuota(resolution: Resolution, { resources }: ServingPlan): void {
  const environment = resolution.inputs.environment.content;
  const quota = environment.spec.quota ?? {};
  const defaults = resolveLimitRange(environment) ?? NO_DEFAULTS;
  for (const container of listContainers(resolution, resources)) {
    for (const resource of RESOURCES) {
      checkDefaultLimit(resolution, container, { resource, limit: defaults.default[resource] });
      for (const kind of KINDS) {
        const isCounted = Object.hasOwn(quota, `${kind}.${resource}`);
        if (isCounted && !hasAmount(container, defaults, { kind, resource }))
          reportUnstated(resolution, container, { kind, resource });
      }
    }
  }
}

// A limit that stands alone, stated or given, is also the request.
function hasAmount(
  { requests, limits }: PodContainer,
  defaults: ContainerDefaults,
  { kind, resource }: Amount,
): boolean {
  const hasLimit = limits[resource] !== undefined || defaults.default[resource] !== undefined;
  if (kind === 'limits' || hasLimit) return hasLimit;
  return requests[resource] !== undefined || defaults.defaultRequest[resource] !== undefined;
}

// Init containers have the amounts of the server.
function listContainers(resolution: Resolution, resources: ServingPlan['resources']): PodContainer[] {
  const server: PodContainer = {
    name: 'the model server',
    ...resources,
    placeOf: ({ kind, resource }) => `/resources/${kind}/${resource}`,
    ownFix: (amount) => `state resources.${amount} in the service, `,
  };
  const { mesh } = resolution.inputs.cluster.content.spec;
  if (mesh.mode !== 'sidecar') return [server];
  const proxy: PodContainer = {
    name: "the mesh's proxy",
    requests: proxyRequests(mesh),
    limits: {},
    placeOf: ({ resource }) =>
      clusterPlace(
        resolution,
        resource in (mesh.proxyResources ?? {}) ? `/spec/mesh/proxyResources/${resource}` : '/spec/mesh/mode',
      ),
    ownFix: () => '',
  };
  return [server, proxy];
}

function checkDefaultLimit(
  resolution: Resolution,
  container: PodContainer,
  { resource, limit }: { resource: ResourceName; limit: string | undefined },
): void {
  const request = container.requests[resource];
  if (limit === undefined || request === undefined || container.limits[resource] !== undefined) return;
  if (bytesOf(request) <= bytesOf(limit)) return;
  const { environment } = resolution.inputs;
  const isStated = environment.content.spec.limitRange !== undefined;
  report(resolution, {
    rule: 'plan/limit-range',
    message: `The LimitRange gives containers a limit of ${limit} ${resource}, but ${container.name} requests ${request}: the API server refuses its pods.`,
    fix: `Set limitRange.default.${resource} to ${request} or more${isStated ? ', or remove it' : ''}.`,
    at: {
      source: environment.source,
      // A quota is what brings one that is not stated.
      pointer: isStated ? `/spec/limitRange/default/${resource}` : '/spec/quota',
    },
    related: [
      {
        at: container.placeOf({ kind: 'requests', resource }),
        message: `${container.name} requests ${request}`,
      },
    ],
  });
}

function reportUnstated(resolution: Resolution, container: PodContainer, { kind, resource }: Amount): void {
  const { environment } = resolution.inputs;
  const amount = `${kind}.${resource}`;
  const field = kind === 'requests' ? 'defaultRequest' : 'default';
  const parties: Party[] = [
    { at: container.placeOf({ kind, resource }), message: `${container.name} states no ${amount}` },
  ];
  if (environment.content.spec.limitRange !== undefined) {
    const at = { source: environment.source, pointer: '/spec/limitRange' };
    parties.push({ at, message: `there is no ${field}.${resource}` });
  }
  report(resolution, {
    rule: 'plan/quota-unstated',
    message: `The quota counts ${amount}, which ${container.name} does not state and limitRange does not give: the API server refuses its pods.`,
    fix: `Set limitRange.${field}.${resource}, ${container.ownFix(amount)}or remove ${amount} from the quota.`,
    at: { source: environment.source, pointer: `/spec/quota/${amount}` },
    related: parties,
  });
}
