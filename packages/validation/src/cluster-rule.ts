import type { Severity } from '@fleetwright/findings';
import type { ClusterFile, EnvironmentFile } from '@fleetwright/model-service';
import type { RuleText, Scope } from './rule.ts';

/** A place that outlives its graph: it can be stored and found again in the file. */
export interface Place {
  file: string;
  /** 1-based line on which the document starts. */
  line: number;
  /** JSON pointer into the document. */
  pointer: string;
  /** `<kind>/<name>`. */
  resource: string;
  /** The service that the object belongs to, if its label says so. */
  service?: string;
}

/** What a cluster rule remembers of one object; it must survive JSON. */
export type Fact<Content> = Content & { place: Place };

/** One breach of a rule that spans the placements of a cluster. */
export interface ClusterViolation {
  place: Place;
  message: string;
  fix: string;
  /** Where it is not the rule's. */
  severity?: Severity;
  related?: readonly { place: Place; message: string }[];
}

/**
 * A rule over all objects of a cluster. It runs in two parts, so that a change of one placement reads that
 * placement alone: `collect` draws facts from each set of objects, `judge` compares the facts of all sets.
 */
export interface ClusterRule<Content> extends RuleText {
  /** Without the cluster's file it is not applicable. */
  needsCluster: boolean;
  plan?: string;
  /** Rules of one name here collect the same facts, and they are kept once. */
  collects?: string;
  /**
   * What two facts have in common when they matter to each other. Facts of such a rule need not be kept: their keys
   * tell which sets must be read again. Without it `judge` needs the facts of all sets.
   */
  keyOf?: (fact: Fact<Content>) => string;
  collect: (scope: Scope) => Iterable<Fact<Content>>;
  judge: (
    facts: readonly Fact<Content>[],
    cluster: { cluster: ClusterFile; environment: EnvironmentFile } | undefined,
  ) => Iterable<ClusterViolation>;
}

/** The name under which the facts of a rule are kept. */
export function factsName({ id, collects }: Pick<AnyClusterRule, 'id' | 'collects'>): string {
  return collects ?? id;
}

/** A cluster rule as the list holds it: what it remembers is its own affair. */
export type AnyClusterRule = ClusterRule<object>;

/** Types a cluster rule by what it remembers. */
export function defineClusterRule<Content extends object>(rule: ClusterRule<Content>): AnyClusterRule {
  return rule as unknown as AnyClusterRule;
}
