import type { MeshFacts } from './fleets.ts';
import { injectProxy, isInjected } from './istio-proxy.ts';
import type { Metadata, PodTemplate, Resource } from './resource.ts';

/** Where pods will run. */
export interface PodSurroundings {
  mesh: MeshFacts;
  namespace: Metadata;
}

interface Workload {
  selector?: { matchLabels?: Record<string, string> };
  template: PodTemplate;
}

/** Stands for the hash that the controller makes of a template. */
const HASH = { 'rollouts-pod-template-hash': '6b7c9d5f48' };

/**
 * What controllers make of a workload: for each pod template the pod, with the proxy where the mesh adds one, and for a
 * Rollout the ReplicaSet too, since a Rollout's own schema checks neither its template nor its selector.
 */
export function podsOf(resource: Resource, surroundings: PodSurroundings): Resource[] {
  if (resource.kind === 'AnalysisTemplate')
    return jobsOf(resource).flatMap((job) => podsOf(job, surroundings));
  const workload = resource.spec as Partial<Workload> | undefined;
  if (workload?.template?.spec?.containers === undefined) return [];
  const template = labelled(workload.template, resource.kind === 'Rollout' ? HASH : {});
  const pod = podOf(resource, template, surroundings);
  return resource.kind === 'Rollout' ? [replicaSetOf(resource, template), pod] : [pod];
}

function jobsOf({ metadata, spec }: Resource): Resource[] {
  const { metrics = [] } = spec as { metrics?: { provider?: { job?: { spec: unknown } } }[] };
  return metrics.flatMap(({ provider }) =>
    provider?.job === undefined
      ? []
      : [{ apiVersion: 'batch/v1', kind: 'Job', metadata, spec: provider.job.spec }],
  );
}

function labelled(template: PodTemplate, labels: Record<string, string>): PodTemplate {
  return {
    ...template,
    metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...labels } },
  };
}

function replicaSetOf({ metadata, spec }: Resource, template: PodTemplate): Resource {
  const { selector } = spec as Workload;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${metadata.name}-${Object.values(HASH)[0]}`, namespace: metadata.namespace },
    spec: {
      replicas: 1,
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, ...HASH } },
      template,
    },
  };
}

function podOf(
  { metadata }: Resource,
  template: PodTemplate,
  { mesh, namespace }: PodSurroundings,
): Resource {
  const made = isInjected(template.metadata, namespace) ? injectProxy(template, mesh) : template;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...made.metadata, generateName: `${metadata.name}-`, namespace: metadata.namespace },
    spec: made.spec,
  };
}
