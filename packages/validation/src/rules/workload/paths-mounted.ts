import { nameOf } from '../../graph/node.ts';
import { mayBeInImage, stockImage } from '../../graph/stock-image.ts';
import type { WorkloadContainer } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const pathsMounted = defineRule({
  id: 'workload/paths-mounted',
  severity: 'warning',
  needs: [],
  holds:
    'A container has a volume at a path that it names, where another container of its pod has one, or where its image has nothing.',
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
        if (missing === undefined) {
          const stray = findStray(container);
          if (stray !== undefined) yield { node, ...stray };
          continue;
        }
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

// Of a stock image that cannot be written to it is known what is not there. That nothing names what is mounted
// instead makes a path of the argument.
function findStray(owner: WorkloadContainer): Pick<Violation, 'pointer' | 'message' | 'fix'> | undefined {
  const { container, pointer } = owner;
  if (container.securityContext?.readOnlyRootFilesystem !== true || stockImage(owner) === undefined) return;
  const mounts = mountPaths(owner);
  const path = (container.args ?? []).find(
    (word) =>
      /^(?:\/[\w.-]+)+\/?$/.test(String(word)) &&
      !mayBeInImage(word) &&
      !mounts.some((mount) => isWithin(word, mount) || isWithin(mount, word)),
  );
  const unused = mounts.findIndex((mount) => !mayBeInImage(mount) && !names(owner, mount));
  if (path === undefined || unused < 0) return undefined;
  return {
    pointer: `${pointer}/volumeMounts/${unused}/mountPath`,
    message: `The container ${container.name} uses ${path}, where its image has nothing and no volume is mounted; nothing uses what is mounted at ${mounts[unused]}.`,
    fix: `Mount the volume at ${path}.`,
  };
}

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
