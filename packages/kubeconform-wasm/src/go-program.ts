import { compileFunction } from 'node:vm';
import type { SchemaFiles } from './schema-files.ts';
import { WebAssembly, type WasmModule } from './web-assembly.ts';

/** The function that the Go program gives its host: see go/main.go. Returns why nothing could be judged, or ''. */
export type Validate = (
  settings: string,
  stream: string,
  from: number,
  emit: (verdicts: string) => void,
) => string | undefined;

/** A running Go program. */
export interface GoProgram {
  /** Undefined as result means that the program ended during the call. */
  validate: Validate;
  /** Lets go of a program that has ended, or that an error left in an unknown state. */
  abandon: () => void;
}

/** What wasm_exec.js defines: https://github.com/golang/go/blob/master/lib/wasm/wasm_exec.js */
interface GoHost {
  importObject: object;
  env: Record<string, string>;
  exit: (code: number) => void;
  run: (instance: object) => Promise<void>;
}

interface HostGlobal {
  Go?: new () => GoHost;
  validate?: Validate;
}

type DefineHost = (
  global: HostGlobal,
  fs: SchemaFiles,
  setTimer: (callback: () => void, delay: number) => object,
) => void;

/** A heap that may grow to three times what is in use: half the collections of Go's default for some more memory. */
const ENVIRONMENT = { GOGC: '200' };

/** Starts the program with a global object of its own, which holds what a Go program needs and nothing else. */
export function startGoProgram(program: WasmModule, runtime: string, files: SchemaFiles): GoProgram {
  let abandoned = false;
  const global: HostGlobal = createGlobal(files);
  const setTimer = (callback: () => void, milliseconds: number) =>
    setTimeout(() => abandoned || callback(), milliseconds).unref();
  const define = compileFunction(runtime, ['globalThis', 'fs', 'setTimeout']) as DefineHost;
  define(global, files, setTimer);
  const host = new global.Go!();
  host.env = ENVIRONMENT;
  host.exit = () => {
    abandoned = true;
  };
  // Runs until the program waits for calls; the promise is that of its end, and never settles while it lives.
  host.run(new WebAssembly.Instance(program, host.importObject)).catch(() => undefined);
  if (global.validate === undefined)
    throw new Error(`kubeconform did not start: ${files.errorOutput.trim()}`);
  return {
    validate: global.validate,
    abandon: () => {
      abandoned = true;
    },
  };
}

function createGlobal(files: SchemaFiles): HostGlobal {
  const { crypto, performance } = globalThis;
  return {
    ...{ Array, Date, Error, Object, TextDecoder, TextEncoder, Uint8Array, crypto, performance },
    ...{ fs: files, process: { cwd: () => '/', pid: 1, ppid: 0 } },
  } as HostGlobal;
}
