import { gravest } from './describe-risks.ts';
import type { ObjectChange } from './object-change.ts';
import type { ChangeGroup, ClusterCounts, ReviewCounts } from './review.ts';
import { compareText } from './place-set.ts';
import type { Surroundings } from './surroundings.ts';
import { isService } from './unit.ts';

/** How much changes in all. */
export function countChanges(
  changes: readonly ObjectChange[],
  known: Pick<ReviewCounts, 'filesDiffering' | 'objectsCompared'>,
): ReviewCounts {
  const count = (action: ObjectChange['action']) =>
    changes.filter((change) => change.action === action).length;
  const placed = changes.filter(({ unit }) => unit.cluster !== undefined && isService(unit.service));
  return {
    ...known,
    objectsChanged: count('changed'),
    objectsAdded: count('added'),
    objectsRemoved: count('removed'),
    objectsRenamed: count('renamed'),
    fieldsChanged: changes.reduce((sum, { differences }) => sum + differences.length, 0),
    placements: new Set(placed.map(({ unit }) => unit.folder)).size,
    clusters: new Set(changes.flatMap(({ unit }) => unit.cluster ?? [])).size,
    services: new Set(placed.map(({ unit }) => unit.service)).size,
  };
}

/** How much changes on each cluster; what belongs to none comes last. */
export function countClusters(
  changes: readonly ObjectChange[],
  groups: readonly ChangeGroup[],
  surroundings: Surroundings,
): ClusterCounts[] {
  const lines = new Map<string, ClusterCounts>();
  for (const { unit, action } of changes) {
    const key = unit.cluster ?? '';
    const line = lines.get(key) ?? startLine(unit.cluster, groups, surroundings);
    lines.set(key, line);
    line[action]++;
  }
  return [...lines]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || compareText(a, b))
    .map(([, line]) => line);
}

function startLine(
  cluster: string | undefined,
  groups: readonly ChangeGroup[],
  surroundings: Surroundings,
): ClusterCounts {
  const counts = { added: 0, changed: 0, removed: 0, renamed: 0 };
  const own = groups.filter(({ places }) =>
    cluster === undefined
      ? places.folders.length > 0
      : places.clusters.some((each) => each.cluster === cluster),
  );
  const severity = gravest(own.map((group) => group.severity));
  const environment =
    cluster === undefined ? undefined : surroundings.facts.clusters.get(cluster)?.environment;
  return {
    ...(cluster !== undefined && { cluster }),
    ...(environment !== undefined && { environment }),
    production:
      cluster === undefined
        ? own.some(({ places }) => places.production)
        : surroundings.isProductiveCluster(cluster),
    ...counts,
    ...(severity && { severity }),
  };
}
