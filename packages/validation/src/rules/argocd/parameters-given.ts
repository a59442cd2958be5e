import type { ApplicationSet, ApplicationSetGenerator } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';
import { isPatched } from './is-patched.ts';
import { expressionsIn } from './template-text.ts';

/** Generators that have values; what else they give depends on what they find. */
const WITH_VALUES = [
  'clusterDecisionResource',
  'clusters',
  'git',
  'plugin',
  'pullRequest',
  'scmProvider',
] as const;

export const parametersGiven = defineRule({
  id: 'argocd/parameters-given',
  severity: 'error',
  needs: [],
  holds: 'Each value that the template of an ApplicationSet asks for is given by each of its generators.',
  why: 'What is not given is an error that keeps the Applications of all generators from being made, or the text "<no value>" in an Application.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/'],
  *check({ graph }) {
    for (const application of listApplications(graph)) {
      if (!application.templated || isPatched(application)) continue;
      const node = application.node as Node<ApplicationSet>;
      const wanted = valuesIn({ metadata: application.metadata, spec: application.spec }, isGo(node));
      if (wanted.length === 0) continue;
      for (const [index, generator] of (node.object.spec?.generators ?? []).entries()) {
        const { kind, given } = valuesOf(generator) ?? {};
        const missing = given && wanted.filter((name) => given[name] === undefined);
        if (kind === undefined || missing === undefined || missing.length === 0) continue;
        yield {
          node: application.node,
          pointer: `/spec/generators/${index}/${kind}`,
          message: `The generator gives no values.${missing.join(', values.')}, which the template asks for.`,
          fix: 'Add it to the values of the generator, or correct the template.',
        };
      }
    }
  },
});

function isGo({ object }: Node<ApplicationSet>): boolean {
  return object.spec?.goTemplate === true;
}

function valuesOf(generator: Loose<ApplicationSetGenerator>) {
  const kind = WITH_VALUES.find((each) => generator[each] !== undefined);
  if (kind === undefined) return undefined;
  return { kind, given: (generator[kind]?.values ?? {}) as Readonly<Record<string, unknown>> };
}

// An expression that does more than name a value may well do without it.
function valuesIn(template: object, isGoTemplate: boolean): string[] {
  const pattern = isGoTemplate ? /^\.values\.(\w+)$/ : /^values\.([\w-]+)$/;
  const names = expressionsIn(JSON.stringify(template)).flatMap(
    (expression) => pattern.exec(expression)?.[1] ?? [],
  );
  return [...new Set(names)];
}
