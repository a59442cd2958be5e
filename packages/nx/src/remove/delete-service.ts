import { basename, dirname } from 'node:path/posix';
import type { Tree } from '@nx/devkit';
import type { Finding } from '@fleetwright/findings';
import { parseModelService } from '@fleetwright/model-service';
import { overlayPath, releasePath } from '@fleetwright/overlay/layout';
import { planEdit, type EditPlan } from '../tree/edit-fleet.ts';

/** Deletes a service: its folder, its releases and its overlays with the patches that people wrote. */
export async function planRemoval(tree: Tree, service: string): Promise<EditPlan> {
  const folders = [
    `apps/${service}`,
    ...tree.children('environments').map((environment) => dirname(releasePath(environment, service))),
    ...tree.children('clusters').map((cluster) => overlayPath(cluster, service)),
  ];
  const files = folders.flatMap((folder) => listFiles(tree, folder));
  return planEdit(tree, new Map(files.map((file) => [file, undefined])), { scope: { services: [service] } });
}

function listFiles(tree: Tree, path: string): string[] {
  return tree
    .children(path)
    .map((name) => `${path}/${name}`)
    .flatMap((child) => (tree.isFile(child) ? [child] : listFiles(tree, child)));
}

/** Finds specs of a service, in apps/ or released, that are not retired. */
export function findActive(tree: Tree, service: string): Finding[] {
  const releases = tree
    .children('environments')
    .sort()
    .flatMap((environment) =>
      listReleases(tree, environment, service).map((path) => ({ path, environment })),
    );
  return [{ path: `apps/${service}/model-service.yaml`, environment: undefined }, ...releases].flatMap(
    ({ path, environment }): Finding[] => {
      const text = tree.read(path, 'utf8');
      if (text === null || isRetired(path, text)) return [];
      return [
        {
          rule: 'nx/active-service',
          severity: 'error',
          file: path,
          message: `The service ${service} is not retired: Argo CD would leave its objects running.`,
          fix:
            environment === undefined
              ? `First run: nx generate remove ${service} --retire. To delete the files all the same: --force`
              : `First promote the retired spec to ${environment}. To delete the files all the same: --force`,
        },
      ];
    },
  );
}

// That of the environment, and those that its waves have of their own.
function listReleases(tree: Tree, environment: string, service: string): string[] {
  return listFiles(tree, dirname(releasePath(environment, service)))
    .filter((path) => basename(path) === basename(releasePath(environment, service)))
    .sort();
}

function isRetired(path: string, text: string): boolean {
  return parseModelService(path, text).value?.content.spec.lifecycle === 'retired';
}
