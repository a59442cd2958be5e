import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const hasStrategy = defineRule({
  id: 'rollout/has-strategy',
  severity: 'error',
  needs: [],
  holds: 'A Rollout has one strategy: canary or blueGreen.',
  why: 'Argo Rollouts refuses any other as InvalidSpec; the API server does not.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/blob/master/pkg/apis/rollouts/validation/validation.go',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('Rollout')) {
      const { canary, blueGreen } = node.object.spec?.strategy ?? {};
      if ((canary === undefined) !== (blueGreen === undefined)) continue;
      yield {
        node,
        pointer: node.object.spec?.strategy === undefined ? '/spec' : '/spec/strategy',
        message: `${nameOf(node)} has ${canary === undefined ? 'no strategy' : 'the strategies canary and blueGreen'}.`,
        fix: 'Give it one of canary and blueGreen.',
      };
    }
  },
});
