import { kindOf, WORKLOADS, type EntryRule } from './risk-rule.ts';

const SELECTORS =
  /^spec\.(?:selector|podSelector|workloadSelector|namespaceSelector|scaleTargetRef|targetRefs?)(?:\.|\[|$)|\.subsets\[[^[\]]*\]\.labels/;

/** Something selects other pods than before. */
export const selectorChange: EntryRule = {
  rule: 'selector-change',
  judge: (entry) => {
    const { difference, object } = entry;
    const kind = kindOf(entry);
    // The selector of a workload is immutable, which is worse and said elsewhere; that of a claim is no pod's.
    if (difference === undefined || WORKLOADS.has(kind) || kind === 'PersistentVolumeClaim') return undefined;
    if (!SELECTORS.test(difference.path)) return undefined;
    return {
      severity: kind === 'Service' ? 'high' : 'medium',
      title: `${object} selects by another ${difference.path}`,
      why: 'It applies to other pods or objects than before, or to none: requests, limits or rules then reach the wrong ones.',
      advice: 'Compare it with the labels of the pods that are meant.',
    };
  },
};
