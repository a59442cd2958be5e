import type { Finding, Position } from '@fleetwright/findings';
import type { ClusterFile, EnvironmentFile } from '@fleetwright/model-service';
import { factsName, type Fact, type Place } from './cluster-rule.ts';
import { CLUSTER_RULES } from './rules/index.ts';

/** What is known of a cluster besides the objects on it. */
export interface ClusterInputs {
  facts: { cluster: ClusterFile; environment: EnvironmentFile } | undefined;
  /** Where the value of a place stands: what a fact remembers is the line of its document. */
  locate: (place: Place) => Position;
}

/** Compares what the sets of a cluster were found to hold, by rules that span them. */
export function validateCluster(
  sets: readonly Readonly<Record<string, Fact<object>[]>>[],
  { facts: known, locate }: ClusterInputs,
): Finding[] {
  return CLUSTER_RULES.filter(({ needsCluster }) => known !== undefined || !needsCluster).flatMap((rule) => {
    const facts = sets.flatMap((set) => set[factsName(rule)] ?? []);
    return [...rule.judge(facts, known)].map(
      ({ place, message, fix, severity = rule.severity, related = [] }): Finding => ({
        rule: rule.id,
        severity,
        message,
        file: place.file,
        ...locate(place),
        pointer: place.pointer,
        resource: place.resource,
        ...(place.service !== undefined && { service: place.service }),
        ...(related.length > 0 && {
          related: related.map((other) => ({
            file: other.place.file,
            ...locate(other.place),
            message: other.message,
          })),
        }),
        fix,
        docs: `docs/rules/${rule.id}.md`,
      }),
    );
  });
}
