import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Reads which environment each cluster belongs to and where each environment gets its specs from. */
export interface FleetReferences {
  environmentOf(cluster: string): string | undefined;
  promotedFrom(environment: string): string | undefined;
  /** Wave of a promotion in which a cluster comes, from 1. */
  waveOf(cluster: string): number | undefined;
}

/**
 * References between the files of a workspace; each file is read at most once. A file that is missing or broken
 * refers to nothing here: saying what is wrong with it is the render's task, and the graph must not fail on it.
 */
export function readReferences(workspaceRoot: string): FleetReferences {
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  const read = (path: string): Readonly<Record<string, unknown>> => {
    const found = known.get(path) ?? readSpec(join(workspaceRoot, path));
    known.set(path, found);
    return found;
  };
  const ofCluster = (name: string) => read(`clusters/${name}/cluster.yaml`);
  const ofEnvironment = (name: string) => read(`environments/${name}/environment.yaml`);
  return {
    environmentOf: (cluster) => textOf(ofCluster(cluster).environment),
    promotedFrom: (environment) => textOf(ofEnvironment(environment).promotedFrom),
    waveOf(cluster) {
      const environment = textOf(ofCluster(cluster).environment);
      const waves = environment === undefined ? undefined : ofEnvironment(environment).waves;
      if (!Array.isArray(waves)) return undefined;
      const index = waves.findIndex((wave) => Array.isArray(wave) && wave.includes(cluster));
      return index === -1 ? undefined : index + 1;
    },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readSpec(file: string): Readonly<Record<string, unknown>> {
  try {
    const content = parse(readFileSync(file, 'utf8'), { logLevel: 'silent' }) as { spec?: unknown };
    return typeof content.spec === 'object' && content.spec !== null ? { ...content.spec } : {};
  } catch {
    return {};
  }
}
