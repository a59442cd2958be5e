/** A compiled program. */
export type WasmModule = object;

/** The part of the engine's WebAssembly object that is used here; Node's types lack it. */
interface WasmEngine {
  compile: (program: Uint8Array) => Promise<WasmModule>;
  Instance: new (module: WasmModule, imports: object) => object;
}

/** The engine's own object. */
export const { WebAssembly } = globalThis as unknown as { WebAssembly: WasmEngine };
