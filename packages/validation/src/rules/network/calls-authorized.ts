import { matchesSelector } from '../../graph/label-selector.ts';
import { ROOT_NAMESPACE } from '../../graph/mesh-access.ts';
import { nameOf } from '../../graph/node.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const callsAuthorized = defineRule({
  id: 'network/calls-authorized',
  severity: 'warning',
  needs: ['cluster'],
  holds:
    'In a mesh an AuthorizationPolicy says who may call the pods of Triton, and their callers have identities.',
  why: 'Triton authenticates nobody. What is not denied may call it, its control interface too.',
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
  ],
  *check({ graph, cluster }) {
    const { mode } = cluster.spec.mesh;
    if (mode === 'none') return;
    for (const { node, templatePointer, podLabels } of graph.workloads.filter(isTriton)) {
      const missing = (['AuthorizationPolicy', 'PeerAuthentication'] as const)
        // In an ambient mesh traffic is encrypted anyhow.
        .filter((kind) => mode === 'sidecar' || kind === 'AuthorizationPolicy')
        .filter(
          (kind) =>
            !graph
              .ofKind(kind)
              .some(
                ({ namespace, object }) =>
                  (namespace === node.namespace || namespace === ROOT_NAMESPACE) &&
                  matchesSelector(object.spec?.selector, podLabels),
              ),
        );
      if (missing.length === 0) continue;
      yield {
        node,
        pointer: `${templatePointer}/metadata/labels`,
        absent: true,
        message: `The pods of ${nameOf(node)} have no ${missing.join(' and no ')}.`,
        fix: 'Add them: mutual TLS in the mode STRICT, and rules that name the principals of the callers.',
      };
    }
  },
});
