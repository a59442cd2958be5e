import type { ApplicationSet } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { ApplicationTemplate } from './applications.ts';

/** Whether more than its template makes the Applications of an ApplicationSet: a patch, or templates of generators. */
export function isPatched({ node, templated }: ApplicationTemplate): boolean {
  if (!templated) return false;
  const { generators = [], templatePatch } = (node.object as Loose<ApplicationSet>).spec ?? {};
  return (
    templatePatch !== undefined ||
    generators.some((generator) =>
      Object.values(generator).some(
        (kind) => typeof kind === 'object' && (kind as { template?: unknown }).template !== undefined,
      ),
    )
  );
}
