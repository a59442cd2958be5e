import { nameOf } from '../../graph/node.ts';
import { inheritsMode } from '../../graph/peer-modes.ts';
import { defineRule } from '../../rule.ts';

export const peerModeStated = defineRule({
  id: 'network/peer-mode-stated',
  severity: 'warning',
  needs: [],
  holds: 'A PeerAuthentication says its mode, or one of its namespace or of the mesh says it.',
  why: 'Where nobody says a mode, it is PERMISSIVE: plain text is accepted, and the policy demands nothing.',
  sources: ['https://istio.io/latest/docs/reference/config/security/peer_authentication/'],
  *check({ graph }) {
    for (const node of graph.ofKind('PeerAuthentication')) {
      const { mtls, portLevelMtls = {} } = node.object.spec ?? {};
      const open = Object.entries(portLevelMtls).find(([, each]) => each?.mode === undefined);
      if (open !== undefined)
        yield {
          node,
          pointer: `/spec/portLevelMtls/${open[0]}`,
          message: `${nameOf(node)} names port ${open[0]} without a mode: nothing is different there.`,
          fix: 'Write a mode, or remove the port.',
        };
      // UNSET is written by who wants the mode of the namespace.
      if (mtls?.mode !== undefined || inheritsMode(graph, node)) continue;
      yield {
        node,
        pointer: '/spec',
        absent: true,
        message: `${nameOf(node)} says no mode, and no PeerAuthentication of namespace ${node.namespace} or of the mesh does.`,
        fix: 'Write mtls: { mode: STRICT }.',
      };
    }
  },
});
