import type { Tree } from '@nx/devkit';
import type { Finding } from '@fleetwright/findings';
import { parseEnvironment, parseImageLock } from '@fleetwright/model-service';
import { describeEdit } from '../tree/describe-edit.ts';
import { applyEdit, planEdit } from '../tree/edit-fleet.ts';
import { findExisting } from '../tree/find-existing.ts';
import { describeUnknown } from '../tree/read-spec.ts';
import { findCaseTwins, validateName } from '../tree/validate-name.ts';
import { sayWithNx } from '../say.ts';
import { refuseErrors } from '../user-error.ts';
import { environmentText, imageLockText, type NewEnvironment } from './environment-text.ts';

/** Options of the generator; schema.json describes them. */
export interface EnvironmentOptions {
  name?: string;
  namespace?: string;
  promotedFrom?: string;
  owner?: string;
}

/** `nx generate environment`: writes the two files of an environment. */
export async function environmentGenerator(
  tree: Tree,
  options: EnvironmentOptions,
  say = sayWithNx,
): Promise<void> {
  const environment = parseOptions(options);
  const { name } = environment;
  refuseErrors(validateName('Environment', name, 'name'));
  refuseErrors([...findCaseTwins(tree, 'Environment', name), ...findSource(tree, environment)]);
  const file = { path: `environments/${name}/environment.yaml`, text: environmentText(environment) };
  refuseErrors(parseEnvironment(file.path, file.text).findings.map(blameOption));
  refuseErrors(findExisting(tree, file, `The environment ${name}`));
  const lock = `environments/${name}/images.yaml`;
  // Who has locked images since keeps them.
  const images = tree.read(lock, 'utf8') ?? imageLockText(name, readTemplate(tree, environment));
  refuseErrors(parseImageLock(lock, images).findings);
  const edits = new Map([
    [file.path, file.text],
    [lock, images],
  ]);
  const plan = await planEdit(tree, edits, { scope: { environment: name } });
  applyEdit(tree, plan);
  say(describeEdit(`Environment ${name}`, plan));
  if (plan.changes.length > 0) say(describeNext(environment));
}

function parseOptions({ name, namespace, promotedFrom, owner }: EnvironmentOptions): NewEnvironment {
  const text = (value: string | undefined) => (value === '' ? undefined : value);
  return {
    name: name ?? '',
    namespace: text(namespace) ?? 'ml-inference',
    promotedFrom: text(promotedFrom),
    owner: text(owner),
  };
}

function findSource(tree: Tree, { name, promotedFrom }: NewEnvironment): Finding[] {
  if (promotedFrom === undefined) return [];
  if (promotedFrom === name) {
    const message = `--promotedFrom is ${name}, the environment itself.`;
    return [
      { rule: 'nx/options', severity: 'error', message, fix: 'Name another environment, or leave it out.' },
    ];
  }
  const named = validateName('Environment', promotedFrom, '--promotedFrom');
  if (named.length > 0) return named;
  if (tree.read(`environments/${promotedFrom}/environment.yaml`) !== null) return [];
  return [describeUnknown(tree, 'environments', promotedFrom)];
}

// Digests are the same in every environment: those of the one that it follows, else of any.
function readTemplate(tree: Tree, { name, promotedFrom }: NewEnvironment): string | undefined {
  const names = promotedFrom === undefined ? tree.children('environments').sort() : [promotedFrom];
  for (const other of names) {
    const path = `environments/${other}/images.yaml`;
    const text = other === name ? null : tree.read(path, 'utf8');
    if (text !== null && parseImageLock(path, text).findings.length === 0) return text;
  }
  return undefined;
}

function blameOption(finding: Finding): Finding {
  const option = /^\/spec\/(namespace|owners)/.exec(finding.pointer ?? '')?.[1];
  if (option === undefined) return finding;
  const { line: _line, column: _column, file: _file, pointer, ...rest } = finding;
  return {
    ...rest,
    message: finding.message.replace(pointer!, option === 'owners' ? '--owner' : '--namespace'),
  };
}

function describeNext({ name, promotedFrom }: NewEnvironment): string {
  return [
    '',
    'Next',
    `  Add a cluster: nx generate cluster NAME --environment=${name}`,
    ...(promotedFrom === undefined
      ? []
      : [`  Promote a service: nx generate promote SERVICE --from=${promotedFrom} --to=${name}`]),
  ].join('\n');
}
