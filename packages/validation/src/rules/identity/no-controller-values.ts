import { appendPointer } from '@fleetwright/findings';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const noControllerValues = defineRule({
  id: 'identity/no-controller-values',
  severity: 'error',
  needs: [],
  holds: 'No manifest states a label, an annotation or a selector that a controller writes.',
  why: 'The controller overwrites it and the next sync writes it back: pods are re-selected, and the object is never in sync.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/blob/master/pkg/apis/rollouts/v1alpha1/types.go',
    'https://kubernetes.io/docs/reference/labels-annotations-taints/',
    'https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/',
  ],
  *check({ graph }) {
    for (const node of graph.nodes) {
      yield* checkMap(node, node.object.metadata?.labels, '/metadata/labels');
      yield* checkMap(node, node.object.metadata?.annotations, '/metadata/annotations');
    }
    for (const node of graph.ofKind('Service'))
      yield* checkMap(node, node.object.spec?.selector, '/spec/selector');
    for (const { node, podLabels, selector, template, templatePointer } of graph.workloads) {
      if (templatePointer === '') continue;
      yield* checkMap(node, podLabels, `${templatePointer}/metadata/labels`);
      yield* checkMap(node, template.metadata?.annotations, `${templatePointer}/metadata/annotations`);
      yield* checkMap(node, selector?.matchLabels, '/spec/selector/matchLabels');
    }
  },
});

/** Who writes the value of a key. */
const OWNERS: Readonly<Record<string, string>> = {
  'rollouts-pod-template-hash': 'Argo Rollouts',
  'argo-rollouts.argoproj.io/managed-by-rollouts': 'Argo Rollouts',
  'rollout.argoproj.io/revision': 'Argo Rollouts',
  'pod-template-hash': 'the Deployment controller',
  'deployment.kubernetes.io/revision': 'the Deployment controller',
  'controller-revision-hash': 'the StatefulSet or DaemonSet controller',
  'statefulset.kubernetes.io/pod-name': 'the StatefulSet controller',
  'apps.kubernetes.io/pod-index': 'the StatefulSet controller',
  'batch.kubernetes.io/controller-uid': 'the Job controller',
  'batch.kubernetes.io/job-name': 'the Job controller',
  'argocd.argoproj.io/tracking-id': 'Argo CD',
  'kubectl.kubernetes.io/last-applied-configuration': 'kubectl apply',
};

function* checkMap(node: Node, map: unknown, pointer: string): Iterable<Violation> {
  for (const key of Object.keys(map ?? {})) {
    const owner = Object.hasOwn(OWNERS, key) ? OWNERS[key] : undefined;
    if (owner === undefined) continue;
    yield {
      node,
      pointer: appendPointer(pointer, key),
      message: `${nameOf(node)} states ${key}, which ${owner} writes.`,
      fix: `Remove it; ${owner} adds it where it belongs.`,
    };
  }
}
