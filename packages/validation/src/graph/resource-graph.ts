import { groupOf, type Manifest } from '@fleetwright/manifests';
import type { Service } from '@fleetwright/kube-schemas';
import { dropNulls } from './drop-nulls.ts';
import { GROUPS, type Kinds } from './kinds.ts';
import { matchesLabels } from './label-selector.ts';
import type { Node } from './node.ts';
import { rememberObjects } from './remember.ts';
import { workloadOf, type Workload } from './workload.ts';

/** What a graph is made from. */
export interface GraphSources {
  /** What is judged. */
  manifests: readonly Manifest[];
  /** What the judged objects may refer to besides each other. */
  context?: readonly Manifest[];
}

/** The objects of one cluster, or of a part of it, and how they refer to each other. */
export class ResourceGraph {
  readonly nodes: readonly Node[];
  readonly workloads: readonly Workload[];
  readonly #byKind = new Map<keyof Kinds, Node[]>();

  constructor({ manifests, context = [] }: GraphSources) {
    this.nodes = [...manifests.map((manifest) => toNode(manifest, false)), ...context.map(toContext)];
    for (const node of this.nodes) {
      const kind = node.kind as keyof Kinds;
      if (GROUPS[kind] !== node.group) continue;
      const list = this.#byKind.get(kind);
      if (list) list.push(node);
      else this.#byKind.set(kind, [node]);
    }
    this.workloads = this.nodes.flatMap((node) => workloadOf(node) ?? []);
  }

  /** The objects of a kind, whatever the version of its API. */
  ofKind<Kind extends keyof Kinds>(kind: Kind): readonly Node<Kinds[Kind]>[] {
    return (this.#byKind.get(kind) ?? []) as Node<Kinds[Kind]>[];
  }

  /** The object of a kind by its name. */
  find<Kind extends keyof Kinds>(kind: Kind, namespace: string, name: string | undefined) {
    return this.ofKind(kind).find((node) => node.namespace === namespace && node.name === name);
  }

  /** The workload that a `{apiVersion, kind, name}` reference of an object names. */
  findWorkload(namespace: string, reference: { kind?: string | undefined; name?: string | undefined }) {
    return this.workloads.find(
      ({ node }) =>
        node.namespace === namespace && node.kind === reference.kind && node.name === reference.name,
    );
  }

  /** The workloads whose pods a Service selects. */
  selectedBy({ object, namespace }: Node<Service>): Workload[] {
    const selector = object.spec?.selector;
    return this.workloads.filter(
      ({ node, podLabels }) => node.namespace === namespace && matchesLabels(selector, podLabels),
    );
  }

  /** The Services that select the pods of a workload. */
  servicesOf({ node, podLabels }: Workload): Node<Service>[] {
    return this.ofKind('Service').filter(
      ({ object, namespace }) =>
        namespace === node.namespace && matchesLabels(object.spec?.selector, podLabels),
    );
  }

  /** The Service that a host of a mesh route names from a namespace: `name`, `name.namespace` or the full name. */
  findHost(host: string, namespace: string): Node<Service> | undefined {
    const [name, inNamespace = namespace, ...domain] = host.split('.');
    const isService = domain.length === 0 || (domain[0] === 'svc' && domain.length !== 2);
    return isService ? this.find('Service', inNamespace, name) : undefined;
  }
}

// The services of a cluster have their context in common.
const toContext = rememberObjects((manifest: Manifest) => toNode(manifest, true));

function toNode(manifest: Manifest, context: boolean): Node {
  const object = dropNulls(manifest.object);
  const { apiVersion, kind, metadata } = object;
  return {
    manifest,
    object,
    group: groupOf(apiVersion),
    kind,
    namespace: metadata.namespace ?? 'default',
    name: metadata.name ?? '',
    context,
  };
}
