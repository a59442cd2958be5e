import { nearestName, type Finding, type SourceFile } from '@fleetwright/findings';
import {
  backendOfFiles,
  ENSEMBLE,
  hasModelFiles,
  modelFormat,
  resolveBackend,
  type Backend,
} from './backends.ts';
import type { ModelConfig } from './generated/model-config.ts';
import type { ConfigComments } from './config-decoder.ts';
import { parseModelConfigText } from './parse-model-config.ts';

/** A file below a model repository; `text` is needed of config.pbtxt only. */
export interface RepositoryFile {
  /** Relative to the repository, with forward slashes; one at the end stands for an empty directory. */
  path: string;
  /** Bytes. */
  size: number;
  text?: string;
}

/** A version directory. */
export interface RepositoryVersion {
  version: number;
  /** Paths relative to the version directory. */
  files: RepositoryFile[];
}

/** A model directory as it was found. */
export interface RepositoryModel {
  /** The directory's name, which is the model's. */
  name: string;
  /** Path of the directory as messages show it. */
  directory: string;
  config?: ModelConfig;
  comments: Record<string, ConfigComments>;
  /** Where the values of `config` stand; absent without a config.pbtxt. */
  source?: SourceFile;
  versions: RepositoryVersion[];
  backend?: Backend;
  findings: Finding[];
}

const CONFIG = 'config.pbtxt';
const VERSION = /^[1-9][0-9]{0,9}$/;

/**
 * Reads a Triton model repository from a list of its files. `root` is the repository's path as findings show
 * it. Models are in the order of their names; a model with a finding of severity error cannot be served.
 */
export function readModelRepository(root: string, files: readonly RepositoryFile[]): RepositoryModel[] {
  const directories = new Map<string, RepositoryFile[]>();
  for (const file of files) {
    const slash = file.path.indexOf('/');
    // Triton ignores files beside the model directories.
    if (slash < 0) continue;
    const name = file.path.slice(0, slash);
    const inside = directories.get(name) ?? [];
    directories.set(name, inside);
    inside.push({ ...file, path: file.path.slice(slash + 1) });
  }
  return [...directories.keys()].sort().map((name) => readModel(root, name, directories.get(name) ?? []));
}

function readModel(root: string, name: string, files: readonly RepositoryFile[]): RepositoryModel {
  const directory = root === '' ? name : `${root}/${name}`;
  const configFile = files.find(({ path }) => path === CONFIG);
  const parsed = configFile && parseModelConfigText(`${directory}/${CONFIG}`, configFile.text ?? '');
  const versions = readVersions(files);
  const backend = findBackend(parsed?.config, versions);
  const model = {
    name,
    directory,
    config: parsed?.config,
    comments: parsed?.comments ?? {},
    source: parsed?.source,
    versions,
    backend,
  };
  const findings = [
    ...(parsed ? parsed.findings : [noConfig(model)]),
    ...checkName(model),
    ...checkVersionDirectories(directory, files, versions),
    ...checkBackend(model),
    ...checkModelFiles(model),
    ...checkLabelFiles(model, files),
  ];
  return { ...model, findings };
}

function readVersions(files: readonly RepositoryFile[]): RepositoryVersion[] {
  const versions = new Map<number, RepositoryFile[]>();
  for (const file of files) {
    const [directory = '', ...rest] = file.path.split('/');
    if (rest.length === 0 || !VERSION.test(directory)) continue;
    const inside = versions.get(Number(directory)) ?? [];
    versions.set(Number(directory), inside);
    if (rest[0] !== '') inside.push({ ...file, path: rest.join('/') });
  }
  return [...versions].sort(([a], [b]) => a - b).map(([version, inside]) => ({ version, files: inside }));
}

// Without a hint in the configuration the files decide, as Triton's auto-complete does it.
function findBackend(
  config: ModelConfig | undefined,
  versions: readonly RepositoryVersion[],
): Backend | undefined {
  const resolved = config && resolveBackend(config);
  if (resolved && 'backend' in resolved) return resolved.backend;
  if (config?.backend || config?.platform) return undefined;
  return backendOfFiles(versions[0]?.files.map(({ path }) => path) ?? []);
}

type Model = Omit<RepositoryModel, 'findings'>;

function noConfig({ directory, name, versions, backend }: Model): Finding {
  const found = backend
    ? `the files of version ${versions[0]?.version} are those of the backend ${backend.name}`
    : `found ${listNames(versions[0]?.files ?? []) || 'nothing'} in its version directory`;
  return {
    rule: 'triton/no-config',
    severity: 'error',
    file: directory,
    message: `The model ${name} has no ${CONFIG}, so that its inputs and outputs are unknown; ${found}.`,
    fix: `Write ${directory}/${CONFIG} with backend, max_batch_size, input and output.`,
  };
}

function checkName({ name, directory, config, source }: Model): Finding[] {
  if (!config?.name || config.name === name) return [];
  return [
    {
      rule: 'triton/name',
      severity: 'error',
      file: `${directory}/${CONFIG}`,
      ...source?.locate('/name'),
      pointer: '/name',
      message: `name is ${JSON.stringify(config.name)}; Triton expects the directory's name ${JSON.stringify(name)}.`,
      fix: 'Remove name, or make both equal.',
    },
  ];
}

