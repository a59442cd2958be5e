import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATE_FOLDER } from './state-folder.ts';

const FOLDER = `${STATE_FOLDER}/cache`;

interface Entry {
  key: string;
  value: unknown;
}

interface Section {
  entries: Map<string, Entry>;
  /** Names that this run asked for: what a complete run does not ask for is forgotten. */
  used: Set<string>;
  changed: boolean;
}

/**
 * What earlier runs found out, by the hash of everything that went in. It is an optimisation only: whatever is
 * missing, damaged or cannot be written is worked out anew, without a word.
 */
export class Cache {
  readonly #root: string;
  readonly #tool: string;
  readonly #sections = new Map<string, Section>();

  /** `tool` is the hash of the program; results of another one are never used. */
  constructor(root: string, tool: string) {
    this.#root = root;
    this.#tool = tool;
  }

  /** The value that an earlier run stored under the same key. */
  get<T>(section: string, name: string, key: string): T | undefined {
    const { entries, used } = this.#open(section);
    used.add(name);
    const entry = entries.get(name);
    return entry?.key === key ? (entry.value as T) : undefined;
  }

  set(section: string, name: string, key: string, value: unknown): void {
    const opened = this.#open(section);
    opened.entries.set(name, { key, value });
    opened.used.add(name);
    opened.changed = true;
  }

  /** Stores what this run found out; a complete one drops what it had no use for. */
  save({ complete }: { complete: boolean }): void {
    try {
      mkdirSync(join(this.#root, FOLDER), { recursive: true });
      const stamp = this.#stamp();
      if (stamp === undefined) return;
      for (const [name, section] of this.#sections) {
        if (complete && dropUnused(section)) section.changed = true;
        if (section.changed) this.#write(name, JSON.stringify([...section.entries]), stamp);
      }
    } catch {
      // A read-only workspace is checked without a cache.
    }
  }

  #open(name: string): Section {
    const known = this.#sections.get(name);
    if (known !== undefined) return known;
    const section: Section = { entries: this.#read(name), used: new Set(), changed: false };
    this.#sections.set(name, section);
    return section;
  }

  #read(name: string): Map<string, Entry> {
    try {
      const stamp = this.#stamp();
      if (stamp === undefined) return new Map();
      const text = readFileSync(join(this.#root, FOLDER, `${name}.json`), 'utf8');
      const end = text.indexOf('\n');
      const body = text.slice(end + 1);
      if (text.slice(0, end) !== this.#seal(body, stamp)) return new Map();
      return new Map(JSON.parse(body) as [string, Entry][]);
    } catch {
      return new Map();
    }
  }

  #write(name: string, body: string, stamp: string): void {
    const path = join(this.#root, FOLDER, `${name}.json`);
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, `${this.#seal(body, stamp)}\n${body}`);
    renameSync(draft, path);
  }

  #seal(body: string, stamp: string): string {
    return createHash('sha256').update(`${this.#tool}\0${stamp}\0`).update(body).digest('base64url');
  }

  // Ties the cache to this very folder: one that came with a checkout proves nothing about the tree.
  #stamp(): string | undefined {
    const stat = lstatSync(join(this.#root, FOLDER), { bigint: true, throwIfNoEntry: false });
    return stat?.isDirectory() === true ? `${stat.dev}:${stat.ino}:${stat.birthtimeNs}` : undefined;
  }
}

function dropUnused({ entries, used }: Section): boolean {
  const unused = [...entries.keys()].filter((name) => !used.has(name));
  for (const name of unused) entries.delete(name);
  return unused.length > 0;
}
