import { canonicalText } from '../../graph/canonical-text.ts';
import { nameOf } from '../../graph/node.ts';
import { showSelector } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const selectorUnchanged = defineRule({
  id: 'identity/selector-unchanged',
  severity: 'error',
  needs: ['base'],
  holds: 'The selector of a workload is the one that it has at the base revision.',
  why: 'The selector is immutable: the API server refuses the change, and what is deployed stays as it was.',
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates'],
  *check({ graph, base }) {
    for (const { node, selector } of graph.workloads) {
      const before = base.findWorkload(node.namespace, node);
      if (before?.node.group !== node.group || before.selector === undefined) continue;
      if (canonicalText(before.selector) === canonicalText(selector)) continue;
      yield {
        node,
        pointer: '/spec/selector',
        message: `${nameOf(node)} selects ${showSelector(selector)}; at the base revision it selects ${showSelector(before.selector)}.`,
        fix: 'Keep the selector; for another one, add a workload of another name, move the traffic and remove this one.',
      };
    }
  },
});
