import type { Tree } from '@nx/devkit';
import { parseModelService } from '@fleetwright/model-service';
import type { Finding } from '@fleetwright/findings';
import { applyEdit, planEdit } from '../tree/edit-fleet.ts';
import { describeEdit } from '../tree/describe-edit.ts';
import { readSpec } from '../tree/read-spec.ts';
import { sayWithNx } from '../say.ts';
import { refuseErrors } from '../user-error.ts';
import { editSpec } from './edit-spec.ts';
import { parseModelVersionOptions, type RawModelVersionOptions } from './options.ts';

/** `nx generate model-version`: adds one node to a spec and renders what follows from it. */
export async function modelVersionGenerator(
  tree: Tree,
  raw: RawModelVersionOptions,
  say = sayWithNx,
): Promise<void> {
  const options = parseModelVersionOptions(raw);
  const { spec, findings } = readSpec(tree, options.service);
  refuseErrors(findings);
  if (spec === undefined) return;
  const edit = editSpec(spec, options);
  refuseErrors(edit.findings);
  const blame = (problems: readonly Finding[]) =>
    problems.map((finding) => blameOption(finding, spec.path, edit.pointer));
  refuseErrors(blame(parseModelService(spec.path, edit.text).findings));
  const scope = { services: [options.service] };
  const plan = await planEdit(tree, new Map([[spec.path, edit.text]]), { scope, blame });
  applyEdit(tree, plan);
  say(describeEdit(`${options.service}, version ${options.version}`, plan));
}

// Fields of the node, by the options that fill them.
const OPTIONS: Readonly<Record<string, string>> = {
  version: '--modelVersion',
  storageUri: '--storageUri',
  sha256: '--sha256',
  size: '--size',
  computeCapability: '--computeCapability',
  tensorrt: '--tensorrt',
};

// What is wrong with the node that is about to be added is wrong with an option.
function blameOption(finding: Finding, path: string, added: string): Finding {
  const { pointer = '', message } = finding;
  if (finding.file !== path || !(pointer === added || pointer.startsWith(`${added}/`))) return finding;
  const field = pointer.split('/').at(-1) ?? '';
  const option = (Object.hasOwn(OPTIONS, field) ? OPTIONS[field] : undefined) ?? pointer;
  const { line: _line, column: _column, file: _file, pointer: _pointer, ...rest } = finding;
  return { ...rest, message: message.replace(pointer, option) };
}
