import type { ApplicationSpec } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';

/** The spec of an Application, or the one that an ApplicationSet makes Applications from. */
export interface ApplicationTemplate {
  node: Node;
  /** JSON pointer of the spec in the object. */
  pointer: string;
  spec: Loose<ApplicationSpec>;
  /** Values of an ApplicationSet may be templates, which say nothing before they are filled in. */
  templated: boolean;
}

/** Every Application of a graph, those included that an ApplicationSet makes. */
export function listApplications(graph: ResourceGraph): ApplicationTemplate[] {
  return [
    ...graph.ofKind('Application').map((node) => ({
      node: node,
      pointer: '/spec',
      spec: node.object.spec ?? {},
      templated: false,
    })),
    ...graph.ofKind('ApplicationSet').map((node) => ({
      node: node,
      pointer: '/spec/template/spec',
      spec: node.object.spec?.template?.spec ?? {},
      templated: true,
    })),
  ];
}

/** Whether a value is filled in only when an ApplicationSet makes its Applications. */
export function isTemplate(value: unknown): boolean {
  return typeof value === 'string' && value.includes('{{');
}
