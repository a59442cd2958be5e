import type { Tree } from '@nx/devkit';
import { count, describeEdit } from '../tree/describe-edit.ts';
import { applyEdit } from '../tree/edit-fleet.ts';
import { describeUnknown, readSpec } from '../tree/read-spec.ts';
import { validateName } from '../tree/validate-name.ts';
import { sayWithNx, type Say } from '../say.ts';
import { refuseErrors } from '../user-error.ts';
import { findActive, planRemoval } from './delete-service.ts';
import { describeKept } from './describe-kept.ts';
import { listObjects, type AppliedObjects } from './list-objects.ts';
import { planRetirement } from './retire-service.ts';

/** Options of the generator; schema.json describes them. */
export interface RemoveOptions {
  service?: string;
  retire?: boolean;
  force?: boolean;
}

/** `nx generate remove`: retires a service, or deletes one that is retired. */
export async function removeGenerator(tree: Tree, options: RemoveOptions, say = sayWithNx): Promise<void> {
  const { service = '', retire = false, force = false } = options;
  if (retire) return retireService(tree, service, say);
  refuseErrors(validateName('ModelService', service, 'service'));
  if (tree.children(`apps/${service}`).length === 0) refuseErrors([describeUnknown(tree, 'apps', service)]);
  if (!force) refuseErrors(findActive(tree, service));
  const left = listObjects(tree, service);
  // While the overlays still say where the service is.
  const kept = left.length > 0 ? undefined : describeKept(tree, service);
  const plan = await planRemoval(tree, service);
  applyEdit(tree, plan);
  say(`${service}: ${count(plan.changes.length, 'file')} deleted.`);
  if (left.length > 0) say(describeObjects('Argo CD leaves these running; delete them by hand', left));
  if (kept !== undefined) say(kept);
}

async function retireService(tree: Tree, service: string, say: Say): Promise<void> {
  const { spec, findings } = readSpec(tree, service);
  refuseErrors(findings);
  if (spec === undefined) return;
  const before = listObjects(tree, service);
  const plan = await planRetirement(tree, spec);
  applyEdit(tree, plan);
  say(describeEdit(`${service}, retired`, plan));
  const pruned = withoutRest(before, listObjects(tree, service));
  if (pruned.length > 0) say(describeObjects('Argo CD will prune', pruned));
  const kept = describeKept(tree, service);
  if (plan.changes.length > 0 && kept !== undefined) say(kept);
  if (plan.changes.length > 0)
    say(`\nNext\n  Once it has, and the releases are retired too, run: nx generate remove ${service}`);
}

// An environment that runs a release keeps its objects until the retired spec is promoted to it.
function withoutRest(before: readonly AppliedObjects[], after: readonly AppliedObjects[]): ClusterObjects[] {
  return before
    .filter(({ cluster }) => !after.some((rest) => rest.cluster === cluster))
    .map(({ cluster, prunable }) => ({ cluster, objects: prunable }));
}

type ClusterObjects = Pick<AppliedObjects, 'cluster' | 'objects'>;

function describeObjects(what: string, applied: readonly ClusterObjects[]): string {
  return ['', ...applied.map(({ cluster, objects }) => `${what} on ${cluster}: ${objects.join(', ')}`)].join(
    '\n',
  );
}
