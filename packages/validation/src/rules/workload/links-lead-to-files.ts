import { mountAt } from '../../graph/container-mounts.ts';
import { nameOf } from '../../graph/node.ts';
import { shellScript } from '../../graph/shell-script.ts';
import type { Workload, WorkloadContainer } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const linksLeadToFiles = defineRule({
  id: 'workload/links-lead-to-files',
  severity: 'error',
  needs: [],
  holds:
    'Where an init container links to files of a volume, the container that reads the links has that volume at the same path.',
  why: 'A symbolic link holds a path, not a file: where another volume, or none, lies at that path it leads nowhere, and a server finds no model.',
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/ln.html',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads)
      for (const maker of workload.containers) {
        const script = maker.init ? shellScript(maker) : undefined;
        if (script === undefined || !makesLinks(script.text)) continue;
        yield* checkTargets(workload, maker, script.args);
      }
  },
});

function makesLinks(text: string): boolean {
  const calls = text.match(/\bln\s[^\n;|&]*/g) ?? [];
  return calls.some((call) =>
    call.split(/\s/).some((word) => word === '--symbolic' || (/^-[a-z]+$/.test(word) && word.includes('s'))),
  );
}

// A script may copy what one argument names and link what another does: only a volume that the reader has, too, is
// surely linked to.
function* checkTargets(
  workload: Workload,
  maker: WorkloadContainer,
  words: readonly string[],
): Iterable<Violation> {
  const paths = words.filter((word) => word.startsWith('/'));
  const targets = new Map(
    paths.flatMap((path) => {
      const { name, mountPath } = mountAt(workload, maker, path)?.mount ?? {};
      return name === undefined || mountPath === undefined ? [] : [[name, trim(mountPath)] as const];
    }),
  );
  for (const [volume, target] of targets)
    for (const reader of workload.containers) {
      if (reader.init || !sharesOther(reader, maker, volume)) continue;
      const mounts = mountsOf(reader, volume);
      const [first] = mounts;
      if (first === undefined || mounts.some(({ path }) => path === target)) continue;
      yield {
        node: workload.node,
        pointer: first.pointer,
        message: `The container ${maker.container.name} of ${nameOf(workload.node)} makes links to ${target}; ${reader.container.name} has the volume ${volume} at ${first.path}.`,
        fix: `Mount ${volume} at ${target}.`,
        related: [{ node: workload.node, pointer: maker.pointer, message: 'Here the links are made.' }],
      };
    }
}

// A volume that holds the links: the one that they lead to is another.
function sharesOther(reader: WorkloadContainer, maker: WorkloadContainer, target: string): boolean {
  return (maker.container.volumeMounts ?? []).some(
    ({ name = '', readOnly }) => name !== target && readOnly !== true && mountsOf(reader, name).length > 0,
  );
}

function mountsOf({ container, pointer }: WorkloadContainer, volume: string) {
  return (container.volumeMounts ?? []).flatMap(({ name, mountPath = '' }, index) =>
    name === volume ? [{ path: trim(mountPath), pointer: `${pointer}/volumeMounts/${index}/mountPath` }] : [],
  );
}

function trim(path: string): string {
  return path.replace(/(?<!\/)\/+$/, '');
}
