/** Texts of JSON Schemas by path, or a function that gives the text at a path, if there is one. */
export type SchemaSource = Readonly<Record<string, string>> | ((path: string) => string | undefined);

type Callback = (error: Error | null, result?: unknown) => void;

interface OpenFile {
  bytes: Uint8Array;
  position: number;
}

const FIRST_DESCRIPTOR = 100;
const STDERR = 2;

/**
 * The part of Node's fs that a Go program calls, over schemas in memory. Its callbacks are called at once, so that a
 * call into the program that opens a file still returns synchronously.
 */
export class SchemaFiles {
  /** What the source threw, which must not reach the program: there it would be a panic. */
  thrown: unknown;
  /** What the program wrote to its standard error. */
  errorOutput = '';
  readonly constants = {
    O_WRONLY: 1,
    O_RDWR: 2,
    O_CREAT: 64,
    O_TRUNC: 512,
    O_APPEND: 1024,
    O_EXCL: 128,
    O_DIRECTORY: 65536,
  };
  readonly #source: SchemaSource;
  readonly #open = new Map<number, OpenFile>();
  #next = FIRST_DESCRIPTOR;

  constructor(source: SchemaSource) {
    this.#source = source;
  }

  open(path: string, _flags: number, _mode: number, callback: Callback): void {
    const text = this.#read(path);
    if (text === undefined) return callback(failure('ENOENT'));
    const descriptor = this.#next++;
    this.#open.set(descriptor, { bytes: new TextEncoder().encode(text), position: 0 });
    callback(null, descriptor);
  }

  fstat(descriptor: number, callback: Callback): void {
    const file = this.#open.get(descriptor);
    if (file === undefined) callback(failure('EBADF'));
    else callback(null, describeFile(file.bytes.length));
  }

  /** Reads from where the last read ended: the program never asks for a position. */
  read(
    descriptor: number,
    buffer: Uint8Array,
    offset: number,
    length: number,
    _at: null,
    callback: Callback,
  ): void {
    const file = this.#open.get(descriptor);
    if (file === undefined) return callback(failure('EBADF'));
    const chunk = file.bytes.subarray(file.position, file.position + length);
    buffer.set(chunk, offset);
    file.position += chunk.length;
    callback(null, chunk.length);
  }

  close(descriptor: number, callback: Callback): void {
    this.#open.delete(descriptor);
    callback(null);
  }

  stat(_path: string, callback: Callback): void {
    callback(failure('ENOENT'));
  }

  lstat(_path: string, callback: Callback): void {
    callback(failure('ENOENT'));
  }

  writeSync(descriptor: number, bytes: Uint8Array): number {
    if (descriptor === STDERR) this.errorOutput += new TextDecoder().decode(bytes);
    return bytes.length;
  }

  // The parts of a path come from the documents that are judged: none of them may lead out of the source's folders.
  #read(path: string): string | undefined {
    const plain = path.replace(/^\//, '');
    if (plain.includes('\\') || plain.split('/').some((part) => ['', '.', '..'].includes(part)))
      return undefined;
    if (typeof this.#source !== 'function') {
      return Object.hasOwn(this.#source, plain) ? this.#source[plain] : undefined;
    }
    try {
      return this.#source(plain);
    } catch (error) {
      this.thrown = error;
      return undefined;
    }
  }
}

/** An error as Node's fs gives it. */
function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

const REGULAR_FILE = 0o100444;

function describeFile(size: number): object {
  const times = { atimeMs: 0, mtimeMs: 0, ctimeMs: 0 };
  const owner = { dev: 0, ino: 0, nlink: 1, uid: 0, gid: 0, rdev: 0 };
  return { ...owner, ...times, mode: REGULAR_FILE, size, blksize: 4096, blocks: 1, isDirectory: () => false };
}
