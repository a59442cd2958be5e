import { accessSync, constants, lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPlainFile, readPlainFolder, refuseLinkedFolders } from './plain-file.ts';
import { Refusal } from './refusal.ts';
import { STATE_FOLDER } from './state-folder.ts';
import type { Workspace } from './workspace.ts';

const STAGING = `${STATE_FOLDER}/staging`;
const JOURNAL = `${STATE_FOLDER}/journal.json`;
const DRAFT = `${STATE_FOLDER}/journal.draft`;

/** What a write is going to do once it is decided: the whole content of the journal. */
interface Journal {
  /** Staged file by number, and where it belongs. */
  place: [staged: number, path: string][];
  remove: string[];
}

/** How an interrupted write was dealt with. */
export interface Recovery {
  outcome: 'completed' | 'discarded';
  /** Files that were put in place or removed, or staged files that were discarded. */
  files: number;
}

/**
 * One write to the tree, all or nothing. Files are staged beside the tree; a journal that names them all is
 * flushed and renamed into place, which decides the write; then each file is renamed to where it belongs. A crash
 * before the decision leaves the old tree, one after it is completed by {@link recover}.
 *
 * Only the journal is flushed, not each staged file: what a power failure tears is generated text, and the next
 * check reports it and the next render makes it anew.
 */
export class Transaction {
  readonly #workspace: Workspace;
  readonly #journal: Journal = { place: [], remove: [] };

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Stages the new content of a file; `path` is relative to the root. */
  stage(path: string, text: string): void {
    const { root, operations } = this.#workspace;
    const number = this.#journal.place.length;
    if (number === 0) operations.makeFolder(join(root, STAGING));
    operations.createFile(join(root, STAGING, String(number)), text);
    this.#journal.place.push([number, path]);
  }

  /** Has a file removed; `path` is relative to the root. */
  remove(path: string): void {
    this.#journal.remove.push(path);
  }

  /** Gives up before anything was decided. */
  discard(): void {
    discardStaged(this.#workspace);
  }

  /** Decides the write: from here on it is carried out, if need be by the next command. */
  decide(): void {
    if (this.#isEmpty()) return;
    refuseUnwritable(this.#workspace, this.#journal);
    const { root, operations } = this.#workspace;
    operations.createFile(join(root, DRAFT), JSON.stringify(this.#journal));
    operations.flush(join(root, DRAFT));
    operations.rename(join(root, DRAFT), join(root, JOURNAL));
    operations.flush(join(root, STATE_FOLDER));
  }

  /** Does what was decided. */
  carryOut(): void {
    if (!this.#isEmpty()) carryOut(this.#workspace, this.#journal);
  }

  /** Paths of the files that the write puts in place. */
  get placed(): string[] {
    return this.#journal.place.map(([, path]) => path);
  }

  /** Paths of the files that the write removes. */
  get removed(): string[] {
    return [...this.#journal.remove];
  }

  #isEmpty(): boolean {
    return this.#journal.place.length === 0 && this.#journal.remove.length === 0;
  }
}

/** Whether an earlier write was decided and not finished. */
export function isInterrupted({ root }: Workspace): boolean {
  return lstatSync(join(root, JOURNAL), { throwIfNoEntry: false }) !== undefined;
}

/** Completes or discards what an earlier command left behind; undefined when it left nothing. */
export function recover(workspace: Workspace): Recovery | undefined {
  const journal = readJournal(workspace);
  if (journal !== undefined) {
    refuseUnwritable(workspace, journal);
    return { outcome: 'completed', files: carryOut(workspace, journal) };
  }
  const files = discardStaged(workspace);
  return files === 0 ? undefined : { outcome: 'discarded', files };
}

function carryOut(workspace: Workspace, { place, remove }: Journal): number {
  const { root, operations } = workspace;
  const staged = new Set((readPlainFolder(root, STAGING) ?? []).map(({ name }) => name));
  const folders = new Set<string>();
  let files = 0;
  for (const [number, path] of place) {
    // What is no longer staged was put in place before the interruption.
    if (!staged.has(String(number))) continue;
    makeParent(workspace, path, folders);
    operations.rename(join(root, STAGING, String(number)), join(root, path));
    files++;
  }
  for (const path of remove) {
    if (lstatSync(join(root, path), { throwIfNoEntry: false }) === undefined) continue;
    operations.removeFile(join(root, path));
    files++;
  }
  removeEmptyFolders(workspace, remove);
  operations.removeFile(join(root, JOURNAL));
  discardStaged(workspace);
  return files;
}

function makeParent({ root, operations }: Workspace, path: string, known: Set<string>): void {
  const folder = dirname(path);
  if (known.has(folder)) return;
  if (lstatSync(join(root, folder), { throwIfNoEntry: false }) === undefined)
    operations.makeFolder(join(root, folder));
  known.add(folder);
}

// The overlay's folder, and the cluster's when that was all it held.
function removeEmptyFolders({ root, operations }: Workspace, removed: readonly string[]): void {
  const overlays = new Set(removed.map((path) => dirname(path)));
  const folders = [...overlays, ...new Set([...overlays].map((path) => dirname(path)))];
  for (const folder of folders) {
    const path = join(root, folder);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) continue;
    if (readdirSync(path).length === 0) operations.removeFolder(path);
  }
}

function discardStaged({ root, operations }: Workspace): number {
  if (lstatSync(join(root, DRAFT), { throwIfNoEntry: false }) !== undefined)
    operations.removeFile(join(root, DRAFT));
  const entries = readPlainFolder(root, STAGING);
  if (entries === undefined) return 0;
  for (const { name } of entries) operations.removeFile(join(root, STAGING, name));
  operations.removeFolder(join(root, STAGING));
  return entries.length;
}

// Whatever can be known to fail is found out before the write is decided.
function refuseUnwritable({ root }: Workspace, { place, remove }: Journal): void {
  const plain = new Set<string>();
  const writable = new Set<string>();
  for (const path of [...place.map(([, path]) => path), ...remove]) {
    refuseLinkedFolders(root, path, plain);
    const folder = dirname(path);
    const existing = plain.has(folder) ? folder : dirname(folder);
    if (writable.has(existing)) continue;
    accessSync(join(root, existing), constants.W_OK);
    writable.add(existing);
  }
}

function readJournal({ root }: Workspace): Journal | undefined {
  const bytes = readPlainFile(root, JOURNAL);
  if (bytes === undefined) return undefined;
  const journal = parseJournal(bytes.toString('utf8'));
  if (journal === undefined) {
    throw new Refusal({
      rule: 'workspace/journal',
      file: JOURNAL,
      message: 'The journal of an interrupted write cannot be understood.',
      fix: `Delete ${STATE_FOLDER}/, then run: fleetwright render`,
    });
  }
  return journal;
}

// A journal may have come with a checkout: it must not reach any file that the engine would not write itself.
const OVERLAY_FILE = /^clusters\/[a-z][-a-z0-9]*\/[a-z][-a-z0-9]*\/[a-z][-a-z0-9]*\.yaml$/;

function parseJournal(text: string): Journal | undefined {
  try {
    const { place, remove } = JSON.parse(text) as Journal;
    const isOverlayFile = (path: unknown) => typeof path === 'string' && OVERLAY_FILE.test(path);
    const sound =
      place.every(([number, path]) => Number.isSafeInteger(number) && isOverlayFile(path)) &&
      remove.every(isOverlayFile);
    return sound ? { place, remove } : undefined;
  } catch {
    return undefined;
  }
}
