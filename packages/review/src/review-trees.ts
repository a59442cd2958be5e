import type { Finding } from '@fleetwright/findings';
import { locateInManifest, type KubeObject } from '@fleetwright/manifests';
import { findCauses, type CauseSources } from './attribute-causes.ts';
import { drawCanaries, placePicture } from './canary-pictures.ts';
import { collapse } from './collapse.ts';
import { FolderComparer } from './compare-folders.ts';
import { countChanges, countClusters } from './count-changes.ts';
import { describeGroup } from './describe-group.ts';
import { linkRisks, numberRisks, rankOf, risksOfGroup, type UnnumberedRisk } from './describe-risks.ts';
import { readFacts, type FleetFacts } from './fleet-facts.ts';
import { compareFindings } from './finding-delta.ts';
import { compareGpus, concernsGpus } from './gpu-use.ts';
import { groupEntries, type CausedEntry, type EntryGroup } from './group-entries.ts';
import { listInputEdits } from './input-edits.ts';
import { judgeUnits } from './judge-units.ts';
import { matchRenames } from './match-renames.ts';
import type { ObjectChange } from './object-change.ts';
import { readFolderPairs, type FolderPairs } from './read-folders.ts';
import type { Cause, ChangeGroup, GpuDelta, Review } from './review.ts';
import { capacityExceeded } from './risks/capacity-exceeded.ts';
import { waiversAdded } from './risks/waiver-added.ts';
import { withoutPromotion } from './risks/without-promotion.ts';
import { Surroundings } from './surroundings.ts';
import { TOPICS } from './topics.ts';
import type { Tree } from './tree.ts';
import { isManifestFile, type Unit } from './unit.ts';
import { findUnpromoted, isUnpromoted } from './unpromoted.ts';
import { verdictOf } from './verdict-of.ts';

/** What is reviewed. */
export interface ReviewInputs {
  base: Tree;
  head: Tree;
  /** Generated files of head that do not say what a render would write. */
  drifted?: ReadonlySet<string>;
  /** What kept a side from being read in whole. */
  problems?: readonly Finding[];
}

/** Compares two trees as Kubernetes objects and says what the change does. */
export async function reviewTrees(inputs: ReviewInputs): Promise<Review> {
  const { base, head } = inputs;
  const [oldFacts, facts] = await Promise.all([readFacts(base), readFacts(head)]);
  const pairs = await readFolderPairs({ tree: base, facts: oldFacts }, { tree: head, facts });
  const comparison = compareAll(pairs);
  const surroundings = new Surroundings(pairs.units, mergeFacts(oldFacts, facts));
  const { edits, problems: unreadable } = await listInputEdits(base, head, pairs.differing);
  const sources: CauseSources = {
    edits,
    inputs: { has: (path) => base.ids.has(path) || head.ids.has(path) },
    patches: new Set(pairs.differing.filter((path) => path.includes('/patches/'))),
    drifted: inputs.drifted ?? new Set(),
    facts: surroundings.facts,
  };
  const groups = groupEntries(
    collapse(comparison.changes).map((entry): CausedEntry => ({
      ...entry,
      causes: entry.changes.map((change) => findCauses(entry, change, sources)),
    })),
  );
  const gpus = await compareAllGpus(inputs, groups, surroundings);
  const exceeds = capacityExceeded(gpus, (cluster) => surroundings.placesOfCluster(cluster));
  const described = await describeGroups(groups, inputs, surroundings, exceeds.length > 0);
  const unpromoted = findUnpromoted(described, surroundings);
  const risks = numberRisks([
    ...described.flatMap(({ group, change }) =>
      risksOfGroup(group, change.places).map((risk): UnnumberedRisk => ({ ...risk, changes: [change.id] })),
    ),
    ...waiversAdded(oldFacts, facts, (environment) => surroundings.placesOfEnvironment(environment)),
    ...exceeds.map((risk) => ({ ...risk, changes: gpuChanges(described) })),
    ...withoutPromotion(unpromoted),
  ]);
  const changes = linkRisks(
    described.map(({ change }) => change),
    risks,
  );
  const findings = compareFindings(await judgeExamples(described, inputs, surroundings));
  const problems = [...(inputs.problems ?? []), ...unreadable, ...comparison.problems];
  const axes = surroundings.axes();
  const counts = countChanges(comparison.changes, {
    filesDiffering: pairs.differing.length,
    objectsCompared: comparison.compared,
  });
  return {
    version: 1,
    base: describeTree(base),
    head: describeTree(head),
    verdict: verdictOf({ changes, counts, risks, findings, problems, gpus, axes, inputs: [...edits.keys()] }),
    counts,
    clusters: countClusters(comparison.changes, changes, surroundings),
    changes,
    risks,
    gpus,
    canaries: drawCanaries(comparison.changes, pairs.pairs).map((each) =>
      placePicture(each, surroundings.places(each.units)),
    ),
    findings,
    unpromoted,
    problems,
    axes,
  };
}

