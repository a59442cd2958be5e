import type { Tree } from '@nx/devkit';
import { refuseErrors } from '../user-error.ts';
import { blameFindings } from './blame-findings.ts';
import { describeImport, describeOutcome } from './describe-import.ts';
import { importRepository, type ImportedRepository } from './import-repository.ts';
import { parseOptions, validateOptions, type ModelServiceOptions, type RawOptions } from './options.ts';
import { presetModel } from './preset-model.ts';
import { readFleetInputs } from '../tree/read-fleet-inputs.ts';
import { renderServices } from '../tree/render-services.ts';
import { draftService } from './service-draft.ts';
import { findCaseTwins, validateName } from '../tree/validate-name.ts';
import { findExisting, findObstacles, listChanges } from '../tree/write-plan.ts';

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
  refuseErrors(findExisting(tree, services));

  const inputs = readFleetInputs(tree, services);
  refuseErrors(inputs.findings);
  const rendered = await renderServices(tree, inputs);
  const judged = blameFindings(rendered.findings, services);
  refuseErrors(judged);

  const overlays = rendered.placements.flatMap(({ files }) => files);
  const files = [...services.map(({ file, text }) => ({ path: file, text })), ...overlays];
  refuseErrors(findObstacles(tree, overlays, files));
  const changes = listChanges(tree, files);
  if (changes.length === 0) {
    say(`${services.map(({ name }) => name).join(', ')}: already there, nothing to do.`);
    return undefined;
  }
  const warnings = [...findings, ...judged];
  say(describeImport(options, services, { placements: rendered.placements, leftOut, warnings }));
  for (const { path, text } of changes) tree.write(path, text);
  return () => say(describeOutcome(services, rendered.placements, options));
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
