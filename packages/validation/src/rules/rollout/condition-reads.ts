import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const conditionReads = defineRule({
  id: 'rollout/condition-reads',
  severity: 'error',
  needs: [],
  holds:
    'The conditions of a metric are expressions: brackets and quotation marks are closed, numbers are numbers.',
  why: 'The controller compiles a condition only when it has a measurement: the first one of a new version is then an error.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/blob/master/utils/evaluate/evaluate.go',
    'https://expr-lang.org/docs/language-definition',
  ],
  *check({ graph }) {
    for (const node of [...graph.ofKind('AnalysisTemplate'), ...graph.ofKind('ClusterAnalysisTemplate')]) {
      for (const [index, metric] of (node.object.spec?.metrics ?? []).entries()) {
        for (const field of ['successCondition', 'failureCondition'] as const) {
          const problem = findProblem(metric[field] ?? '');
          if (problem === undefined) continue;
          yield {
            node,
            pointer: `/spec/metrics/${index}/${field}`,
            message: `The ${field} of the metric ${metric.name} of ${nameOf(node)} ${problem}: ${metric[field]}`,
            fix: 'Correct the expression.',
          };
        }
      }
    }
  },
});

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function findProblem(condition: string): string | undefined {
  // Arguments are filled in before; what they are is not known.
  const code = condition.replace(/\{\{[^{}]*\}\}/g, '1').replace(STRING, replaceString);
  if (/["'`]/.test(code)) return 'has a quotation mark without its second';
  const [number] = NUMBER.exec(code) ?? [];
  if (number !== undefined) return `has ${number}, which is no number`;
  const open: string[] = [];
  for (const sign of code) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (sign in CLOSES && open.pop() !== CLOSES[sign]) return `has a ${sign} without ${CLOSES[sign]}`;
  }
  return open.length > 0 ? `does not close ${open.at(-1)}` : undefined;
}

// One without an end is taken as a whole, so that it is looked at once.
const STRING = /"(?:[^"\\]|\\[^]?)*("|$)|'(?:[^'\\]|\\[^]?)*('|$)|`[^`]*(`|$)/g;

function replaceString(text: string, ...ends: (string | undefined)[]): string {
  return ends.slice(0, 3).some(Boolean) ? '0' : text;
}

/** Digits that go on in letters; hexadecimal and other numbers of a prefix are none of these. */
const NUMBER = /(?<![\w.])(?!0[xXbBoO])\d+(?:\.\d+)?(?![eE][+-]?\d)(?=[A-Za-z_])(?!_\d)\w+/;