function checkVersionDirectories(
  directory: string,
  files: readonly RepositoryFile[],
  versions: readonly RepositoryVersion[],
): Finding[] {
  const names = new Set(
    files.filter(({ path }) => path.includes('/')).map(({ path }) => path.split('/')[0] ?? ''),
  );
  // 0 and leading zeros: Triton's own readers disagree on what they mean.
  const padded = [...names].filter((name) => /^0[0-9]*$/.test(name)).sort();
  const findings = padded.map((name): Finding => ({
    rule: 'triton/version-directory',
    severity: 'error',
    file: `${directory}/${name}`,
    message: `The version directory ${name} begins with 0; expected a number from 1 on without leading zeros.`,
    fix: `Rename it to ${Number(name) || 1}.`,
  }));
  if (versions.length > 0 || padded.length > 0) return findings;
  return [
    {
      rule: 'triton/no-version',
      severity: 'error',
      file: directory,
      message: `The model has no version directory; found ${listNames(files) || 'nothing'}.`,
      fix: `Move the model's files to ${directory}/1/.`,
    },
  ];
}

function checkBackend({ directory, config, versions, backend, source }: Model): Finding[] {
  if (!config || backend) return [];
  const resolved = resolveBackend(config);
  if (!('problem' in resolved)) return [];
  const { problem } = resolved;
  const finding: Finding = {
    rule: 'triton/backend',
    severity: 'error',
    file: `${directory}/${CONFIG}`,
    ...source?.locate(problem.pointer),
    ...problem,
  };
  if (problem.pointer !== '' || !versions[0]) return [finding];
  const found = listNames(versions[0].files) || 'nothing';
  const message = `Neither backend nor platform is set, and no backend loads what version ${versions[0].version} holds: ${found}.`;
  const fix =
    'Set backend and give its file: onnxruntime loads model.onnx, python model.py, vllm model.json.';
  return [{ ...finding, message, fix }];
}

function checkModelFiles({ directory, config, versions, backend }: Model): Finding[] {
  if (!backend || backend === ENSEMBLE) return [];
  const format = modelFormat(backend, config ?? {});
  // Another implementation of the backend has file names of its own.
  if (!format || config?.runtime) return [];
  return versions
    .filter(({ files }) => !hasFiles(config, format, files))
    .map(({ version, files }): Finding => {
      const wanted = format.files.join(format.need === 'any' ? ' or ' : ' and ');
      const others = backendOfFiles(files.map(({ path }) => path));
      return {
        rule: 'triton/model-file',
        severity: 'error',
        file: `${directory}/${version}`,
        message: `The backend ${backend.name} loads ${wanted}; found ${listNames(files) || 'nothing'}.`,
        fix: others
          ? `The files are those of the backend ${others.name}: set backend, or give ${wanted}.`
          : `Give ${directory}/${version}/${format.files[0]}${fileHint(backend, files)}.`,
      };
    });
}

// A compute capability may have a file of its own.
function hasFiles(
  config: ModelConfig | undefined,
  format: Parameters<typeof hasModelFiles>[0],
  files: readonly RepositoryFile[],
): boolean {
  const paths = files.map(({ path }) => path);
  const perDevice = Object.values(config?.cc_model_filenames ?? {});
  return hasModelFiles(format, paths) || perDevice.some((name) => paths.includes(name));
}

// Weights and a tokenizer without model.py are what a language model server reads.
function fileHint({ name }: Backend, files: readonly RepositoryFile[]): string {
  if (name === 'vllm') return ' with the engine arguments';
  const names = files.map(({ path }) => path.split('/')[0] ?? '');
  const hasTokenizer = names.some((found) => found === 'tokenizer' || found === 'tokenizer.json');
  if (name !== 'python' || !hasTokenizer) return '';
  return ', or set backend: vllm and give model.json with the engine arguments';
}

function checkLabelFiles({ directory, config, source }: Model, files: readonly RepositoryFile[]): Finding[] {
  return (config?.output ?? []).flatMap(({ label_filename: label }, index): Finding[] => {
    if (!label || files.some(({ path }) => path === label)) return [];
    const near = nearestName(
      label,
      files.map(({ path }) => path).filter((path) => !path.includes('/')),
    );
    return [
      {
        rule: 'triton/label-file',
        severity: 'error',
        file: `${directory}/${CONFIG}`,
        ...source?.locate(`/output/${index}/label_filename`),
        pointer: `/output/${index}/label_filename`,
        message: `label_filename is ${JSON.stringify(label)}; ${directory} has no such file.`,
        fix: near ? `Did you mean ${near}?` : `Add ${directory}/${label}, or remove label_filename.`,
      },
    ];
  });
}

// Names of the first level; directories with a slash.
function listNames(files: readonly RepositoryFile[]): string {
  const names = files.map(({ path }) => (path.includes('/') ? `${path.split('/')[0]}/` : path));
  const distinct = [...new Set(names)].filter((name) => name !== '').sort();
  return distinct.length > 8 ? `${distinct.slice(0, 8).join(', ')}, …` : distinct.join(', ');
}
