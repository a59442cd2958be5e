import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { goBuild, hashBuild } from '../go/go-build.ts';
import { readModuleFiles } from '../schemas/go-module.ts';
import { CRD_SOURCES, KUBERNETES } from '../schemas/sources.ts';
import { CannotRun } from './cannot-run.ts';
import type { Resource } from './resource.ts';

/** What a bed needs that is not in the repository. */
export interface ControlPlaneParts {
  /** One file that is etcd, kube-apiserver, kube-controller-manager or kubectl, by its first argument. */
  binary: string;
  /** The CustomResourceDefinitions of the versions that clusters may declare. */
  crds: readonly Resource[];
}

const SOURCES = join(import.meta.dirname, 'kube');

/** Folder below which everything built and recorded by this tool lies. */
export const CACHE = resolve(import.meta.dirname, '../../.cache/e2e');

/** Builds the control plane from its pinned Go modules, unless the same pins have been built before. */
export function buildControlPlane(): ControlPlaneParts {
  try {
    mkdirSync(CACHE, { recursive: true });
    return { binary: buildBinary(), crds: readCrds() };
  } catch (error) {
    throw new CannotRun(`The control plane was not built: ${(error as Error).message}`, { cause: error });
  }
}

function buildBinary(): string {
  const flags = `-s -w ${versionFlags(KUBERNETES.version)}`;
  const binary = join(CACHE, `kube-${hashBuild(SOURCES, flags)}`);
  if (existsSync(binary)) return binary;
  console.error('Building the control plane from Go modules, once: 5 to 15 minutes on two cores.');
  goBuild({ folder: SOURCES, target: '.', flags, binary, verbose: true });
  return binary;
}

/** Without these the server calls itself v0.0.0, and clients that read its version fail. */
function versionFlags(version: string): string {
  const [major, minor] = version.replace('v', '').split('.');
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor };
  return Object.entries(values)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
}

/** Read out of the module archives once: unzipping them takes longer than admitting the fleet. */
function readCrds(): Resource[] {
  const file = join(
    CACHE,
    `crds-${hash(CRD_SOURCES.map(({ module, sum, files }) => [module, sum, files]))}.json`,
  );
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Resource[];
  const crds = CRD_SOURCES.flatMap((source) => readModuleFiles(source))
    .flatMap((text) => loadAll(text) as (Resource | null)[])
    .filter((resource) => resource?.kind === 'CustomResourceDefinition');
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(crds));
  renameSync(`${file}.${process.pid}`, file);
  return crds as Resource[];
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
