import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

const PREFIX = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'] as const;
const LEVEL = /^(?:privileged|baseline|restricted)$/;
const VERSION = /^(?:latest|v1\.\d+)$/;

export const securityLabelsComplete = defineRule({
  id: 'identity/security-labels-complete',
  severity: 'error',
  needs: [],
  holds:
    'A Namespace that has labels of Pod Security enforces a level, and each of its labels has a level or a version.',
  why: 'A label that is misspelt is no label: Pod Security then enforces what the cluster does by default, which is nothing.',
  sources: ['https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-namespace-labels/'],
  *check({ graph }) {
    for (const node of graph.ofKind('Namespace')) {
      const all = (node.object.metadata?.labels ?? {}) as Record<string, string>;
      const labels = Object.entries(all).flatMap(([key, value]): [string, string][] =>
        key.startsWith(PREFIX) ? [[key.slice(PREFIX.length), value]] : [],
      );
      if (labels.length === 0) continue;
      const problem = findProblem(new Map(labels));
      if (problem === undefined) continue;
      yield {
        node,
        pointer: '/metadata/labels',
        message: `${nameOf(node)}: ${problem}`,
        fix: 'Write enforce, audit and warn with a level each, and their -version with v1.N or latest.',
      };
    }
  },
});

function findProblem(labels: ReadonlyMap<string, string>): string | undefined {
  if (!labels.has('enforce')) return `${PREFIX}enforce is missing beside ${[...labels.keys()].join(', ')}.`;
  const given = MODES.filter((mode) => labels.has(mode));
  const versioned = MODES.filter((mode) => labels.has(`${mode}-version`));
  for (const [key, value] of labels) {
    const mode = MODES.find((known) => key === known || key === `${known}-version`);
    if (mode === undefined) return `${PREFIX}${key} is no label of Pod Security.`;
    if (!(key === mode ? LEVEL : VERSION).test(value))
      return `${PREFIX}${key} is ${value}, which Pod Security does not know.`;
    if (!labels.has(mode)) return `${PREFIX}${key} is given without ${mode}.`;
  }
  // Modes of different versions warn of what another admits.
  const unversioned = given.find((mode) => versioned.length > 0 && !versioned.includes(mode));
  return unversioned && `${PREFIX}${unversioned} has no version, as ${versioned.join(' and ')} do.`;
}
