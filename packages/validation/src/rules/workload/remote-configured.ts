import { stockImage } from '../../graph/stock-image.ts';
import type { WorkloadContainer } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const remoteConfigured = defineRule({
  id: 'workload/remote-configured',
  severity: 'error',
  needs: [],
  holds: 'A remote that rclone is told to read has a type, in a variable or in a configuration file.',
  why: 'rclone ends with "didn\'t find section in config file", and where it fetches models no pod starts.',
  sources: ['https://rclone.org/docs/#config-file', 'https://rclone.org/docs/#environment-variables'],
  *check({ graph }) {
    for (const { node, containers } of graph.workloads)
      for (const owner of containers) {
        if (stockImage(owner)?.name !== 'rclone' || mayHaveFile(owner)) continue;
        const names = (owner.container.env ?? []).map(({ name = '' }) => name);
        for (const [index, word] of (owner.container.args ?? []).entries()) {
          const [, remote] = /^([A-Za-z][\w-]*):(?!\/\/)\S/.exec(String(word)) ?? [];
          const variable = `RCLONE_CONFIG_${remote?.toUpperCase()}_TYPE`;
          if (remote === undefined || names.includes(variable)) continue;
          yield {
            node,
            pointer: `${owner.pointer}/args/${index}`,
            message: `The container ${owner.container.name} reads ${word}, and nothing says what ${remote} is.`,
            fix: `Set the variable ${variable}, and what else the store needs.`,
          };
        }
      }
  },
});

// A configuration file that is named, written or mounted where rclone looks.
function mayHaveFile({ container }: WorkloadContainer): boolean {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  return (
    (container.envFrom ?? []).length > 0 ||
    (container.env ?? []).some(({ name = '' }) => /^RCLONE_CONFIG(?:_DIR|_PASS)?$/.test(name)) ||
    words.some((word) => /--config\b|\brclone config\b/.test(String(word))) ||
    (container.volumeMounts ?? []).some(({ mountPath = '' }) => /config|rclone/.test(String(mountPath)))
  );
}
