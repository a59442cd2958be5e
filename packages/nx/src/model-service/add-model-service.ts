import type { Tree } from '@nx/devkit';
import { applyEdit, planEdit } from '../tree/edit-fleet.ts';
import { findExisting } from '../tree/find-existing.ts';
import { findCaseTwins, validateName } from '../tree/validate-name.ts';
import { refuseErrors } from '../user-error.ts';
import { blameFindings } from './blame-findings.ts';
import { describeImport, describeOutcome } from './describe-import.ts';
import { importRepository, type ImportedRepository } from './import-repository.ts';
import { parseOptions, validateOptions, type ModelServiceOptions, type RawOptions } from './options.ts';
import { presetModel } from './preset-model.ts';
import { draftService } from './service-draft.ts';

/**
 * Adds a model service to the workspace and renders its overlays. Nothing is written unless everything is right;
 * a second run with the same options changes nothing. `say` prints for the user; what is left to say once the tree
 * is written is returned.
 */
export async function addModelService(
  tree: Tree,
  raw: RawOptions,
  say: (text: string) => void,
): Promise<(() => void) | undefined> {
  const options = parseOptions(raw);
  refuseErrors([...validateName('ModelService', options.name, 'name'), ...validateOptions(options)]);
  const { services, leftOut, findings } = draftServices(tree, options);
  refuseErrors(findings);
  refuseErrors(
    services.flatMap(({ name }) => [
      ...validateName('ModelService', name, `The name ${name}`),
      ...findCaseTwins(tree, 'ModelService', name),
    ]),
  );
  refuseErrors(
    services.flatMap(({ name, file, text }) =>
      findExisting(tree, { path: file, text }, `The service ${name}`, 'spec'),
    ),
  );
  const names = services.map(({ name }) => name);
  const plan = await planEdit(tree, new Map(services.map(({ file, text }) => [file, text])), {
    scope: { services: names },
    blame: (problems) => blameFindings(problems, services),
  });
  if (plan.changes.length === 0) {
    say(`${names.join(', ')}: already there, nothing to do.`);
    return undefined;
  }
  const { placements } = plan;
  say(describeImport(options, services, { placements, leftOut, warnings: [...findings, ...plan.warnings] }));
  applyEdit(tree, plan);
  return () => say(describeOutcome(services, placements, options));
}

function draftServices(tree: Tree, options: ModelServiceOptions): ImportedRepository {
  const { from, preset, name } = options;
  if (from !== undefined)
    return importRepository({ ...options, from }, [currentFolder(tree.root), tree.root]);
  const { draft, variant } = presetModel(preset ?? '', options);
  return { services: [draftService({ name, variant }, [draft], options)], leftOut: [], findings: [] };
}

// Nx runs at the root of the workspace; npm remembers where it was started.
function currentFolder(root: string): string {
  const { INIT_CWD: started } = process.env;
  return started?.startsWith(root) ? started : process.cwd();
}
