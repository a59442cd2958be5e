import { nameOf } from '../../graph/node.ts';
import type { WorkloadContainer } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const pathsMounted = defineRule({
  id: 'workload/paths-mounted',
  severity: 'warning',
  needs: [],
  holds: 'A container that names a path where another container of its pod has a volume has one there, too.',
  why: 'Init containers hand files to a server by a volume that both mount: where one mounts it elsewhere it writes into its own image, and the server finds nothing.',
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/init-containers/'],
  *check({ graph }) {
    for (const { node, containers } of graph.workloads) {
      const mounted = new Set(containers.flatMap(mountPaths));
      for (const container of containers) {
        const own = mountPaths(container);
        const missing = [...mounted].find(
          (path) =>
            names(container, path) && !own.some((mount) => isWithin(path, mount) || isWithin(mount, path)),
        );
        if (missing === undefined) continue;
        yield {
          node,
          pointer: `${container.pointer}/volumeMounts`,
          message: `The container ${container.container.name} of ${nameOf(node)} uses ${missing}, where another container has a volume, and mounts nothing there.`,
          fix: `Mount the same volume at ${missing}.`,
        };
      }
    }
  },
});

function mountPaths({ container }: WorkloadContainer): string[] {
  return (container.volumeMounts ?? []).flatMap(({ mountPath }) =>
    mountPath ? [mountPath.replace(/\/$/, '')] : [],
  );
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

// In arguments and variables, as a whole path or the beginning of one.
function names({ container }: WorkloadContainer, path: string): boolean {
  const texts = [
    ...(container.command ?? []),
    ...(container.args ?? []),
    ...(container.env ?? []).map(({ value }) => value ?? ''),
  ];
  return texts.some((text) => findPath(text, path));
}

function findPath(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + path.length] ?? ' ';
    if (!/[\w.-]/.test(before) && !/[\w.-]/.test(after)) return true;
  }
  return false;
}
