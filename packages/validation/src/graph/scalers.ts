import type { HorizontalPodAutoscaler, ScaledObject } from '@fleetwright/kube-schemas';
import { groupOf } from '@fleetwright/manifests';
import type { Node } from './node.ts';
import type { ResourceGraph } from './resource-graph.ts';
import type { Workload } from './workload.ts';

/** What sets the number of a workload's replicas. */
export interface Scaler {
  node: Node;
  /** What it scales, as it names it. */
  target: { apiVersion: string; group: string; kind: string; name: string };
  /** Least number of replicas. */
  min: number;
  /** How long a lower number must hold before pods go, in seconds. */
  scaleDownWindow: number;
  /** JSON pointer of that time in the object. */
  scaleDownPointer: string;
}

/** Kubernetes' own default. */
const SCALE_DOWN_WINDOW = 300;

/** Every HorizontalPodAutoscaler and ScaledObject of a graph. */
export function listScalers(graph: ResourceGraph): Scaler[] {
  return [
    ...graph.ofKind('HorizontalPodAutoscaler').map(ofAutoscaler),
    ...graph.ofKind('ScaledObject').map(ofScaledObject),
  ];
}

/** The scalers of a workload. */
export function scalersOf(graph: ResourceGraph, { node }: Workload): Scaler[] {
  return listScalers(graph).filter(
    ({ node: { namespace }, target }) =>
      namespace === node.namespace &&
      target.group === node.group &&
      target.kind === node.kind &&
      target.name === node.name,
  );
}

/** The workload that a scaler scales. */
export function targetOf(graph: ResourceGraph, { node, target }: Scaler): Workload | undefined {
  const found = graph.findWorkload(node.namespace, target);
  return found?.node.group === target.group ? found : undefined;
}

/** The field of both kinds that names what is scaled. */
export const TARGET_POINTER = '/spec/scaleTargetRef';

function ofAutoscaler(node: Node<HorizontalPodAutoscaler>): Scaler {
  const { scaleTargetRef, minReplicas, behavior } = node.object.spec ?? {};
  return {
    node,
    target: {
      apiVersion: scaleTargetRef?.apiVersion ?? '',
      group: groupOf(scaleTargetRef?.apiVersion ?? ''),
      kind: scaleTargetRef?.kind ?? '',
      name: scaleTargetRef?.name ?? '',
    },
    min: minReplicas ?? 1,
    scaleDownWindow: behavior?.scaleDown?.stabilizationWindowSeconds ?? SCALE_DOWN_WINDOW,
    scaleDownPointer: '/spec/behavior/scaleDown/stabilizationWindowSeconds',
  };
}

// https://keda.sh/docs/latest/reference/scaledobject-spec/
function ofScaledObject(node: Node<ScaledObject>): Scaler {
  const { scaleTargetRef, minReplicaCount, advanced } = node.object.spec ?? {};
  const window = advanced?.horizontalPodAutoscalerConfig?.behavior?.scaleDown?.stabilizationWindowSeconds;
  return {
    node,
    target: {
      apiVersion: scaleTargetRef?.apiVersion ?? 'apps/v1',
      group: groupOf(scaleTargetRef?.apiVersion ?? 'apps/v1'),
      kind: scaleTargetRef?.kind ?? 'Deployment',
      name: scaleTargetRef?.name ?? '',
    },
    min: minReplicaCount ?? 0,
    scaleDownWindow: window ?? SCALE_DOWN_WINDOW,
    scaleDownPointer:
      '/spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown/stabilizationWindowSeconds',
  };
}
