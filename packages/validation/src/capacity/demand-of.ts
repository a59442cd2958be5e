import type { HorizontalPodAutoscaler, Rollout, ScaledObject } from '@fleetwright/kube-schemas';
import type { Loose } from '../graph/kinds.ts';
import type { Node } from '../graph/node.ts';
import { placeOf } from '../graph/place-of.ts';
import { rememberObjects } from '../graph/remember.ts';
import type { ResourceGraph } from '../graph/resource-graph.ts';
import type { Workload } from '../graph/workload.ts';
import { peakPods, type Demand, type RolloutStep } from './demand.ts';
import { podRequests } from './pod-requests.ts';
import {
  blueGreenSteps,
  canarySteps,
  recreateSteps,
  rollingSteps,
  type Replacement,
} from './rollout-steps.ts';

/** What each workload of a graph asks of the nodes; jobs end and are not counted. */
export function demandsOf(graph: ResourceGraph): Demand[] {
  return workloadDemands(graph).map(({ demand }) => demand);
}

/** The same, each with its workload. */
export const workloadDemands = rememberObjects((graph: ResourceGraph): readonly WorkloadDemand[] =>
  graph.workloads
    .filter(
      ({ node }) =>
        !node.context && node.kind !== 'Job' && node.kind !== 'CronJob' && node.kind !== 'DaemonSet',
    )
    .map((workload) => ({ workload, demand: demandOf(workload, graph) })),
);

interface WorkloadDemand {
  workload: Workload;
  demand: Demand;
}

function demandOf(workload: Workload, graph: ResourceGraph): Demand {
  const { node, template, templatePointer } = workload;
  const { min, max } = replicasOf(workload, graph);
  const perPod = podRequests(workload, graph);
  const gracePeriod = template.spec?.terminationGracePeriodSeconds ?? 30;
  return {
    place: placeOf(node, templatePointer),
    namespace: node.namespace,
    perPod,
    gpu: Object.keys(perPod).filter(isDevice).sort()[0],
    nodeSelector: (template.spec?.nodeSelector ?? {}) as Record<string, string>,
    minReplicas: min,
    maxReplicas: max,
    steps: stepsOf(node, { replicas: max, gracePeriod }),
    peakAtMin: peakPods({ steps: stepsOf(node, { replicas: min, gracePeriod }) }),
  };
}

/** Whether a resource is a device, not one that every node has. */
export function isDevice(resource: string): boolean {
  return resource.includes('/');
}

function replicasOf(workload: Workload, graph: ResourceGraph): { min: number; max: number } {
  const scaler = scalerOf(workload, graph);
  if (scaler !== undefined) return scaler;
  const { replicas } = (workload.node.object.spec ?? {}) as { replicas?: number };
  return { min: replicas ?? 1, max: replicas ?? 1 };
}

function scalerOf({ node }: Workload, graph: ResourceGraph): { min: number; max: number } | undefined {
  const isFor = (
    target: { kind?: string | undefined; name?: string | undefined } | undefined,
    of: Node<object>,
  ) =>
    of.namespace === node.namespace &&
    target?.name === node.name &&
    (target.kind ?? 'Deployment') === node.kind;
  const hpa = graph
    .ofKind('HorizontalPodAutoscaler')
    .find((each: Node<HorizontalPodAutoscaler>) => isFor(each.object.spec?.scaleTargetRef, each));
  if (hpa !== undefined)
    return { min: hpa.object.spec?.minReplicas ?? 1, max: hpa.object.spec?.maxReplicas ?? 1 };
  const scaled = graph
    .ofKind('ScaledObject')
    .find((each: Node<ScaledObject>) => isFor(each.object.spec?.scaleTargetRef, each));
  // KEDA's own defaults.
  return (
    scaled && {
      min: scaled.object.spec?.minReplicaCount ?? 0,
      max: scaled.object.spec?.maxReplicaCount ?? 100,
    }
  );
}

function stepsOf(node: Node, replacement: Replacement): RolloutStep[] {
  if (node.kind === 'Rollout') {
    const { canary, blueGreen } = (node.object.spec as Loose<Rollout>['spec'])?.strategy ?? {};
    if (blueGreen !== undefined) return blueGreenSteps(blueGreen.previewReplicaCount, replacement);
    return canarySteps(canary ?? {}, replacement);
  }
  if (node.kind !== 'Deployment') return recreateSteps(replacement);
  const { strategy } = (node.object.spec ?? {}) as { strategy?: { type?: string; rollingUpdate?: object } };
  return strategy?.type === 'Recreate'
    ? recreateSteps(replacement)
    : rollingSteps(replacement, strategy?.rollingUpdate);
}
