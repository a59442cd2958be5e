import type { Tree } from '@nx/devkit';
import { promote } from '@fleetwright/fleet';
import { describeEdit } from '../tree/describe-edit.ts';
import { applyEdit, planEdit } from '../tree/edit-fleet.ts';
import { readFleetInputs } from '../tree/read-fleet-inputs.ts';
import { validateName } from '../tree/validate-name.ts';
import { sayWithNx } from '../say.ts';
import { refuseErrors } from '../user-error.ts';

/** Options of the generator; schema.json describes them. */
export interface PromoteOptions {
  service?: string;
  from?: string;
  to?: string;
  wave?: number;
}

/** `nx generate promote`: releases to one environment what another runs. */
export async function promoteGenerator(tree: Tree, options: PromoteOptions, say = sayWithNx): Promise<void> {
  const { service = '', from = '', to = '', wave } = options;
  refuseErrors([
    ...validateName('ModelService', service, 'service'),
    ...validateName('Environment', from, '--from'),
    ...validateName('Environment', to, '--to'),
  ]);
  // All of them: a slip in the name is explained by those that exist.
  const promotion = await promote(readFleetInputs(tree), { service, from, to, wave });
  refuseErrors(promotion.findings);
  const edits = new Map(promotion.changes.map(({ path, expected }) => [path, expected]));
  const plan = await planEdit(tree, edits, { scope: { services: [service] } });
  applyEdit(tree, plan);
  const reached = wave === undefined ? to : `wave ${wave} of ${to}`;
  say(describeEdit(`${service}, promoted from ${from} to ${reached}`, plan));
}
