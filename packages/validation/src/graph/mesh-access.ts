import type {
  AuthorizationPolicy,
  AuthorizationPolicyOperation,
  AuthorizationPolicyRule,
  AuthorizationPolicySource,
  Service,
} from '@fleetwright/kube-schemas';
import type { ClusterFile } from '@fleetwright/model-service';
import type { Loose } from './kinds.ts';
import { matchesSelector } from './label-selector.ts';
import type { Node } from './node.ts';
import type { ResourceGraph } from './resource-graph.ts';
import type { Workload } from './workload.ts';

/** One rule of an AuthorizationPolicy that allows something. */
export interface AllowRule {
  node: Node<AuthorizationPolicy>;
  /** JSON pointer of the rule in the policy. */
  pointer: string;
  rule: Loose<AuthorizationPolicyRule>;
}

/** What policies of the mesh together allow; nothing else is answered. */
export interface Access {
  /** At least one. */
  policies: readonly Node<AuthorizationPolicy>[];
  rules: readonly AllowRule[];
}

/** Who calls, as the mesh knows it: `<namespace>/<service account>`; undefined where it speaks plain text. */
export type Caller = string | undefined;

/** Namespace of the control plane, whose policies hold for the whole mesh. */
export const ROOT_NAMESPACE = 'istio-system';

/** What is allowed toward the pods of a workload; undefined where no policy restricts it. */
export function accessToPods(graph: ResourceGraph, { node, podLabels }: Workload): Access | undefined {
  return accessBy(graph, (policy) => {
    if (targetsOf(policy).length > 0) return false;
    const isHere = policy.namespace === node.namespace || policy.namespace === ROOT_NAMESPACE;
    return isHere && matchesSelector(policy.object.spec?.selector, podLabels);
  });
}

/** What the waypoint of a Service allows toward it; undefined where no policy names the Service. */
export function accessToService(graph: ResourceGraph, service: Node<Service>): Access | undefined {
  return accessBy(graph, (policy) => {
    const isNamed = targetsOf(policy).some(
      ({ target: { kind, name } }) => kind === 'Service' && name === service.name,
    );
    return isNamed && policy.namespace === service.namespace;
  });
}

/** What an AuthorizationPolicy targets by name, with the JSON pointer of each. */
export function targetsOf({ object: { spec } }: Node<AuthorizationPolicy>) {
  const { targetRef, targetRefs = [] } = spec ?? {};
  return [
    ...targetRefs.map((target, index) => ({ target, pointer: `/spec/targetRefs/${index}` })),
    ...(targetRef === undefined ? [] : [{ target: targetRef, pointer: '/spec/targetRef' }]),
  ];
}

function accessBy(
  graph: ResourceGraph,
  applies: (policy: Node<AuthorizationPolicy>) => boolean,
): Access | undefined {
  const policies = graph
    .ofKind('AuthorizationPolicy')
    .filter((policy) => (policy.object.spec?.action ?? 'ALLOW') === 'ALLOW' && applies(policy));
  return policies.length === 0 ? undefined : { policies, rules: policies.flatMap(allowRules) };
}

/** The rules of an AuthorizationPolicy. */
export function allowRules(node: Node<AuthorizationPolicy>): AllowRule[] {
  return (node.object.spec?.rules ?? []).map((rule, index) => ({
    node,
    pointer: `/spec/rules/${index}`,
    rule,
  }));
}

/** Whether a rule speaks of a port. */
export function coversPort({ rule: { to = [] } }: AllowRule, port: number): boolean {
  return to.length === 0 || to.some(({ operation = {} }) => operatesOn(operation, String(port)));
}

function operatesOn({ ports, notPorts }: Loose<AuthorizationPolicyOperation>, port: string): boolean {
  return (ports === undefined || ports.includes(port)) && !notPorts?.includes(port);
}

/** Whether a rule lets a caller in; what else it asks for may fit. */
export function admits({ rule: { from = [] } }: AllowRule, caller: Caller): boolean {
  return from.length === 0 || from.some(({ source = {} }) => mayComeFrom(source, caller));
}

function mayComeFrom(
  { principals, namespaces, serviceAccounts }: Loose<AuthorizationPolicySource>,
  caller: Caller,
): boolean {
  if (caller === undefined)
    return principals === undefined && namespaces === undefined && serviceAccounts === undefined;
  const [namespace, account] = caller.split('/');
  const identity = `/ns/${namespace}/sa/${account}`;
  return (
    (principals === undefined || principals.some((principal) => fitsIdentity(principal, identity))) &&
    (namespaces === undefined || namespaces.some((pattern) => fitsPattern(pattern, namespace!))) &&
    (serviceAccounts === undefined || serviceAccounts.some((name) => name === caller || name === account))
  );
}

// Domains of trust have aliases that are not known here.
function fitsIdentity(principal: string, identity: string): boolean {
  const isPattern = principal.startsWith('*') || principal.endsWith('*');
  return isPattern
    ? fitsPattern(principal, `cluster.local${identity}`) ||
        fitsPattern(principal.replace(/^[^*/]+/, ''), identity)
    : principal.slice(Math.max(0, principal.indexOf('/ns/'))) === identity;
}

function fitsPattern(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}

/** Whether a Service, or its namespace, sends what comes from gateways through the waypoint. */
export function gatewaysUseWaypoint(graph: ResourceGraph, { object, namespace }: Node<Service>): boolean {
  const own = object.metadata?.labels?.[INGRESS_LABEL];
  const space = graph.ofKind('Namespace').find(({ name }) => name === namespace);
  return (own ?? space?.object.metadata?.labels?.[INGRESS_LABEL]) === 'true';
}

const INGRESS_LABEL = 'istio.io/ingress-use-waypoint';

/** The waypoint of the services of a cluster, if it has one. */
export function waypointOf({
  spec: { mesh },
}: ClusterFile): { name: string; serviceAccount: string } | undefined {
  return mesh.mode === 'ambient' ? mesh.waypoint : undefined;
}

/** The label that Istio gives the pods of a gateway, waypoints among them. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
