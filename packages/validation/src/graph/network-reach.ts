import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '@fleetwright/kube-schemas';
import type { Loose } from './kinds.ts';
import { matchesSelector, type Labels } from './label-selector.ts';
import type { Node } from './node.ts';
import type { ResourceGraph } from './resource-graph.ts';
import { portsByName } from './service-ports.ts';
import type { Workload } from './workload.ts';

/** The two ways that traffic takes. */
export type Direction = 'ingress' | 'egress';

/** One rule of a policy that lets something through. */
export interface PolicyRule {
  node: Node<NetworkPolicy>;
  /** JSON pointer of the rule in the policy. */
  pointer: string;
  /** Empty: everybody. */
  peers: readonly Loose<NetworkPolicyPeer>[];
  /** Empty: every port. */
  ports: readonly Loose<NetworkPolicyPort>[];
}

/** What policies together let through for the pods of a workload; nothing else passes. */
export interface Isolation {
  /** At least one. */
  policies: readonly Node<NetworkPolicy>[];
  rules: readonly PolicyRule[];
}

/** A port of an endpoint. */
export interface Endpoint {
  protocol: 'TCP' | 'UDP';
  port: number;
}

/** The other end: pods of a namespace, with labels where they are known, or a network. */
export type Peer = { namespace: string; podLabels?: Labels | undefined } | { cidr: string };

/** How policies isolate the pods of a workload in a direction; undefined where none does. */
export function isolationOf(
  graph: ResourceGraph,
  workload: Workload,
  direction: Direction,
): Isolation | undefined {
  const policies = graph
    .ofKind('NetworkPolicy')
    .filter(
      (policy) =>
        policy.namespace === workload.node.namespace &&
        isolates(policy, direction) &&
        matchesSelector(policy.object.spec?.podSelector, workload.podLabels),
    );
  if (policies.length === 0) return undefined;
  return { policies, rules: policies.flatMap((policy) => rulesOf(policy, direction)) };
}

/** Where a rule is missing: in the policy that is judged itself, or at the pods where others isolate them. */
export function placeOfRules(
  { policies }: Isolation,
  { node, templatePointer }: Workload,
  direction: Direction,
): { node: Node; pointer: string } {
  const own = policies.findLast(({ context }) => !context);
  return own === undefined
    ? { node, pointer: `${templatePointer}/metadata/labels` }
    : { node: own, pointer: `/spec/${direction}` };
}

/** The rules of a policy in a direction. */
export function rulesOf(node: Node<NetworkPolicy>, direction: Direction): PolicyRule[] {
  const { ingress = [], egress = [] } = node.object.spec ?? {};
  const rules =
    direction === 'ingress'
      ? ingress.map(({ from, ports }) => ({ peers: from, ports }))
      : egress.map(({ to, ports }) => ({ peers: to, ports }));
  return rules.map(({ peers, ports }, index) => ({
    node,
    pointer: `/spec/${direction}/${index}`,
    peers: peers ?? [],
    ports: ports ?? [],
  }));
}

/** Whether a policy isolates pods in a direction. Without policyTypes it does for ingress, and for egress with rules. */
export function isolates({ object }: Node<NetworkPolicy>, direction: Direction): boolean {
  const { policyTypes, egress } = object.spec ?? {};
  if (policyTypes === undefined) return direction === 'ingress' || (egress ?? []).length > 0;
  return policyTypes.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
}

/** Whether rules let a port through, for a peer or for anybody; names of ports are those of `server`'s pods. */
export function lets(
  { rules }: Isolation,
  endpoint: Endpoint,
  { peer, server, graph }: { peer?: Peer; server?: Workload; graph: ResourceGraph },
): boolean {
  return rules.some(
    (rule) =>
      (rule.ports.length === 0 || rule.ports.some((port) => opens(port, endpoint, server))) &&
      (peer === undefined ||
        rule.peers.length === 0 ||
        rule.peers.some((candidate) => mayBe(candidate, peer, { graph, own: rule.node.namespace }))),
  );
}

function opens(
  { protocol = 'TCP', port, endPort }: Loose<NetworkPolicyPort>,
  endpoint: Endpoint,
  server: Workload | undefined,
): boolean {
  if (protocol !== endpoint.protocol) return false;
  if (port === undefined) return true;
  const number = typeof port === 'number' ? port : server && portsByName(server).get(port);
  // A name of ports of other pods.
  if (number === undefined) return server === undefined;
  return endPort === undefined
    ? number === endpoint.port
    : number <= endpoint.port && endpoint.port <= endPort;
}

// What is not known may fit.
function mayBe(
  { ipBlock, namespaceSelector, podSelector }: Loose<NetworkPolicyPeer>,
  peer: Peer,
  { graph, own }: { graph: ResourceGraph; own: string },
): boolean {
  if (ipBlock !== undefined) return 'cidr' in peer && containsNetwork(ipBlock.cidr ?? '', peer.cidr);
  if ('cidr' in peer) return false;
  const fitsNamespace =
    namespaceSelector === undefined
      ? peer.namespace === own
      : matchesSelector(namespaceSelector, namespaceLabels(graph, peer.namespace, namespaceSelector));
  return (
    fitsNamespace &&
    (podSelector === undefined ||
      peer.podLabels === undefined ||
      Object.keys(peer.podLabels).length === 0 ||
      matchesSelector(podSelector, peer.podLabels))
  );
}

// Labels of a namespace that is not given are taken to fit, but for its name, which the API server keeps.
function namespaceLabels(
  graph: ResourceGraph,
  name: string,
  selector: NonNullable<Loose<NetworkPolicyPeer>['namespaceSelector']>,
): Labels {
  const given = graph.ofKind('Namespace').find((candidate) => candidate.name === name);
  const assumed = given === undefined ? selector.matchLabels : given.object.metadata?.labels;
  return { ...assumed, [NAMESPACE_NAME]: name };
}

/** The label by which the API server names each namespace. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Whether an IPv4 network lies in another; networks of other kinds only where both are the same text. */
export function containsNetwork(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const [a, b] = [parseNetwork(outer), parseNetwork(inner)];
  if (a === undefined || b === undefined || a.length > b.length) return false;
  const size = 2 ** (32 - a.length);
  return Math.floor(a.address / size) === Math.floor(b.address / size);
}

function parseNetwork(text: string): { address: number; length: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a, b, c, d, length] = match.slice(1).map(Number);
  return { address: ((a! * 256 + b!) * 256 + c!) * 256 + d!, length: length! };
}
