import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const noSecretObject = defineRule({
  id: 'security/no-secret-object',
  severity: 'warning',
  needs: [],
  holds: 'No Secret with values is among the manifests.',
  why: 'base64 hides nothing: who may read the repository or its history has the values.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/secret-management/',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('Secret')) {
      const { data, stringData, type } = node.object;
      const keys = Object.entries({ ...data, ...stringData }).filter(([, value]) => value);
      // Its value comes from the control plane.
      if (keys.length === 0 || type === 'kubernetes.io/service-account-token') continue;
      yield {
        node,
        pointer: stringData === undefined ? '/data' : '/stringData',
        message: `${nameOf(node)} holds the values of ${keys.map(([key]) => key).join(', ')}.`,
        fix: 'Let External Secrets, Sealed Secrets or the CSI driver bring them.',
      };
    }
  },
});
