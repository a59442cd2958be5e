import { nearestName } from '@fleetwright/findings';
import { checkFlagValue, compareReleases, findFlag, FLAGS, LATEST_RELEASE } from '@fleetwright/triton-config';
import { tritonServer, type TritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { describeFlag } from './server-violation.ts';

export const flagsKnown = defineRule({
  id: 'triton/flags-known',
  severity: 'error',
  needs: [],
  holds: 'Triton is started with flags that it has, each with a value of its type.',
  why: 'The server prints its usage and exits over the first one that it does not take: no pod ever starts.',
  sources: ['https://github.com/triton-inference-server/server/blob/main/src/command_line_parser.cc'],
  plan: '/triton/flags',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server === undefined || !isCatalogued(server)) continue;
      for (const [name, values] of server.flags) {
        const problem = problemOf(name, values);
        if (problem) yield describeFlag(workload, server.container, name, problem);
      }
    }
  },
});

// A newer release may have newer flags; without the exact command a word may be another program's.
function isCatalogued({ exact, release = LATEST_RELEASE }: TritonServer): boolean {
  return exact && compareReleases(release, LATEST_RELEASE) <= 0;
}

function problemOf(name: string, values: readonly string[]): { message: string; fix: string } | undefined {
  const flag = findFlag(name);
  if (flag === undefined) {
    const near = nearestName(
      name.replaceAll('_', '-'),
      FLAGS.map((known) => known.name),
    );
    const fix = near ? `Did you mean --${near}?` : 'Remove it.';
    return { message: `tritonserver has no flag --${name}.`, fix };
  }
  if (flag.type === 'none') return undefined;
  return values.filter((value) => !value.includes('$')).flatMap((value) => checkFlagValue(flag, value))[0];
}
