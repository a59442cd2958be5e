import type { ApplicationSetGenerator } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { fillIn, type Language, type Parameters } from './template-text.ts';

type Git = NonNullable<Loose<ApplicationSetGenerator>['git']>;

/**
 * What a generator gives the template of its ApplicationSet, once for each pattern or element; a star stands where a
 * pattern has one. Undefined where that is known only to the cluster, or to what a generator asks.
 */
export function parametersOf(
  { git, list }: Loose<ApplicationSetGenerator>,
  language: Language,
): Parameters[] | undefined {
  if (git !== undefined) return gitParameters(git, language);
  const isKnown = list !== undefined && list.elementsYaml === undefined && list.template === undefined;
  return isKnown ? (list.elements ?? []).map((element) => element as Parameters) : undefined;
}

// https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/
function gitParameters(git: Git, language: Language): Parameters[] | undefined {
  const { files = [], directories = [], values = {}, pathParamPrefix, template } = git;
  if (pathParamPrefix !== undefined || template !== undefined) return undefined;
  const found = [
    ...patternsOf(files).map((pattern) => fileParameters(pattern)),
    ...patternsOf(directories).map((pattern) => folderParameters(pattern)),
  ];
  return found.map((path) => ({ path, values: fillIn(values, { path }, language) }));
}

function patternsOf(
  paths: readonly { path?: string | undefined; exclude?: boolean | undefined }[],
): string[] {
  return paths.flatMap(({ path, exclude }) => (path === undefined || exclude === true ? [] : [path]));
}

function fileParameters(pattern: string): Parameters {
  const segments = pattern.split('/');
  const filename = segments.pop() ?? '';
  return { ...folderParameters(segments.join('/')), filename, filenameNormalized: normalize(filename) };
}

function folderParameters(path: string): Parameters {
  const segments = path.split('/');
  const basename = segments.at(-1) ?? '';
  return { path, basename, basenameNormalized: normalize(basename), segments };
}

function normalize(name: string): string {
  return name.toLowerCase().replaceAll(/[^-.a-z0-9*]/g, '-');
}
