import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const securityContextLevel = defineRule({
  id: 'workload/security-context-level',
  severity: 'error',
  needs: [],
  holds:
    'Fields of a security context stand where they have an effect: some in the pod only, some in the container only.',
  why: 'At the wrong level a field is unknown: a strict client refuses the manifest, any other drops it, and the pod runs without.',
  sources: [
    'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context',
    'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context-1',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      yield* checkPod(workload);
      for (const { container, pointer } of workload.containers)
        for (const field of podFieldsIn(container.securityContext))
          yield {
            node: workload.node,
            pointer: `${pointer}/securityContext/${field}`,
            message: `The securityContext of the container ${container.name} has ${field}, which only that of a pod has.`,
            fix: "Move it to the pod's securityContext.",
          };
    }
  },
});

const CONTAINER_FIELDS = [
  'allowPrivilegeEscalation',
  'capabilities',
  'privileged',
  'procMount',
  'readOnlyRootFilesystem',
];
const POD_FIELDS = [
  'fsGroup',
  'fsGroupChangePolicy',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'sysctls',
  'seLinuxChangePolicy',
];

function* checkPod({ node, template, templatePointer }: Workload): Iterable<Violation> {
  const context = template.spec?.securityContext ?? {};
  for (const field of CONTAINER_FIELDS.filter((name) => Object.hasOwn(context, name)))
    yield {
      node,
      pointer: `${templatePointer}/spec/securityContext/${field}`,
      message: `The securityContext of the pod has ${field}, which only that of a container has.`,
      fix: 'Move it to the securityContext of each container.',
    };
}

function podFieldsIn(context: object | undefined): string[] {
  return POD_FIELDS.filter((name) => Object.hasOwn(context ?? {}, name));
}
