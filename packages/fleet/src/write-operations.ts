import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';

/**
 * Every way in which the engine changes the disk. Crash safety is proven over this interface: tests stop at each
 * call in turn.
 */
export interface WriteOperations {
  makeFolder(path: string): void;
  /** Fails when the file exists. */
  createFile(path: string, content: string): void;
  /** Flushes a file or a folder to the disk. */
  flush(path: string): void;
  rename(from: string, to: string): void;
  removeFile(path: string): void;
  /** Fails when the folder holds anything. */
  removeFolder(path: string): void;
}

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** The operations on the real disk. */
export const diskOperations: WriteOperations = {
  makeFolder: (path) => mkdirSync(path),
  createFile: (path, content) =>
    writeFileSync(path, content, { flag: CREATE as unknown as string, mode: 0o644 }),
  flush(path) {
    const descriptor = openSync(path, constants.O_RDONLY);
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
  rename: renameSync,
  removeFile: unlinkSync,
  removeFolder: rmdirSync,
};
