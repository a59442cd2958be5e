import type { Finding } from '@fleetwright/findings';

/**
 * What a change does to a fleet, or to any two folders of manifests. Plain JSON: every output is made from it alone.
 * All lists are in the order in which they should be read, the gravest first.
 */
export interface Review {
  /** Raised when a field changes its meaning. */
  version: 1;
  base: ReviewedTree;
  head: ReviewedTree;
  verdict: Verdict;
  counts: ReviewCounts;
  /** One line for each cluster that changes, and one for all folders that belong to no cluster. */
  clusters: ClusterCounts[];
  changes: ChangeGroup[];
  risks: Risk[];
  gpus: GpuDelta[];
  /** Canaries that the change starts when it is applied, or whose steps it changes. */
  canaries: CanaryPicture[];
  findings: FindingDelta;
  unpromoted: UnpromotedChange[];
  /** What could not be read, built or compared; the rest of the review holds all the same. */
  problems: Finding[];
  /** The axes of the map services × clusters: everything that either tree places, in code-unit order. */
  axes: { clusters: Axis[]; services: string[] };
}

/** One of the two sides. */
export interface ReviewedTree {
  /** As it was given: `origin/main`, a folder, or `working tree`. */
  name: string;
  /** Full id where it is a git commit. */
  commit?: string;
  /** Files with manifests in the tree. */
  files: number;
}

/** A column of the map. */
export interface Axis {
  cluster: string;
  environment?: string;
  production: boolean;
}

/** The first thing to read. */
export interface Verdict {
  /**
   * `empty`: nothing that a cluster would notice. `routine`: changes without risk. `attention`: risks that a reviewer
   * must know. `danger`: something is deleted, recreated, refused by the API server or opened.
   */
  level: 'empty' | 'routine' | 'attention' | 'danger';
  /** One sentence without markup. */
  sentence: string;
}

/** How much there is. An object counts once for each placement (or other folder) that it stands in. */
export interface ReviewCounts {
  /** Files whose text differs. */
  filesDiffering: number;
  /** Objects that were compared because their text differs. */
  objectsCompared: number;
  objectsChanged: number;
  objectsAdded: number;
  objectsRemoved: number;
  objectsRenamed: number;
  /** Single values that differ, over all objects. */
  fieldsChanged: number;
  /** Placements (service on a cluster) in which something changes. */
  placements: number;
  clusters: number;
  services: number;
}

/** How much changes on one cluster. */
export interface ClusterCounts {
  /** Absent in the line of the folders that belong to no cluster. */
  cluster?: string;
  environment?: string;
  production: boolean;
  added: number;
  changed: number;
  removed: number;
  renamed: number;
  /** Highest severity of the risks that concern it. */
  severity?: RiskSeverity;
}

/** Fields that change together, for the same reason, in the same way and in the same places. */
export interface ChangeGroup {
  /** `c1`, `c2`, …: unique in the review. */
  id: string;
  /** What changes, in words and without markup: `image of triton: 26.07-py3 → 26.08-py3`. */
  title: string;
  action: 'changed' | 'added' | 'removed' | 'renamed';
  /** What it is about, for filters. */
  topic: ChangeTopic;
  /** Package and file of the builder, `triton/rollout`, where the manifest names it; the area is its first part. */
  builders: string[];
  /** API kinds that are concerned, in code-unit order. */
  kinds: string[];
  /**
   * Objects as `<Kind>/<name>`; parts of a name that differ from place to place stand as `<service>`, `<model>`,
   * `<cluster>`, `<namespace>` or `<domain>`.
   */
  objects: string[];
  /** Every value that differs; empty for objects that come, go or are renamed. */
  fields: FieldChange[];
  /** Objects before and after, for `renamed`. */
  renames: { from: string; to: string }[];
  places: Places;
  causes: Cause[];
  /** Ids of the risks that it takes part in. */
  risks: string[];
  /** Highest severity of those. */
  severity?: RiskSeverity;
  /** One place, to see it in full. */
  example: Example;
}

/** What a change is about; of several that apply, the first in this order. */
export type ChangeTopic =
  | 'image'
  | 'model'
  | 'model-configuration'
  | 'rollout'
  | 'scaling'
  | 'resources'
  | 'probes'
  | 'routing'
  | 'network'
  | 'security'
  | 'scheduling'
  | 'storage'
  | 'monitoring'
  | 'argocd'
  | 'metadata'
  | 'other';

/** One value that differs. */
export interface FieldChange {
  /** `<Kind>/<name>` as in {@link ChangeGroup.objects}. */
  object: string;
  /**
   * Where it stands in the object, for people: `spec.template.spec.containers[triton].image`; items of a list by
   * their key. Within a model's configuration a path of ModelConfig follows after ` › `.
   */
  path: string;
  kind: 'changed' | 'added' | 'removed' | 'reordered';
  /** Values as text, parts that differ from place to place as in {@link ChangeGroup.objects}; strings unquoted, the rest as JSON. */
  from?: string;
  to?: string;
  /**
   * Present where numbers differ from place to place: `from` and `to` then are ranges such as `2 … 6`, and these are
   * all the pairs, by their places.
   */
  variants?: FieldVariant[];
}

/** One of several pairs of values of a {@link FieldChange}. */
export interface FieldVariant {
  from?: string;
  to?: string;
  places: Places;
}

