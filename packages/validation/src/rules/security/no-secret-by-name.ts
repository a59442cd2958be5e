import { defineRule } from '../../rule.ts';
import { isSecretName } from './secret-patterns.ts';

export const noSecretByName = defineRule({
  id: 'security/no-secret-by-name',
  severity: 'warning',
  needs: [],
  holds: 'A variable that holds a secret by its name does not have its value in the manifest.',
  why: 'Everybody who may read the repository, its history or the object in the cluster has it then.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
    'https://hub.armosec.io/docs/c-0012',
  ],
  *check({ graph }) {
    for (const { node, containers } of graph.workloads)
      for (const { container, pointer } of containers)
        for (const [index, { name = '', value }] of (container.env ?? []).entries()) {
          if (!isSecretName(name) || typeof value !== 'string' || isNoSecret(value)) continue;
          yield {
            node,
            pointer: `${pointer}/env/${index}/value`,
            message: `The variable ${name} of the container ${container.name} has its value in the manifest.`,
            fix: 'Mount a Secret as a file, or use an identity of the pod.',
          };
        }
  },
});

// A reference to another variable, a path, or a switch.
function isNoSecret(value: string): boolean {
  return (
    value === '' ||
    value.startsWith('/') ||
    value.startsWith('$(') ||
    /^(?:true|false|\d{1,6}|none)$/i.test(value)
  );
}
