import { readYaml } from './read-yaml.ts';
import type { Tree } from './tree.ts';

/** What the hand-written files of a tree say that a review needs. */
export interface FleetFacts {
  /** By cluster. */
  clusters: ReadonlyMap<string, ClusterFacts>;
  /** By environment. */
  environments: ReadonlyMap<string, EnvironmentFacts>;
}

/** What a review needs of a cluster's file. */
export interface ClusterFacts {
  environment: string | undefined;
  /** Domains of its gateway's hosts, without the wildcard. */
  domains: readonly string[];
  /** The file as it was read; only its node pools are looked at. */
  file: unknown;
}

/** What a review needs of an environment's file. */
export interface EnvironmentFacts {
  namespace: string | undefined;
  promotedFrom: string | undefined;
  /** Clusters of each wave of a promotion, the first wave first. */
  waves: readonly (readonly unknown[])[];
  waivers: readonly WaiverEntry[];
}

/** One recorded exception. */
export interface WaiverEntry {
  rule: string;
  service?: string;
  cluster?: string;
  reason?: string;
  expires?: string;
}

/** Reads the facts of one side; a file that cannot be read is as if it said nothing. */
export async function readFacts(tree: Tree): Promise<FleetFacts> {
  const paths = [...tree.ids.keys()].filter((path) =>
    /^(?:clusters\/[^/]+\/cluster|environments\/[^/]+\/environment)\.yaml$/.test(path),
  );
  const texts = await tree.read(paths);
  const clusters = new Map<string, ClusterFacts>();
  const environments = new Map<string, EnvironmentFacts>();
  for (const [path, text] of texts) {
    const [parent, name = ''] = path.split('/');
    const spec = fieldsOf(fieldsOf(readYaml(text)).spec);
    if (parent === 'clusters') clusters.set(name, clusterFacts(readYaml(text), spec));
    else environments.set(name, environmentFacts(spec));
  }
  return { clusters, environments };
}

function clusterFacts(file: unknown, spec: Record<string, unknown>): ClusterFacts {
  const hosts = listOf(fieldsOf(spec.gateway).hosts).filter((host) => typeof host === 'string');
  return {
    environment: textOf(spec.environment),
    domains: hosts.map((host) => host.replace(/^\*\./, '')),
    file,
  };
}

function environmentFacts(spec: Record<string, unknown>): EnvironmentFacts {
  const waivers = listOf(spec.waivers)
    .map(fieldsOf)
    .filter(({ rule }) => typeof rule === 'string');
  return {
    namespace: textOf(spec.namespace),
    promotedFrom: textOf(spec.promotedFrom),
    waves: listOf(spec.waves).map(listOf),
    waivers: waivers as unknown as WaiverEntry[],
  };
}

/**
 * Whether an environment serves users: the last of a chain of promotions, or by its name where nothing is promoted.
 */
export function isProduction({ environments }: FleetFacts, environment: string | undefined): boolean {
  if (environment === undefined) return false;
  const all = [...environments.values()];
  if (/(?:^|[-_])prod/.test(environment)) return true;
  const isLast = !all.some(({ promotedFrom }) => promotedFrom === environment);
  return isLast && environments.get(environment)?.promotedFrom !== undefined;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