/** Where something happens. */
export interface Places {
  /** Exact and short: `all 3 clusters × all 500 services except svc-7 on dev`. It expands to the lists below. */
  expression: string;
  /** Number of placements and folders. */
  count: number;
  /** The exhaustive list; `platform` among the services is the platform folder of the cluster. */
  clusters: { cluster: string; services: string[] }[];
  /** Folders that belong to no cluster, relative to the root: `environments/production/argocd`. */
  folders: string[];
  production: boolean;
}

/** The edit that made the manifests change. */
export interface Cause {
  /**
   * `spec`, `environment`, `images`, `cluster`: an edit of that hand-written file. `release`: a promotion. `patch`: a
   * file in patches/. `builder`: nothing in the inputs changed, so Fleetwright itself did. `hand-edit`: a generated
   * file does not say what a render would write. `manifest`: the manifests are the hand-written files.
   */
  kind:
    | 'spec'
    | 'environment'
    | 'images'
    | 'cluster'
    | 'release'
    | 'patch'
    | 'builder'
    | 'hand-edit'
    | 'manifest';
  /** One phrase: `spec.triton.release 26.07 → 26.08`. */
  sentence: string;
  /** Relative to the root; absent for `builder`. Where many files were edited alike, one of them. */
  file?: string;
  /** 1-based line at head, or at base where the file is gone. */
  line?: number;
  /** JSON pointer into the file. */
  pointer?: string;
  /** How many files were edited alike. */
  files: number;
}

/** A place shown in full. */
export interface Example {
  cluster?: string;
  service?: string;
  /** Manifest at head, or at base where it is gone. */
  file: string;
  /** 1-based line of the first field that differs, or of the object. */
  line: number;
  /** YAML of the object, or of the part of it that differs when it is long; absent where there is none. */
  before?: string;
  after?: string;
}

/** How bad it can get. `high`: outage, loss or exposure. `medium`: degraded or harder to stop. `low`: worth knowing. */
export type RiskSeverity = 'high' | 'medium' | 'low';

/** What kind of risk; each is explained in the documentation under this name. */
export type RiskRule =
  | 'deletion'
  | 'immutable-field'
  | 'recreation'
  | 'selector-change'
  | 'host-change'
  | 'network-opening'
  | 'weaker-rollout'
  | 'weaker-probe'
  | 'image-change'
  | 'model-change'
  | 'replica-floor'
  | 'waiver-added'
  | 'capacity-exceeded'
  | 'without-promotion';

/** One thing that a reviewer must know. */
export interface Risk {
  /** `r1`, `r2`, …: unique in the review. */
  id: string;
  rule: RiskRule;
  severity: RiskSeverity;
  /** What happens, in one line without markup. */
  title: string;
  /** Why that matters. */
  why: string;
  /** What to do about it. */
  advice: string;
  /** Ids of the change groups; empty for risks that are in no manifest, such as a waiver. */
  changes: string[];
  places: Places;
  /** Where the source of the risk stands. */
  file?: string;
  line?: number;
}

/** GPUs that the workloads of one pool may use, before and after. Pools that do not change are left out. */
export interface GpuDelta {
  cluster: string;
  production: boolean;
  /** Name of the node pool, or the node selector of the workloads where no cluster file names one. */
  pool: string;
  /** Extended resource: `nvidia.com/gpu`. */
  resource: string;
  base: GpuUse;
  head: GpuUse;
  /** What the pool's nodes offer in all, where the cluster's facts say it. */
  capacity?: number;
}

/** Counts of one extended resource. */
export interface GpuUse {
  /** With every workload at its lowest number of replicas. */
  floor: number;
  /** With every workload at its highest number of replicas, nothing being rolled out. */
  steady: number;
  /** `steady` plus, for the one workload that adds most, what its rollout holds in its worst step. */
  peak: number;
}

/** How a canary goes, step by step, and what it holds. */
export interface CanaryPicture {
  /** `<Kind>/<name>` as in {@link ChangeGroup.objects}. */
  workload: string;
  places: Places;
  /** Extended resource that is counted; absent: the workload takes none and only pods are counted. */
  resource?: string;
  /** Number of it that one pod takes. */
  perPod: number;
  /** Replicas for which the picture is drawn: the highest number. */
  replicas: number;
  steps: CanaryStep[];
  /** Steps at base, where they differ. */
  before?: CanaryStep[];
}

/** One step. */
export interface CanaryStep {
  /** `start`, `20 % of the requests`, `pause 10 min`, `pause until promoted`, `promoted`, … */
  label: string;
  /** Percentage of the requests that the canary gets. */
  weight: number;
  /** Pods, and what all of them hold of the resource together. */
  stablePods: number;
  canaryPods: number;
  terminatingPods: number;
  held: number;
  /** How long the step lasts; absent: as long as pods take, or until somebody acts. */
  seconds?: number;
}

/** What the rules say about the two sides: of each change in one of its places, for at most 40 folders. */
export interface FindingDelta {
  /** False: the rules were not run, and both lists are empty for that reason. */
  judged: boolean;
  new: Finding[];
  fixed: Finding[];
}

/** A change of an environment that is promoted to, made by something else than a promotion. */
export interface UnpromotedChange {
  environment: string;
  /** Ids of the change groups. */
  changes: string[];
  places: Places;
  /** `clusters/prod-us-east/cluster.yaml was edited`, `the builders changed`, … */
  reason: string;
}
