import { nearestName } from '@fleetwright/findings';
import { listScalers, TARGET_POINTER, targetOf, type Scaler } from '../../graph/scalers.ts';
import { nameOf } from '../../graph/node.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const targetExists = defineRule({
  id: 'autoscaling/target-exists',
  severity: 'error',
  needs: [],
  holds:
    'What an autoscaler scales exists in its namespace, under the API group, kind and name that it gives.',
  why: 'The autoscaler reports FailedGetScale, which nobody reads, and the number of replicas never changes.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/hpa-support/',
    'https://keda.sh/docs/latest/concepts/scaling-deployments/',
  ],
  plan: '/scaling',
  *check({ graph }) {
    for (const scaler of listScalers(graph)) {
      const { node, target } = scaler;
      // Any object may have a scale; only of these groups is it known whether they are there.
      if (!KNOWN.has(target.group) && !MISTAKEN.has(target.kind)) continue;
      const found = targetOf(graph, scaler);
      if (found !== undefined) {
        yield* checkVersion(scaler, found);
        continue;
      }
      const there = graph.workloads.filter(({ node: { namespace } }) => namespace === node.namespace);
      const same = there.find((workload) => workload.node.name === target.name);
      const nearest = nearestName(
        target.name,
        there.map((workload) => workload.node.name),
      );
      yield {
        node,
        pointer: TARGET_POINTER,
        absent: true,
        message: `There is no ${target.kind} ${target.name} of ${target.group || 'the core API'} in namespace ${node.namespace}${same ? `; ${target.name} is a ${same.node.kind}` : ''}.`,
        fix: describeFix(same && `${same.node.object.apiVersion} ${nameOf(same.node)}`, nearest),
      };
    }
  },
});

// A HorizontalPodAutoscaler goes by group and kind alone, KEDA by the version too.
function* checkVersion({ node, target }: Scaler, { node: found }: Workload): Iterable<Violation> {
  const { apiVersion } = found.object;
  if (node.kind !== 'ScaledObject' || target.apiVersion === apiVersion) return;
  yield {
    node,
    pointer: `${TARGET_POINTER}/apiVersion`,
    message: `${nameOf(node)} scales ${nameOf(found)} as ${target.apiVersion}; it is of ${apiVersion}.`,
    fix: `Write ${apiVersion}.`,
  };
}

const KNOWN = new Set(['apps', 'argoproj.io']);
/** Other groups have no such kind that scales. */
const MISTAKEN = new Set(['Deployment', 'StatefulSet', 'Rollout']);

function describeFix(same: string | undefined, nearest: string | undefined): string {
  if (same !== undefined) return `Scale ${same}.`;
  return nearest === undefined ? 'Add the workload, or correct the reference.' : `Did you mean ${nearest}?`;
}
