import { dirname } from 'node:path/posix';
import type { CreateNodesResult } from '@nx/devkit';
import { createProject } from './create-project.ts';
import { parseFleetProject } from './fleet-project.ts';
import { readReferences } from './read-references.ts';

/** Makes a project of each service, cluster, environment, release and placement, by the files that Nx found. */
export function createFleetNodes(
  files: readonly string[],
  workspaceRoot: string,
): (readonly [string, CreateNodesResult])[] {
  const references = readReferences(workspaceRoot);
  return files.flatMap((file) => {
    const project = parseFleetProject(dirname(file));
    if (project === undefined) return [];
    return [[file, { projects: { [project.root]: createProject(project, references) } }] as const];
  });
}
