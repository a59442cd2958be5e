import type { CreateDependencies, CreateNodesV2 } from '@nx/devkit';
import { createFleetDependencies } from './inference/create-dependencies.ts';
import { createFleetNodes } from './inference/create-nodes.ts';
import { PROJECT_FILES } from './inference/fleet-project.ts';

/** Name under which Nx reports the plugin. */
export const name = '@fleetwright/nx/plugin';

/** Every service, cluster, environment, release and placement is a project. */
export const createNodesV2: CreateNodesV2 = [
  PROJECT_FILES,
  (files, _options, { workspaceRoot }) =>
    createFleetNodes(files, workspaceRoot).map(([file, result]) => [file, result]),
];

/** Placements depend on what they are rendered from. */
export const createDependencies: CreateDependencies = (_options, { projects }) =>
  createFleetDependencies(projects);
