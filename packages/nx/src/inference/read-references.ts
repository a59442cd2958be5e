import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Reads which environment each cluster belongs to and where each environment gets its specs from. */
export interface FleetReferences {
  environmentOf(cluster: string): string | undefined;
  promotedFrom(environment: string): string | undefined;
}

/**
 * References between the files of a workspace; each file is read at most once. A file that is missing or broken
 * refers to nothing here: saying what is wrong with it is the render's task, and the graph must not fail on it.
 */
export function readReferences(workspaceRoot: string): FleetReferences {
  const known = new Map<string, unknown>();
  const read = (path: string, field: string): string | undefined => {
    if (!known.has(path)) known.set(path, readSpecField(join(workspaceRoot, path), field));
    const value = known.get(path);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    environmentOf: (cluster) => read(`clusters/${cluster}/cluster.yaml`, 'environment'),
    promotedFrom: (environment) => read(`environments/${environment}/environment.yaml`, 'promotedFrom'),
  };
}

function readSpecField(file: string, field: string): unknown {
  try {
    const content = parse(readFileSync(file, 'utf8'), { logLevel: 'silent' }) as {
      spec?: Record<string, unknown>;
    };
    return content.spec?.[field];
  } catch {
    return undefined;
  }
}
