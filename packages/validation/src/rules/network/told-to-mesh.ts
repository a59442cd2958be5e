import type { ClusterFile } from '@fleetwright/model-service';
import { nameOf } from '../../graph/node.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

type Labels = Readonly<Record<string, unknown>>;

export const toldToMesh = defineRule({
  id: 'network/told-to-mesh',
  severity: 'error',
  needs: ['cluster', 'environment'],
  holds:
    'On a cluster with a mesh the namespace of the services and the pods of Triton carry the labels by which the mesh takes them in.',
  why: 'Pods that the mesh does not take in have no identity and no encryption: strict peers refuse them, and policies of the mesh let everybody in.',
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
    'https://istio.io/latest/docs/ambient/usage/add-workloads/',
  ],
  *check({ graph, cluster, environment }) {
    const { mesh } = cluster.spec;
    if (mesh.mode === 'none') return;
    const expected = expectedLabels(mesh);
    for (const node of graph.ofKind('Namespace')) {
      if (node.context || node.name !== environment.spec.namespace) continue;
      const missing = lacking(node.object.metadata?.labels ?? {}, expected.namespace);
      if (missing === undefined) continue;
      yield {
        node,
        pointer: '/metadata/labels',
        message: `${nameOf(node)} lacks ${missing}, by which the mesh of cluster ${cluster.metadata.name} takes pods in.`,
        fix: `Set ${missing}.`,
      };
    }
    for (const { node, podLabels, templatePointer } of graph.workloads.filter(isTriton)) {
      const missing = lacking(podLabels, expected.pods);
      if (node.context || missing === undefined) continue;
      yield {
        node,
        pointer: `${templatePointer}/metadata/labels`,
        message: `The pods of ${nameOf(node)} lack ${missing}, by which the mesh of cluster ${cluster.metadata.name} takes them in.`,
        fix: `Set ${missing}.`,
      };
    }
  },
});

interface Expected {
  namespace: Readonly<Record<string, string>>;
  pods: Readonly<Record<string, string>>;
}

function expectedLabels(mesh: Exclude<ClusterFile['spec']['mesh'], { mode: 'none' }>): Expected {
  if (mesh.mode === 'sidecar') {
    const { revision } = mesh;
    return revision === undefined
      ? { namespace: { 'istio-injection': 'enabled' }, pods: { 'sidecar.istio.io/inject': 'true' } }
      : { namespace: { 'istio.io/rev': revision }, pods: { 'istio.io/rev': revision } };
  }
  const ambient = { 'istio.io/dataplane-mode': 'ambient' };
  const waypoint = mesh.waypoint && { 'istio.io/use-waypoint': mesh.waypoint.name };
  return { namespace: { ...ambient, ...waypoint }, pods: ambient };
}

function lacking(labels: Labels, expected: Readonly<Record<string, string>>): string | undefined {
  const missing = Object.entries(expected).filter(([key, value]) => labels[key] !== value);
  return missing.length === 0 ? undefined : missing.map(([key, value]) => `${key}=${value}`).join(', ');
}
