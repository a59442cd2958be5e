import type { Comments } from './yaml-emitter.ts';
import type { Labels } from './labels.ts';

/** The part of Kubernetes' ObjectMeta that a committed manifest may hold. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  labels?: Labels;
  annotations?: Record<string, string>;
}

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
