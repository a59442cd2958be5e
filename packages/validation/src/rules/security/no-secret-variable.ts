import type { WorkloadContainer } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const noSecretVariable = defineRule({
  id: 'security/no-secret-variable',
  severity: 'warning',
  needs: [],
  holds: 'Secrets reach containers as files or by an identity, not as variables.',
  why: 'Variables are in dumps, in logs of start-up and in every child process; keys of a cloud also never expire by themselves.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/#avoid-sharing-secret-data',
    'https://docs.kubelinter.io/#/generated/checks?id=read-secret-from-env-var',
  ],
  *check({ graph }) {
    for (const { node, containers } of graph.workloads)
      for (const owner of containers)
        for (const { pointer, what } of listSources(owner))
          yield {
            node,
            pointer,
            message: `The container ${owner.container.name} reads ${what}.`,
            fix: "Mount the Secret as a file; for a cloud's store let the ServiceAccount have an identity.",
          };
  },
});

function listSources({ container, pointer }: WorkloadContainer): { pointer: string; what: string }[] {
  const single = (container.env ?? []).flatMap(({ name, valueFrom }, index) =>
    valueFrom?.secretKeyRef === undefined
      ? []
      : [
          {
            pointer: `${pointer}/env/${index}/valueFrom/secretKeyRef`,
            what: `the variable ${name} from the Secret ${valueFrom.secretKeyRef.name}`,
          },
        ],
  );
  const whole = (container.envFrom ?? []).flatMap(({ secretRef }, index) =>
    secretRef === undefined
      ? []
      : [{ pointer: `${pointer}/envFrom/${index}`, what: `the whole Secret ${secretRef.name} as variables` }],
  );
  return [...single, ...whole];
}
