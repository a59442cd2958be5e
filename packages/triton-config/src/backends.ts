import { nearestName } from '@fleetwright/findings';
import type { ModelConfig } from './generated/model-config.ts';
import type { ImageVariant } from './images.ts';

/** A form of model that a backend loads; a backend's first format is the one it assumes. */
export interface ModelFormat {
  /** Value of `platform` that goes with the backend; undefined when the backend has none. */
  platform?: string;
  /** Spellings that name the backend, although Triton wants the platform proper. */
  aliases?: readonly string[];
  /** Files of a version directory; `default_model_filename` replaces them. */
  files: readonly string[];
  /** `all` files are needed, or `any` of them is enough. Default: all. */
  need?: 'all' | 'any';
}

/** One of Triton's backends. */
export interface Backend {
  name: string;
  /** Images that carry it, the usual one first. */
  variants: readonly ImageVariant[];
  formats: readonly ModelFormat[];
  /** Devices that its instances can run on. */
  device: 'gpu' | 'cpu' | 'any';
  /** Instances are Python processes that talk to the server through /dev/shm. */
  usesPythonStub: boolean;
  /** It can fill in missing inputs and outputs unless --disable-auto-complete-config is set. */
  canAutoComplete: boolean;
  /** Triton infers it when only default_model_filename is set, to the format's first file. */
  isInferred?: true;
}

const inPy3 = { variants: ['py3'], device: 'any', usesPythonStub: false, canAutoComplete: false } as const;

/** Triton's backends, https://github.com/triton-inference-server/backend. */
export const BACKENDS: readonly Backend[] = [
  {
    ...inPy3,
    name: 'tensorrt',
    isInferred: true,
    formats: [{ platform: 'tensorrt_plan', files: ['model.plan'] }],
    device: 'gpu',
    canAutoComplete: true,
  },
  {
    ...inPy3,
    name: 'onnxruntime',
    isInferred: true,
    formats: [{ platform: 'onnxruntime_onnx', files: ['model.onnx'] }],
    canAutoComplete: true,
  },
  {
    ...inPy3,
    name: 'pytorch',
    isInferred: true,
    formats: [
      { platform: 'pytorch_libtorch', aliases: ['libtorch'], files: ['model.pt'] },
      { platform: 'torch_aoti', files: ['model.pt2'] },
    ],
  },
  {
    ...inPy3,
    name: 'python',
    isInferred: true,
    variants: ['py3', 'vllm-python-py3', 'trtllm-python-py3'],
    formats: [{ files: ['model.py'] }],
    usesPythonStub: true,
    canAutoComplete: true,
  },
  {
    ...inPy3,
    name: 'openvino',
    isInferred: true,
    formats: [{ files: ['model.xml', 'model.bin'] }],
    device: 'cpu',
    canAutoComplete: true,
  },
  {
    ...inPy3,
    name: 'dali',
    formats: [{ files: ['model.dali', 'dali.py'], need: 'any' }],
    canAutoComplete: true,
  },
  {
    ...inPy3,
    name: 'fil',
    formats: [
      { files: ['xgboost.model', 'xgboost.json', 'xgboost.ubj', 'model.txt', 'checkpoint.tl'], need: 'any' },
    ],
  },
  {
    name: 'vllm',
    variants: ['vllm-python-py3'],
    formats: [{ files: ['model.json'] }],
    device: 'gpu',
    usesPythonStub: true,
    canAutoComplete: true,
  },
  {
    // The engine's place is a parameter of the model, so there is no default file.
    name: 'tensorrtllm',
    variants: ['trtllm-python-py3'],
    formats: [{ files: [] }],
    device: 'gpu',
    usesPythonStub: false,
    canAutoComplete: false,
  },
  { ...inPy3, name: 'identity', formats: [{ files: [] }] },
];

/** An ensemble is scheduled by the server itself: every image has it, and its version directory is empty. */
export const ENSEMBLE: Backend = {
  name: 'ensemble',
  variants: ['py3', 'vllm-python-py3', 'trtllm-python-py3'],
  formats: [{ platform: 'ensemble', files: [] }],
  device: 'cpu',
  usesPythonStub: false,
  canAutoComplete: false,
};

/** Why no backend can be named; `pointer` is the field of the configuration. */
export interface BackendProblem {
  pointer: string;
  message: string;
  fix: string;
}

/** The backend that a configuration names by `backend`, `platform` or `default_model_filename`, or why none does. */
export function resolveBackend(config: ModelConfig): { backend: Backend } | { problem: BackendProblem } {
  const { backend: name, platform, default_model_filename: filename } = config;
  if (platform === 'ensemble' && !name) return { backend: ENSEMBLE };
  if (name) return backendByName(name);
  if (platform) return backendByPlatform(platform);
  const byFile = BACKENDS.find(
    ({ isInferred, formats }) => isInferred && formats.some(({ files }) => files[0] === filename),
  );
  return byFile ? { backend: byFile } : { problem: noBackend() };
}

/** The format that a backend loads under a configuration. */
export function modelFormat(backend: Backend, config: ModelConfig): ModelFormat | undefined {
  const wanted = config.platform;
  const named = backend.formats.find(
    (format) => wanted !== undefined && (format.platform === wanted || format.aliases?.includes(wanted)),
  );
  const format = named ?? backend.formats[0];
  if (format && config.default_model_filename) return { ...format, files: [config.default_model_filename] };
  return format;
}

/** The backend whose default file is among the files of a version directory, or undefined. */
export function backendOfFiles(files: readonly string[]): Backend | undefined {
  return BACKENDS.find(({ formats }) =>
    formats.some((format) => format.files.length > 0 && hasModelFiles(format, files)),
  );
}

/** Whether a version directory has what a format needs; `files` are relative to it. */
export function hasModelFiles(format: ModelFormat, files: readonly string[]): boolean {
  // A model may be a directory (model.onnx/), and default_model_filename may stand in a sub-directory.
  const has = (name: string) => files.some((file) => file === name || file.startsWith(`${name}/`));
  return format.need === 'any' ? format.files.some(has) : format.files.every(has);
}

function backendByName(name: string): { backend: Backend } | { problem: BackendProblem } {
  const backend = BACKENDS.find((candidate) => candidate.name === name);
  if (backend) return { backend };
  const names = BACKENDS.map((candidate) => candidate.name);
  const near = nearestName(name, names);
  return {
    problem: {
      pointer: '/backend',
      message: `backend is ${JSON.stringify(name)}, which none of Triton's images carries.`,
      fix: near ? `Did you mean ${near}?` : `Use one of ${names.join(', ')}.`,
    },
  };
}

function backendByPlatform(platform: string): { backend: Backend } | { problem: BackendProblem } {
  const backend = BACKENDS.find(({ formats }) =>
    formats.some((format) => format.platform === platform || format.aliases?.includes(platform)),
  );
  if (backend) return { backend };
  const platforms = [...BACKENDS, ENSEMBLE].flatMap(({ formats }) =>
    formats.flatMap((format) => format.platform ?? []),
  );
  const near = nearestName(platform, platforms);
  return {
    problem: {
      pointer: '/platform',
      message: `platform is ${JSON.stringify(platform)}, which Triton does not know.`,
      fix: near ? `Did you mean ${near}?` : `Set backend instead, or use one of ${platforms.join(', ')}.`,
    },
  };
}

function noBackend(): BackendProblem {
  return {
    pointer: '',
    message: 'Neither backend nor platform is set.',
    fix: 'Set backend, e.g. backend: onnxruntime.',
  };
}
