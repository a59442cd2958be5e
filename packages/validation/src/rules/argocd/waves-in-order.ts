import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { waveOf } from './wave-of.ts';

export const wavesInOrder = defineRule({
  id: 'argocd/waves-in-order',
  severity: 'error',
  needs: [],
  holds: 'No object of a namespace is in a later sync wave than a Rollout in it.',
  why: 'Argo CD starts a wave when the one before is healthy. A paused canary is not: what comes after it waits until somebody ends the pause, and the canary may be waiting for just that.',
  sources: [
    'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/',
    'https://github.com/argoproj/argo-cd/issues/25054',
  ],
  *check({ graph }) {
    for (const rollout of graph.ofKind('Rollout')) {
      for (const node of graph.nodes) {
        if (node.namespace !== rollout.namespace || waveOf(node) <= waveOf(rollout)) continue;
        yield {
          node,
          pointer: '/metadata/annotations/argocd.argoproj.io~1sync-wave',
          message: `${nameOf(node)} is in the sync wave ${waveOf(node)}, after Rollout/${rollout.name} in ${waveOf(rollout)}.`,
          fix: 'Put it in the same wave, or an earlier one.',
          related: [{ node: rollout, pointer: '/metadata', message: 'the Rollout' }],
        };
      }
    }
  },
});
