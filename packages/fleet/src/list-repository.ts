import { lstatSync, readFileSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { join, sep } from 'node:path';
import type { Finding } from '@fleetwright/findings';
import type { RepositoryFile } from '@fleetwright/triton-config';

const MAX_ENTRIES = 100_000;
const MAX_DEPTH = 16;
const MAX_TEXT_BYTES = 1_048_576;

// What is read as text: the configuration, and vLLM's engine arguments.
const TEXT_FILE = /^[^/]+\/(?:config\.pbtxt|[0-9]+\/model\.json)$/;
// sha256sum, which checks the artifact later, writes these escaped.
const UNSAFE_NAME = /[\\\u0000-\u001f\u007f]/;

/** The files of a model repository, and what in it cannot be read. */
export interface RepositoryListing {
  files: RepositoryFile[];
  findings: Finding[];
}

/**
 * Lists the files below a folder and reads the texts among them. Links are followed as long as they stay inside.
 * `shown` is the folder's path as messages show it. An empty folder is listed with a slash at its end: the version
 * directory of an ensemble is empty.
 */
export function listRepository(folder: string, shown: string): RepositoryListing {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) return { files: [], findings: [noFolder(shown, stat)] };
  const lister = new Lister(realpathSync(folder), shown);
  lister.addFolder('', 0);
  return { files: lister.files, findings: lister.findings };
}

class Lister {
  readonly files: RepositoryFile[] = [];
  readonly findings: Finding[] = [];
  private entries = 0;
  /** Real paths of the folders that are being listed, outermost first. */
  private readonly open: string[] = [];

  constructor(
    private readonly root: string,
    private readonly shown: string,
  ) {}

  addFolder(path: string, depth: number): void {
    if (depth > MAX_DEPTH)
      return this.refuse(path, `The folder is nested more than ${MAX_DEPTH} levels deep.`);
    const real = realpathSync(join(this.root, path));
    if (this.open.includes(real))
      return this.refuse(path, 'The link leads to a folder that it stands in.', 'Remove the link.');
    this.open.push(real);
    this.addEntries(path, depth);
    this.open.pop();
  }

  private addEntries(path: string, depth: number): void {
    const names = this.attempt(path, () => readdirSync(join(this.root, path)).sort()) ?? [];
    // Version control and caches stand beside the models.
    const wanted = depth === 0 ? names.filter((name) => !name.startsWith('.')) : names;
    if (wanted.length === 0 && depth > 0) this.files.push({ path: `${path}/`, size: 0 });
    for (const name of wanted) this.addEntry(path === '' ? name : `${path}/${name}`, depth);
  }

  private addEntry(path: string, depth: number): void {
    // One message is enough when there are too many; links to folders can multiply them.
    if (this.entries > MAX_ENTRIES) return;
    this.entries += 1;
    if (this.entries > MAX_ENTRIES)
      return this.refuse(
        '',
        `The folder holds more than ${MAX_ENTRIES} entries.`,
        'Is this a model repository?',
      );
    if (UNSAFE_NAME.test(path))
      return this.refuse(
        escapeName(path),
        'The name holds a backslash or a control character.',
        'Rename the file.',
      );
    const stat = this.attempt(path, () => this.resolve(path));
    if (stat === undefined) return;
    if (stat.isDirectory()) return this.addFolder(path, depth + 1);
    if (!stat.isFile()) return this.refuse(path, 'Expected a regular file or a folder.', 'Remove it.');
    const text = TEXT_FILE.test(path) ? this.readText(path, stat.size) : undefined;
    this.files.push({ path, size: stat.size, text });
  }

  // A link is what it leads to, as long as that is inside.
  private resolve(path: string): Stats | undefined {
    const full = join(this.root, path);
    const stat = lstatSync(full);
    if (!stat.isSymbolicLink()) return stat;
    const real = realpathSync(full);
    if (real.startsWith(this.root + sep)) return statSync(real);
    this.refuse(path, 'The link leads out of the repository.', 'Replace it by a copy of what it leads to.');
    return undefined;
  }

  private readText(path: string, size: number): string | undefined {
    if (size > MAX_TEXT_BYTES) {
      this.refuse(
        path,
        `The file has ${size} bytes; at most ${MAX_TEXT_BYTES} are read.`,
        'Is it the right file?',
      );
      return undefined;
    }
    const bytes = this.attempt(path, () => readFileSync(join(this.root, path)));
    try {
      return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      this.refuse(path, 'The file is not UTF-8 text.', 'Save it as UTF-8 without a byte order mark.');
      return undefined;
    }
  }

  private attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
      if (reason === undefined) throw error;
      this.refuse(path, `It cannot be read: ${reason}.`);
      return undefined;
    }
  }

  private refuse(path: string, message: string, fix?: string): void {
    const file = path === '' ? this.shown : `${this.shown}/${path}`;
    this.findings.push({ rule: 'repository/unreadable', severity: 'error', file, message, fix });
  }
}

const REASONS: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOENT: 'the link leads nowhere',
  ELOOP: 'the link leads to itself',
};

function noFolder(shown: string, stat: Stats | undefined): Finding {
  return {
    rule: 'repository/unreadable',
    severity: 'error',
    file: shown,
    message:
      stat === undefined
        ? 'There is no such folder.'
        : 'Expected the folder of a model repository; this is a file.',
    fix: 'Give --from=<folder whose folders are models>.',
  };
}

function escapeName(path: string): string {
  return JSON.stringify(path).slice(1, -1);
}
