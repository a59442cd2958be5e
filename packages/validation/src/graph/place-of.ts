import type { Place } from '../cluster-rule.ts';
import { nameOf, type Node } from './node.ts';

/** The place of a value in an object, in a form that outlives the graph. */
export function placeOf(node: Node, pointer: string): Place {
  const { file, line, root, object } = node.manifest;
  const labels = object.metadata.labels as Record<string, unknown> | undefined;
  const service = labels?.['fleetwright.dev/service'];
  return {
    file,
    line,
    pointer: root + pointer,
    resource: nameOf(node),
    ...(typeof service === 'string' && { service }),
  };
}
