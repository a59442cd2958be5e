import type { ObjectMeta } from '@fleetwright/kube-schemas';
import type { Comments } from './comment-tree.ts';

/** A Kubernetes object; each kind's own type narrows it. Keys stand in the order in which they are written. */
export interface Resource {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/**
 * Makes the resources of one kind from a plan. `id` is `<package>/<file>`: the comment above each rendered
 * resource repeats it, so that a reader of the YAML finds the code.
 */
export interface Builder<Plan> {
  id: string;
  build: (plan: Plan) => Resource | readonly Resource[] | undefined;
  /** Comments inside the resource: parts that another builder makes, reasons of single rules. */
  comments?: (plan: Plan) => Comments;
}

/** A resource together with the builder that made it. */
export interface BuiltResource {
  builder: string;
  resource: Resource;
  comments?: Comments;
}
