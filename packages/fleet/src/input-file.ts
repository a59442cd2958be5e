import { Refusal } from './refusal.ts';
import { readPlainFile } from './plain-file.ts';

/** One hand-written file as it stands on the disk. */
export interface InputFile {
  /** Relative to the workspace root. */
  path: string;
  text: string;
}

/** Reads a hand-written file; undefined when there is none. */
export function readInputFile(root: string, path: string): InputFile | undefined {
  const bytes = readPlainFile(root, path);
  return bytes && { path, text: decodeText(path, bytes) };
}

function decodeText(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal({
      rule: 'workspace/encoding',
      file: path,
      message: 'The file is not UTF-8 text.',
      fix: 'Save it as UTF-8 without a byte order mark.',
    });
  }
}
