import { canonicalText } from '../../graph/canonical-text.ts';
import { mostFrequent } from '../../graph/most-frequent.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listApplications, type ApplicationTemplate } from './applications.ts';

/** Annotations of which it matters whether they are there, and those of which the value does. */
const PRESENT = 'argocd.argoproj.io/manifest-generate-paths';
const EQUAL = /^(?:argocd\.argoproj\.io\/compare-options$|notifications\.argoproj\.io\/)/;

export const applicationsAlike = defineRule({
  id: 'argocd/applications-alike',
  severity: 'warning',
  needs: ['environment', 'clusters'],
  holds: 'The Applications of an environment are compared, refreshed, retried and watched in one way.',
  why: 'One that differs shows differences that others do not, renders at each commit to the repository, gives up earlier, or fails without a word.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/annotations-and-labels/'],
  *check({ graph }) {
    const carriers = listApplications(graph).map((application) => ({
      application,
      traits: traitsOf(application),
    }));
    for (const [{ application, traits }, usual] of findOutliers(carriers)) {
      const { node, root } = application;
      const other = carriers.find((each) => each.application !== application)!.application;
      const pairs = [...usual].map(([trait, value]) => ({
        found: show(trait, traits.get(trait)),
        expected: show(trait, value),
      }));
      yield {
        node,
        pointer: `${root}/metadata/annotations`,
        message: `The Applications of ${nameOf(node)} have ${pairs.map(({ found }) => found).join(', ')}; all others here have ${pairs.map(({ expected }) => expected).join(', ')}.`,
        fix: 'Make them alike.',
        related: [{ node: other.node, pointer: other.pointer, message: 'one of the others' }],
      };
    }
  },
});

interface Carrier {
  application: ApplicationTemplate;
  traits: ReadonlyMap<string, string>;
}

function findOutliers(carriers: readonly Carrier[]): Map<Carrier, Map<string, string | undefined>> {
  const outliers = new Map<Carrier, Map<string, string | undefined>>();
  for (const trait of new Set(carriers.flatMap(({ traits }) => [...traits.keys()]))) {
    const usual = mostFrequent(carriers.map(({ traits }) => traits.get(trait)));
    const [outlier, ...more] = carriers.filter(({ traits }) => traits.get(trait) !== usual);
    // Where several differ, they are meant to.
    if (outlier === undefined || more.length > 0) continue;
    const traits = outliers.get(outlier) ?? new Map<string, string | undefined>();
    outliers.set(outlier, traits.set(trait, usual));
  }
  return outliers;
}

const RETRY = 'syncPolicy.retry';

function traitsOf({ metadata, spec }: ApplicationTemplate): Map<string, string> {
  const { retry } = spec.syncPolicy ?? {};
  const annotations = Object.entries(metadata.annotations ?? {}).flatMap(([key, value = '']) => {
    if (key === PRESENT) return [[key, ''] as const];
    return EQUAL.test(key) ? [[key, value] as const] : [];
  });
  return new Map([...annotations, ...(retry === undefined ? [] : [[RETRY, canonicalText(retry)] as const])]);
}

function show(trait: string, value: string | undefined): string {
  return value === undefined ? `no ${trait}` : [trait, value].filter((part) => part !== '').join(' ');
}