// What happens alike in many places is judged in one of them.
function judgeExamples(
  described: readonly DescribedGroup[],
  { base, head }: ReviewInputs,
  surroundings: Surroundings,
): Promise<{ base: Finding[]; head: Finding[] }> {
  const examples = described.flatMap(({ group }) =>
    group.entries.flatMap(({ changes }) => changes[0]?.unit ?? []),
  );
  const units = new Map(examples.map((unit) => [unit.folder, unit]));
  return judgeUnits([...units.values()], { base, head }, (unit) => surroundings.environmentOf(unit));
}

/** A group of entries and what readers see of it. */
export interface DescribedGroup {
  group: EntryGroup;
  change: ChangeGroup;
}

function compareAll({ pairs }: FolderPairs): {
  changes: ObjectChange[];
  compared: number;
  problems: Finding[];
} {
  const comparer = new FolderComparer();
  const all = pairs.map(({ unit, base, head }) => comparer.compare(unit, base, head));
  return {
    changes: matchRenames(all.flatMap(({ changes }) => changes)),
    compared: all.reduce((sum, { compared }) => sum + compared, 0),
    problems: all.flatMap(({ problems }) => problems),
  };
}

function describeTree({ name, commit, ids }: Tree): Review['base'] {
  const files = [...ids.keys()].filter(isManifestFile).length;
  return { name, ...(commit !== undefined && { commit }), files };
}

async function describeGroups(
  groups: readonly EntryGroup[],
  { base, head }: ReviewInputs,
  surroundings: Surroundings,
  exceedsCapacity: boolean,
): Promise<DescribedGroup[]> {
  const context = { places: (units: readonly Unit[]) => surroundings.places(units) };
  const described = groups.map((group) => ({ group, change: describeGroup(group, context) }));
  const gravity = ({ group, change }: DescribedGroup) =>
    exceedsCapacity && group.entries.some(concernsGpus)
      ? rankOf('high')
      : Math.min(
          gravityOf({ group, change }),
          isUnpromoted(group, surroundings) ? rankOf('medium') : rankOf(undefined),
        );
  described.sort((a, b) => gravity(a) - gravity(b) || compareGroups(a, b));
  const locate = await readLocator(described, { base, head });
  return described.map(({ group, change }, index) => ({
    group,
    change: { ...change, id: `c${index + 1}`, causes: change.causes.map(locate) },
  }));
}

/** Finds the lines of causes: of those that are shown, and of no others. */
async function readLocator(
  described: readonly DescribedGroup[],
  { base, head }: Pick<ReviewInputs, 'base' | 'head'>,
): Promise<(cause: Cause) => Cause> {
  const files = [
    ...new Set(described.flatMap(({ change }) => change.causes.flatMap(({ file }) => file ?? []))),
  ];
  const [old, fresh] = await Promise.all([base.read(files), head.read(files)]);
  return (cause) => {
    const { file = '', pointer } = cause;
    const text = fresh.get(file) ?? old.get(file);
    if (text === undefined || pointer === undefined) return cause;
    const { line } = locateInManifest({ file, line: 1, text, root: '', object: NO_OBJECT }, pointer);
    return { ...cause, line };
  };
}

const NO_OBJECT: KubeObject = { apiVersion: '', kind: '', metadata: {} };

function gravityOf({ group, change }: DescribedGroup): number {
  const ranks = risksOfGroup(group, change.places).map((risk) => rankOf(risk.severity));
  return Math.min(rankOf(undefined), ...ranks);
}

function compareGroups(a: DescribedGroup, b: DescribedGroup): number {
  const topic = ({ change }: DescribedGroup) => TOPICS.indexOf(change.topic);
  return topic(a) - topic(b) || b.change.places.count - a.change.places.count;
}

function gpuChanges(described: readonly DescribedGroup[]): string[] {
  return described.filter(({ group }) => group.entries.some(concernsGpus)).map(({ change }) => change.id);
}

async function compareAllGpus(
  { base, head }: ReviewInputs,
  groups: readonly EntryGroup[],
  surroundings: Surroundings,
): Promise<GpuDelta[]> {
  const units = groups.flatMap(({ entries, units }) => (entries.some(concernsGpus) ? units : []));
  const scopes = [...new Set(units.map((unit) => surroundings.scopeOf(unit)))].sort();
  const deltas: GpuDelta[] = [];
  for (const scope of scopes) {
    const [old, fresh] = await Promise.all([
      surroundings.readScope(base, scope),
      surroundings.readScope(head, scope),
    ]);
    deltas.push(...compareGpus(scope, surroundings.isProductiveCluster(scope), old, fresh));
  }
  return deltas;
}

function mergeFacts(base: FleetFacts, head: FleetFacts): FleetFacts {
  return {
    clusters: new Map([...base.clusters, ...head.clusters]),
    environments: new Map([...base.environments, ...head.environments]),
  };
}
