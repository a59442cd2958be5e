import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { firstPerPlace, madeApplications } from './made-applications.ts';

const KEY = 'argocd.argoproj.io/manifest-generate-paths';

export const generatePathsCover = defineRule({
  id: 'argocd/generate-paths-cover',
  severity: 'warning',
  needs: [],
  holds: 'The paths whose commits make the manifests of an Application anew contain its own folder.',
  why: 'A commit to the folder alone makes nothing anew: what it changes is not applied until another path changes.',
  sources: [
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/#manifest-paths-annotation',
  ],
  check: ({ graph }) => firstPerPlace(findMissing(graph)),
});

function* findMissing(graph: ResourceGraph): Generator<Violation> {
  for (const { node, root, metadata, spec } of madeApplications(graph)) {
    const annotation = metadata.annotations?.[KEY];
    const folder = spec.source?.path;
    const isOneOfSeveral = (spec.sources ?? []).length > 0;
    // A pattern may stand for anything, and of several sources each has a folder of its own.
    if (annotation === undefined || folder === undefined || isOneOfSeveral) continue;
    if (/[*?[{]/.test(annotation) || folder.includes('{{')) continue;
    const paths = resolvePaths(annotation, folder);
    if (paths.length === 0 || paths.some((path) => contains(path, resolve('', folder)))) continue;
    yield {
      node,
      pointer: `${root}/metadata/annotations/${KEY.replace('/', '~1')}`,
      message: `Commits to ${paths.map((path) => `/${path}`).join(', ')} make the manifests anew, and none to ${folder}, which holds them.`,
      fix: 'Add "." to the paths: what does not begin with a slash is sought below the folder of the Application.',
    };
  }
}

function resolvePaths(annotation: string, folder: string): string[] {
  return annotation
    .split(';')
    .map((path) => path.trim())
    .filter((path) => path !== '')
    .map((path) => (path.startsWith('/') ? resolve('', path) : resolve(folder, path)));
}

function contains(path: string, folder: string): boolean {
  return path === '' || folder === path || folder.startsWith(`${path}/`);
}

function resolve(folder: string, path: string): string {
  const segments: string[] = [];
  for (const segment of `${folder}/${path}`.split('/'))
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  return segments.join('/');
}
