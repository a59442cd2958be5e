import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding } from '@fleetwright/findings';
import { listRepository } from '@fleetwright/fleet';
import { readModelRepository, type RepositoryFile, type RepositoryModel } from '@fleetwright/triton-config';
import { groupModels, type ModelGroup } from './group-models.ts';
import { importModel } from './import-model.ts';
import type { ModelServiceOptions } from './options.ts';
import { draftService, type ServiceDraft } from './service-draft.ts';
import { showReading } from './show-reading.ts';

/** What a model repository becomes. */
export interface ImportedRepository {
  services: ServiceDraft[];
  /** Models that no backend loads, by name. */
  leftOut: { name: string; findings: Finding[] }[];
  findings: Finding[];
}

// A model whose files no backend loads harms nobody else; any other mistake stops the import.
const LEAVES_OUT: ReadonlySet<string> = new Set(['triton/model-file', 'triton/backend']);

const SHORT_NAMES = { py3: 'py3', 'vllm-python-py3': 'vllm', 'trtllm-python-py3': 'trtllm' } as const;

/**
 * Reads a model repository and drafts one service for each image its models need: the first takes the given name,
 * further ones `<name>-<image>`. A relative path is looked up in each base folder.
 */
export function importRepository(
  options: ModelServiceOptions & { from: string },
  bases: readonly string[],
): ImportedRepository {
  const folder = bases.map((base) => resolve(base, options.from)).find(existsSync) ?? options.from;
  const shown = options.from.replace(/(?<!\/)\/+$/, '') || '/';
  const { files, findings } = listRepository(folder, shown);
  const unusable = [...findings, ...findModelFolder(shown, files)];
  if (unusable.length > 0) return { services: [], leftOut: [], findings: unusable };
  const models = readModelRepository(shown, files);
  const broken = models.filter(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  const leftOut = broken.filter(isLeftOut);
  const kept = models.filter((model) => !leftOut.includes(model));
  const found = [...findNothing(shown, kept, leftOut), ...kept.flatMap((model) => model.findings)];
  const grouped = groupModels(kept.filter((model) => !broken.includes(model)));
  const { onRead, clear } = showReading(files);
  const drafted = grouped.groups.map((group, index) => draftGroup(group, index, { folder, options, onRead }));
  clear();
  return {
    services: drafted.map(({ service }) => service),
    leftOut: leftOut.map(({ name, findings }) => ({ name, findings })),
    findings: [
      ...found,
      ...grouped.findings,
      ...drafted.flatMap((draft) => draft.findings),
      ...findUndelivered(shown, files, kept),
    ],
  };
}

function isLeftOut({ findings }: RepositoryModel): boolean {
  return findings.every(({ severity, rule }) => severity !== 'error' || LEAVES_OUT.has(rule));
}

interface DraftOptions {
  folder: string;
  options: ModelServiceOptions;
  onRead: (bytes: number) => void;
}

function draftGroup(
  { variant, models }: ModelGroup,
  index: number,
  { folder, options, onRead }: DraftOptions,
): { service: ServiceDraft; findings: Finding[] } {
  const name = index === 0 ? options.name : `${options.name}-${SHORT_NAMES[variant]}`;
  const imported = models.map((model) => importModel(model, { folder, artifact: options.artifact, onRead }));
  const drafts = imported.map(({ draft }) => draft);
  return {
    service: draftService({ name, variant }, drafts, options),
    findings: imported.flatMap(({ findings }) => findings),
  };
}

function findModelFolder(shown: string, files: readonly RepositoryFile[]): Finding[] {
  if (files.every(({ path }) => path !== 'config.pbtxt')) return [];
  const message = 'This is the folder of one model, not a model repository.';
  return [layoutFinding(`${shown}/config.pbtxt`, message, 'Give the folder that it lies in.')];
}

function findNothing(
  shown: string,
  kept: readonly RepositoryModel[],
  leftOut: readonly RepositoryModel[],
): Finding[] {
  if (kept.length === 0 && leftOut.length === 0) {
    const fix = 'A model repository holds one folder for each model: <model>/config.pbtxt and <model>/1/.';
    return [layoutFinding(shown, 'The folder holds no model.', fix)];
  }
  return kept.length === 0 ? leftOut.flatMap(({ findings }) => findings) : [];
}

// Only version directories are stored as artifacts.
function findUndelivered(
  shown: string,
  files: readonly RepositoryFile[],
  models: readonly RepositoryModel[],
): Finding[] {
  const names = new Set(models.map(({ name }) => name));
  const others = files.filter(({ path }) => {
    const [model = '', first = '', second] = path.split('/');
    const isVersion = second !== undefined && /^[1-9][0-9]*$/.test(first);
    return names.has(model) && first !== '' && first !== 'config.pbtxt' && !isVersion && !path.endsWith('/');
  });
  return others.map(({ path }) => ({
    rule: 'nx/undelivered-file',
    severity: 'warning',
    file: `${shown}/${path}`,
    message: 'The file stands outside the version directories, so it is not delivered.',
    fix: 'Move what the model needs into its version directory.',
  }));
}

function layoutFinding(file: string, message: string, fix: string): Finding {
  return { rule: 'nx/repository', severity: 'error', file, message, fix };
}
