import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import type { FleetProject } from './fleet-project.ts';
import type { FleetReferences } from './read-references.ts';

/**
 * The Nx project of a folder. Its name is the folder's path: unique, the same in the graph, in the tree and in
 * `nx show projects --projects='clusters/prod-us-east/*'`, and no package can have it, for a package name has a
 * slash only after its scope.
 */
export function createProject(project: FleetProject, references: FleetReferences): ProjectConfiguration {
  return {
    name: project.root,
    root: project.root,
    projectType: 'application',
    tags: [`fleet:${project.kind}`, ...tagsOf(project, references)],
    metadata: { description: describe(project) },
    targets: { render: RENDER, validate: VALIDATE },
  };
}

const RENDER: TargetConfiguration = {
  executor: '@fleetwright/nx:render',
  // The engine has its own cache, which knows what a render reads better than Nx could be told.
  cache: false,
  configurations: { check: { check: true } },
  metadata: {
    description: 'Brings the overlays up to date; with --configuration=check only compares them.',
    technologies: ['kubernetes'],
  },
};

const VALIDATE: TargetConfiguration = {
  executor: '@fleetwright/nx:validate',
  cache: false,
  metadata: {
    description: 'Checks the manifests by schemas and by rules across objects.',
    technologies: ['kubernetes'],
  },
};

function tagsOf(project: FleetProject, references: FleetReferences): string[] {
  switch (project.kind) {
    case 'service':
      return [`service:${project.service}`];
    case 'cluster':
      return [
        `cluster:${project.cluster}`,
        ...environmentTags(references.environmentOf(project.cluster)),
        ...waveTags(references.waveOf(project.cluster)),
      ];
    case 'platform':
      return [`cluster:${project.cluster}`, ...environmentTags(references.environmentOf(project.cluster))];
    case 'argocd':
      return environmentTags(project.environment);
    case 'environment': {
      const source = references.promotedFrom(project.environment);
      return [
        ...environmentTags(project.environment),
        ...(source === undefined ? [] : [`promoted-from:${source}`]),
      ];
    }
    case 'release':
      return [`service:${project.service}`, ...environmentTags(project.environment)];
    case 'placement':
      return [
        `service:${project.service}`,
        `cluster:${project.cluster}`,
        ...environmentTags(references.environmentOf(project.cluster)),
        ...waveTags(references.waveOf(project.cluster)),
      ];
  }
}

function waveTags(wave: number | undefined): string[] {
  return wave === undefined ? [] : [`wave:${wave}`];
}

function environmentTags(environment: string | undefined): string[] {
  return environment === undefined ? [] : [`environment:${environment}`];
}

function describe(project: FleetProject): string {
  switch (project.kind) {
    case 'service':
      return `Model service ${project.service}: the spec that its placements are rendered from.`;
    case 'cluster':
      return `Cluster ${project.cluster}: facts that its placements are rendered from.`;
    case 'environment':
      return `Environment ${project.environment}: defaults, policy and images of its clusters.`;
    case 'release':
      return `The spec of ${project.service} that ${project.wave === undefined ? '' : `${project.wave} of `}${project.environment} runs.`;
    case 'placement':
      return `${project.service} on ${project.cluster}: generated manifests.`;
    case 'platform':
      return `What the services on ${project.cluster} share: generated manifests.`;
    case 'argocd':
      return `What Argo CD reads about ${project.environment}: generated manifests.`;
  }
}
