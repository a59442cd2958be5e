import { derive, type Resolution } from './resolution.ts';
import type { IdentityPlan } from './serving-plan.ts';

/** The pod's identity toward the stores. */
export function resolveIdentity(resolution: Resolution): IdentityPlan {
  const { service, cluster } = resolution.inputs;
  const { identity } = cluster.content.spec;
  const name = service.content.metadata.name;
  const annotations = Object.entries(identity.annotations ?? {}).map(([key, value]) => [
    key,
    value.replaceAll('${service}', name),
  ]);
  return {
    provider: identity.provider,
    serviceAccountAnnotations: Object.fromEntries(annotations) as Record<string, string>,
    labels: derive(resolution, '/identity/labels', {
      value: {
        ...(identity.provider === 'azure-workload-identity' && { 'azure.workload.identity/use': 'true' }),
        ...identity.labels,
      },
      formula: "the cluster's identity labels, and the label that Azure's webhook asks for",
      inputs: { provider: identity.provider },
    }),
  };
}
