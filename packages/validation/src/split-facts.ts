import { factsName, type Fact } from './cluster-rule.ts';
import { CLUSTER_RULES } from './rules/index.ts';

/** Facts of a set of objects in the form in which they are worth keeping. */
export interface SplitFacts {
  /** Those that rules need of all sets. */
  facts: Record<string, Fact<object>[]>;
  /** Those that matter only to a set with an equal key, by that key. */
  keys: string[];
}

/** Parts the facts that all sets are compared by from those of which a key says whether they matter at all. */
export function splitFacts(facts: Readonly<Record<string, Fact<object>[]>>): SplitFacts {
  const split: SplitFacts = { facts: { ...facts }, keys: [] };
  for (const { keyOf, ...rule } of CLUSTER_RULES) {
    if (keyOf === undefined) continue;
    const name = factsName(rule);
    split.keys.push(...(facts[name] ?? []).map((fact) => `${name}\n${keyOf(fact)}`));
    delete split.facts[name];
  }
  return split;
}
