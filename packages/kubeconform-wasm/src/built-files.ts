import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The same folder from src and from dist.
const FOLDER = new URL('../dist/go/', import.meta.url);
const PROGRAM = new URL('kubeconform.wasm', FOLDER);
const RUNTIME = new URL('wasm_exec.js', FOLDER);

/** What Go made of kubeconform, and Go's own host of such programs. */
export interface BuiltFiles {
  program: Uint8Array<ArrayBuffer>;
  /** The text of wasm_exec.js, which belongs to the Go release that made the program. */
  runtime: string;
}

/** Whether kubeconform has been built; the published package holds it, a checkout builds it on demand. */
export function isBuilt(): boolean {
  return findProgram() !== undefined;
}

/** Path of the WebAssembly program; undefined where it has not been built. */
export function findProgram(): string | undefined {
  return existsSync(PROGRAM) && existsSync(RUNTIME) ? fileURLToPath(PROGRAM) : undefined;
}

/** Reads what was built; throws when nothing was. */
export function readBuiltFiles(): BuiltFiles {
  if (!isBuilt()) {
    throw new Error('kubeconform is not built. Build it with: npx nx build-wasm kubeconform-wasm');
  }
  return { program: new Uint8Array(readFileSync(PROGRAM)), runtime: readFileSync(RUNTIME, 'utf8') };
}
