import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { buildTool } from '../../go/build.ts';
import { goBuild, hashBuild } from '../../go/go-build.ts';
import { readModuleFiles } from '../../schemas/go-module.ts';
import { CRD_SOURCES } from '../../schemas/sources.ts';
import { buildControlPlane, CACHE, type ControlPlaneParts } from '../build-control-plane.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Resource } from '../resource.ts';

/** What a bed needs that is not in the repository. */
export interface BedParts extends ControlPlaneParts {
  /** Argo CD, every component by the variable ARGOCD_BINARY_NAME. */
  argocd: string;
  /** The controller of Argo Rollouts. */
  rollouts: string;
  kwok: string;
  kustomize: string;
  /** What the projects' own installation makes, by project, without the workloads: those run here as processes. */
  installations: Record<'argoCd' | 'argoRollouts', readonly Resource[]>;
  /** The life of fake nodes and pods, as KWOK publishes it. */
  stages: readonly Resource[];
  /** What KWOK may do. */
  kwokRole: Resource;
}

const KUBE = join(import.meta.dirname, '../kube');
const KWOK = join(import.meta.dirname, '../kwok');
const FLAGS = '-s -w';

/** The same release as in kwok/go.mod. */
const KWOK_SOURCE = {
  module: 'sigs.k8s.io/kwok',
  version: 'v0.8.0',
  sum: 'h1:OTIOTwgROqPMovcTwxICx2eYQ4AwLpSx5EpjbDKF4SQ=',
  files: [
    'kustomize/stage/node/fast/node-initialize.yaml',
    'kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
    'kustomize/stage/pod/fast/pod-ready.yaml',
    'kustomize/stage/pod/fast/pod-complete.yaml',
    'kustomize/stage/pod/fast/pod-delete.yaml',
  ],
};
const KWOK_ROLE = { ...KWOK_SOURCE, files: ['kustomize/rbac/role.yaml'] };

const WORKLOADS = ['Deployment', 'StatefulSet'];

/** Builds every process of the bed from pinned Go modules, unless the same pins have been built before. */
export function buildBed(): BedParts {
  const plane = buildControlPlane();
  try {
    mkdirSync(CACHE, { recursive: true });
    return {
      ...plane,
      argocd: build('argocd', KUBE, 'github.com/argoproj/argo-cd/v3/cmd'),
      rollouts: build('rollouts', KUBE, 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller'),
      kwok: build('kwok', KWOK, 'sigs.k8s.io/kwok/cmd/kwok'),
      kustomize: buildTool('kustomize'),
      installations: {
        argoCd: readInstallation('argoCd'),
        argoRollouts: readInstallation('argoRollouts'),
      },
      stages: parseResources(readModuleFiles(KWOK_SOURCE)),
      kwokRole: parseResources(readModuleFiles(KWOK_ROLE))[0]!,
    };
  } catch (error) {
    throw new CannotRun(`The bed was not built: ${(error as Error).message}`, { cause: error });
  }
}

function build(name: string, folder: string, target: string): string {
  const binary = join(CACHE, `${name}-${hashBuild(folder, FLAGS, target)}`);
  if (existsSync(binary)) return binary;
  console.error(`Building ${target} from Go modules, once: a few minutes on two cores.`);
  goBuild({ folder, target, flags: FLAGS, binary, verbose: true });
  return binary;
}

/** The file that users apply, out of the module archive of the release whose resources the builders make. */
function readInstallation(component: string): Resource[] {
  const source = CRD_SOURCES.find((candidate) => candidate.component === component)!;
  const resources = parseResources(readModuleFiles({ ...source, files: ['manifests/install.yaml'] }));
  return resources.filter(({ kind }) => !WORKLOADS.includes(kind));
}

function parseResources(texts: readonly string[]): Resource[] {
  return texts
    .flatMap((text) => loadAll(text) as (Resource | null)[])
    .filter((resource) => resource !== null);
}
