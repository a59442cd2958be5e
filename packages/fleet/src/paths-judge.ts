import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Finding } from '@fleetwright/findings';
import { readManifests, type Manifest } from '@fleetwright/manifests';
import { readModelRepository } from '@fleetwright/triton-config';
import {
  locatePlace,
  newestVersions,
  ServedKinds,
  validateCluster,
  validateSet,
} from '@fleetwright/validation';
import { listRepository } from './list-repository.ts';
import type { PathsReport } from './validate-paths.ts';
import { SchemaFiles } from './schema-files.ts';
import { walkFiles, type FoundFile } from './walk-files.ts';

const MANIFEST = /\.(?:ya?ml|json)$/;
const CONFIG = 'config.pbtxt';
const KUSTOMIZATION = /^kustomization\.ya?ml$/;

/** Largest manifest or configuration that is read, in bytes. */
const MAX_BYTES = 16 * 2 ** 20;

/** Reads what stands at paths, sorts it into sets and model repositories, and judges each. */
export class PathsJudge {
  readonly #kinds = new ServedKinds(newestVersions());
  readonly #schemas = new SchemaFiles();

  judge(path: string, shown: string, report: PathsReport): void {
    const known = { objects: report.resources + report.models, findings: report.findings.length };
    const files = walkFiles(path);
    if (files.some((file) => file.path === CONFIG)) return this.#judgeModel(path, shown, report);
    const repositories = findRepositories(files);
    for (const repository of repositories)
      this.#judgeRepository(join(path, repository), posix.join(shown, repository), report);
    const manifests = files.filter(
      ({ path: file }) => (file === '' || MANIFEST.test(file)) && !isInside(file, repositories),
    );
    for (const set of groupByOverlay(manifests)) {
      const read = set
        .filter((file) => !KUSTOMIZATION.test(posix.basename(file.path)))
        .flatMap((file) => this.#read(path, shown, file, report));
      this.#judgeSet(read, report);
    }
    report.files += manifests.length;
    if (report.resources + report.models === known.objects && report.findings.length === known.findings)
      report.findings.push(describeNothing(shown));
  }

  // The path is that of a model: its name is the folder's, so the folder above is read, and of it this model.
  #judgeModel(path: string, shown: string, report: PathsReport): void {
    this.#judgeRepository(
      posix.dirname(path),
      posix.dirname(posix.normalize(shown)),
      report,
      posix.basename(path),
    );
  }

  #judgeRepository(folder: string, shown: string, report: PathsReport, only?: string): void {
    const { files, findings } = listRepository(folder, shown);
    const wanted = files.filter(({ path }) => only === undefined || path.startsWith(`${only}/`));
    const models = readModelRepository(shown, wanted);
    report.models += models.length;
    report.findings.push(...findings, ...models.flatMap((model) => model.findings));
  }

  #judgeSet(manifests: readonly Manifest[], report: PathsReport): void {
    if (manifests.length === 0) return;
    const result = validateSet({ manifests, complete: false, kinds: this.#kinds, schemas: this.#schemas });
    report.resources += result.resources;
    report.notApplicable = result.notApplicable;
    const across = validateCluster([result.facts], {
      facts: undefined,
      locate: (place) => locatePlace(manifests, place),
    });
    report.findings.push(...result.findings, ...across);
  }

  #read(path: string, shown: string, { path: file, size }: FoundFile, report: PathsReport): Manifest[] {
    const name = file === '' ? shown : posix.join(shown, file);
    if (size > MAX_BYTES) {
      report.findings.push(describeTooLarge(name, size));
      return [];
    }
    const text = decode(readFileSync(join(path, file)));
    if (text === undefined) {
      report.findings.push(describeEncoding(name));
      return [];
    }
    const { manifests, findings } = readManifests(name, text);
    report.findings.push(...findings);
    return manifests.filter(({ object }) => !isForTools(object.apiVersion));
  }
}

// Kustomize reads these; no cluster ever sees them.
function isForTools(apiVersion: string): boolean {
  return apiVersion.startsWith('kustomize.config.k8s.io/');
}

// A model is a folder with a config.pbtxt; what it stands in is the repository.
function findRepositories(files: readonly FoundFile[]): string[] {
  const models = files
    .filter(({ path }) => posix.basename(path) === CONFIG)
    .map(({ path }) => posix.dirname(path));
  return [...new Set(models.map((model) => posix.dirname(model)))];
}

function isInside(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => folder !== '.' && file.startsWith(`${folder}/`));
}

// Overlays of one application for several clusters hold the same objects again: each is judged by itself.
function groupByOverlay(files: readonly FoundFile[]): FoundFile[][] {
  const overlays = files
    .filter(({ path }) => KUSTOMIZATION.test(posix.basename(path)))
    .map(({ path }) => posix.dirname(path))
    .sort((left, right) => right.length - left.length);
  const sets = new Map<string, FoundFile[]>();
  for (const file of files) {
    const overlay = overlays.find((folder) => folder === '.' || file.path.startsWith(`${folder}/`)) ?? '';
    sets.set(overlay, [...(sets.get(overlay) ?? []), file]);
  }
  return [...sets.values()];
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function describeEncoding(file: string): Finding {
  return {
    rule: 'workspace/encoding',
    severity: 'error',
    file,
    message: 'The file is not UTF-8 text.',
    fix: 'Save it as UTF-8.',
  };
}

function describeNothing(file: string): Finding {
  return {
    rule: 'manifest/no-object',
    severity: 'error',
    file,
    message: 'There is no Kubernetes object and no model of Triton here.',
    fix: 'Give the file or folder that holds them.',
  };
}

function describeTooLarge(file: string, size: number): Finding {
  return {
    rule: 'workspace/too-large',
    severity: 'error',
    file,
    message: `The file has ${size} bytes; at most ${MAX_BYTES} are read.`,
    fix: 'Split it.',
  };
}
