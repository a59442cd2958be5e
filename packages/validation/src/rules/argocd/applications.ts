import type { ApplicationSpec } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';

/** An Application, or what an ApplicationSet makes Applications from. */
export interface ApplicationTemplate {
  node: Node;
  /** JSON pointer of the Application in the object: empty where the object is one. */
  root: string;
  /** JSON pointer of its spec. */
  pointer: string;
  metadata: ApplicationMetadata;
  spec: Loose<ApplicationSpec>;
  /** Values of an ApplicationSet may be templates, which say nothing before they are filled in. */
  templated: boolean;
}

/** What rules read of the metadata. */
export interface ApplicationMetadata {
  name?: string | undefined;
  labels?: Readonly<Record<string, string | undefined>> | undefined;
  annotations?: Readonly<Record<string, string | undefined>> | undefined;
  finalizers?: readonly string[] | undefined;
}

/** Every Application of a graph, those included that an ApplicationSet makes. */
export function listApplications(graph: ResourceGraph): ApplicationTemplate[] {
  return [
    ...graph.ofKind('Application').map((node) => ({
      node: node,
      root: '',
      pointer: '/spec',
      metadata: node.object.metadata ?? {},
      spec: node.object.spec ?? {},
      templated: false,
    })),
    ...graph.ofKind('ApplicationSet').map((node) => ({
      node: node,
      root: '/spec/template',
      pointer: '/spec/template/spec',
      metadata: node.object.spec?.template?.metadata ?? {},
      spec: node.object.spec?.template?.spec ?? {},
      templated: true,
    })),
  ];
}

/** Whether a value is filled in only when an ApplicationSet makes its Applications, or stands for many. */
export function isTemplate(value: unknown): boolean {
  return typeof value === 'string' && /\{\{|\*/.test(value);
}
