import { stockImage } from '../../graph/stock-image.ts';
import type { WorkloadContainer } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const programNamed = defineRule({
  id: 'workload/program-named',
  severity: 'error',
  needs: [],
  holds:
    'Without a command, the arguments of a container begin with what its image runs, not with a path of data.',
  why: 'The images of NVIDIA and of distributions run their first argument, and rclone takes it for one of its commands: the container ends at once, and with an init container the pod never starts.',
  sources: [
    'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
    'https://github.com/triton-inference-server/server/blob/main/docker/entrypoint.d',
    'https://rclone.org/install/#docker',
  ],
  *check({ graph }) {
    for (const { node, containers } of graph.workloads)
      for (const owner of containers) {
        const { container, pointer } = owner;
        const first = String(container.args?.[0] ?? '');
        if ((container.command ?? []).length > 0 || !/^(?:\/|[\w-]+:)/.test(first)) continue;
        const image = stockImage(owner);
        if (image === undefined || (image.runsArguments && !isFolder(owner, first))) continue;
        yield {
          node,
          pointer: `${pointer}/args/0`,
          message: `The container ${container.name} has no command, and its image ${image.name} ${image.runsArguments ? `would run the directory ${first}` : `has no command ${first}`}.`,
          fix: 'Set command.',
        };
      }
  },
});

// What is mounted, or a model's version below it.
function isFolder({ container }: WorkloadContainer, path: string): boolean {
  return (container.volumeMounts ?? []).some(({ mountPath = '', subPath }) => {
    const folder = String(mountPath).replace(/(?<!\/)\/+$/, '');
    const isVersion = path.startsWith(`${folder}/`) && /\/\d[\w.-]*$/.test(path);
    return subPath === undefined && (path.replace(/(?<!\/)\/+$/, '') === folder || isVersion);
  });
}
