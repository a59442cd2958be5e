import { compareFindings, type Finding, type SourceFile } from '@fleetwright/findings';
import { clusterProblems } from './checks/cluster-problems.ts';
import { environmentProblems } from './checks/environment-problems.ts';
import { imageProblems } from './checks/image-problems.ts';
import { nameProblems } from './checks/name-problems.ts';
import { specProblems } from './checks/spec-problems.ts';
import { addressProblems } from './checks/address-problems.ts';
import type {
  ClusterFile,
  EnvironmentFile,
  ImageLockFile,
  LockedImage,
  ModelServiceFile,
  WorkspaceFile,
} from './generated/types.ts';
import {
  validateCluster,
  validateEnvironment,
  validateImageLock,
  validateMergedSpec,
  validateModelService,
  validateWorkspace,
  type Validator,
} from './generated/validators.js';
import { locateProblem, type Problem, type YamlSource } from './problem.ts';
import { schemaProblems } from './schema-problems.ts';
import type { Schema } from './schemas/common.ts';
import { FILE_SCHEMAS } from './schemas/file-schemas.ts';
import { MERGED_SPEC_SCHEMA } from './schemas/model-service.ts';
import { soundParts, type ReadPart } from './sound-parts.ts';
import { readYaml } from './yaml-source.ts';

/** The content of a hand-written file that fits its schema and does not contradict itself. */
export interface Parsed<T> {
  content: T;
  source: SourceFile;
}

/** `value` is present unless a finding is an error. */
export interface ParseResult<T> {
  value?: Parsed<T>;
  findings: Finding[];
}

// More than this on one file is one mistake repeated.
const MAX_FINDINGS = 200;

const RESERVED_SERVICES = {
  platform: 'the directory of what services share has this name',
  constructor: 'JavaScript gives it a meaning of its own',
};

interface FileKind {
  schema: Schema;
  validate: Validator;
  check: (read: ReadPart, file: string) => Problem[];
}

/** Parses `apps/<service>/model-service.yaml`; `file` is relative to the workspace root. */
export function parseModelService(file: string, text: string): ParseResult<ModelServiceFile> {
  return parseFile(file, text, MODEL_SERVICE);
}

/** Parses `environments/<environment>/environment.yaml`. */
export function parseEnvironment(file: string, text: string): ParseResult<EnvironmentFile> {
  return parseFile(file, text, ENVIRONMENT);
}

/** Parses `clusters/<cluster>/cluster.yaml`. */
export function parseCluster(file: string, text: string): ParseResult<ClusterFile> {
  return parseFile(file, text, CLUSTER);
}

/** Parses `environments/<environment>/images.yaml`. */
export function parseImageLock(file: string, text: string): ParseResult<ImageLockFile> {
  return parseFile(file, text, IMAGE_LOCK);
}

/** Parses `fleetwright.yaml`. */
export function parseWorkspace(file: string, text: string): ParseResult<WorkspaceFile> {
  return parseFile(file, text, WORKSPACE);
}

/** What is wrong with a spec after every layer is merged; pointers start at the spec. */
export function validateMerged(spec: object): Problem[] {
  const problems = schemaProblems({ schema: MERGED_SPEC_SCHEMA, validate: validateMergedSpec, value: spec });
  return [...problems, ...specProblems(soundParts(spec, problems), '')];
}

const MODEL_SERVICE: FileKind = {
  schema: FILE_SCHEMAS['model-service'],
  validate: validateModelService,
  check: (read, file) => [
    ...nameCheck(read, file, RESERVED_SERVICES),
    ...specProblems(read, '/spec'),
    ...(read<unknown[]>('/spec/overrides') ?? []).flatMap((_, index) =>
      specProblems(read, `/spec/overrides/${index}/spec`),
    ),
  ],
};

const ENVIRONMENT: FileKind = {
  schema: FILE_SCHEMAS.environment,
  validate: validateEnvironment,
  check: (read, file) => [
    ...nameCheck(read, file),
    ...specProblems(read, '/spec/defaults'),
    ...environmentProblems(read),
    ...addressProblems(read<string>('/spec/alerts/runbookUrl'), '/spec/alerts/runbookUrl'),
  ],
};

const CLUSTER: FileKind = {
  schema: FILE_SCHEMAS.cluster,
  validate: validateCluster,
  check: (read, file) => [...nameCheck(read, file), ...clusterProblems(read)],
};

const IMAGE_LOCK: FileKind = {
  schema: FILE_SCHEMAS['image-lock'],
  validate: validateImageLock,
  check: (read, file) => [
    ...nameCheck(read, file),
    ...imageProblems(read<LockedImage[]>('/spec/images') ?? [], '/spec/images'),
  ],
};

const WORKSPACE: FileKind = {
  schema: FILE_SCHEMAS.workspace,
  validate: validateWorkspace,
  check: () => [],
};

function nameCheck(read: ReadPart, file: string, reserved?: Record<string, string>): Problem[] {
  const name = read<string>('/metadata/name');
  return name === undefined ? [] : nameProblems(name, file, reserved);
}

function parseFile<T>(file: string, text: string, kind: FileKind): ParseResult<T> {
  const { value, source, findings } = readYaml(file, text);
  if (value === undefined) return { findings };
  const problems = schemaProblems({ ...kind, value, writtenAs: (pointer) => source.scalarText(pointer) });
  const found = [...problems, ...kind.check(soundParts(value, problems), file)];
  // A value that was refused for what it contains needs no second finding for its form.
  const refused = new Set(findings.map(({ pointer }) => pointer));
  const further = found.filter(({ rule, pointer }) => !(FORM_RULES.has(rule) && refused.has(pointer)));
  const all = [...findings, ...locateAll(further, source)].sort(compareFindings);
  if (all.some(({ severity }) => severity === 'error')) return { findings: all };
  return { value: { content: value as T, source }, findings: all };
}

const FORM_RULES = new Set(['input/pattern', 'input/too-long', 'input/key', 'input/unknown-field']);

function locateAll(problems: readonly Problem[], source: YamlSource): Finding[] {
  const shown = problems.slice(0, MAX_FINDINGS).map((problem) => locateProblem(problem, source));
  const hidden = problems.length - shown.length;
  if (hidden === 0) return shown;
  const message = `${hidden} further problems of this file are not shown.`;
  return [...shown, { rule: 'input/more', severity: 'info', message, file: source.path }];
}
