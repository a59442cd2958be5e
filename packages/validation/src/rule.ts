import type { Severity } from '@fleetwright/findings';
import type { ClusterFile, EnvironmentFile } from '@fleetwright/model-service';
import type { Kinds } from './graph/kinds.ts';
import type { Node } from './graph/node.ts';
import type { ResourceGraph } from './graph/resource-graph.ts';

/** What a rule may need besides the manifests; where it is not given, the rule is not applicable. */
export interface Facts {
  cluster: ClusterFile;
  environment: EnvironmentFile;
  /** All clusters of the environment: given where what Argo CD reads about it is judged. */
  clusters: readonly ClusterFile[];
  /** The same objects at the base revision. */
  base: ResourceGraph;
}

/** What a rule judges. */
export interface Scope {
  graph: ResourceGraph;
  /**
   * Everything that the objects may refer to in their namespaces is given. Otherwise what is absent may well exist:
   * an `absent` violation is then only worth an info.
   */
  complete: boolean;
}

/** A place in an object and what is said about it. */
export interface PlaceInObject {
  node: Node;
  /** JSON pointer into the object. */
  pointer: string;
  message: string;
}

/** One breach of a rule. */
export interface Violation extends PlaceInObject {
  fix: string;
  /** Other places that take part. */
  related?: readonly PlaceInObject[];
  /** Something referred to is not there. */
  absent?: boolean;
  /** Overrides the rule's `plan`. */
  plan?: string;
}

/** What the documentation of every rule says. */
export interface RuleText {
  /** `<area>/<what must hold>`, stable: waivers and scripts name it. The file of the rule is named after its end. */
  id: string;
  severity: Severity;
  /** What must hold: one sentence. */
  holds: string;
  /** What happens otherwise. */
  why: string;
  /** Pages or sources that say so. */
  sources: readonly string[];
}

/** A rule over the objects of one placement, or over any set of manifests. */
export interface Rule<Need extends keyof Facts = never> extends RuleText {
  needs: readonly Need[];
  /** Pointer of the plan value that decides what the rule judges: its origin in a spec is where a finding belongs. */
  plan?: string;
  check: (scope: Scope & Pick<Facts, Need>) => Iterable<Violation>;
}

/** A rule of any need, as the list holds it: the engine gives each what it asks for. */
export interface AnyRule extends RuleText {
  needs: readonly (keyof Facts)[];
  /** Kinds of which a set must hold one for the rule to be about it; without, it is about every set. */
  kinds?: readonly (keyof Kinds)[];
  plan?: string;
  check: (scope: Scope & Facts) => Iterable<Violation>;
}

/** Types a rule by its needs. */
export function defineRule<const Need extends keyof Facts = never>(rule: Rule<Need>): AnyRule {
  return rule;
}
