import {
  buildOverlay,
  groupOf,
  readManifests,
  splitDocuments,
  type KubeObject,
  type Manifest,
} from '@fleetwright/manifests';
import type { Finding } from '@fleetwright/findings';
import { compareValues, type Difference } from './compare-values.ts';
import type { ObjectChange, SideOfObject } from './object-change.ts';
import { normalizeValue, type Normalize } from './placeholders.ts';
import { pruneEqual } from './prune-equal.ts';
import type { Unit } from './unit.ts';

/** The files of one folder on one side: paths relative to the root. */
export interface FolderSide {
  texts: ReadonlyMap<string, string>;
  /** All of its files must be built together: it has patches, or a kustomization that nobody here wrote. */
  built: boolean;
  normalize: Normalize;
}

/** What two sides of a folder have in common, what they have not, and what could not be read. */
export interface FolderComparison {
  changes: ObjectChange[];
  /** Objects whose text differs. */
  compared: number;
  problems: Finding[];
}

/** Compares folders; pairs of documents that read the same in many places are compared once. */
export class FolderComparer {
  readonly #differences = new Map<string, readonly Difference[]>();
  readonly #objects = new Map<string, KubeObject | undefined>();

  compare(unit: Unit, base: FolderSide, head: FolderSide): FolderComparison {
    const [before, after] = this.#readSides(unit, base, head);
    const [old, fresh] = dropEqual(before.objects, after.objects);
    const changes: ObjectChange[] = [];
    for (const [identity, side] of old) {
      const successor = fresh.get(identity);
      const differences = successor === undefined ? [] : this.#differencesOf(side, successor);
      const isKnown = successor === undefined ? !isUnread(side, after, unit) : differences.length > 0;
      if (isKnown) changes.push(describeChange(unit, side, successor, differences));
    }
    for (const [identity, side] of fresh)
      if (!old.has(identity) && !isUnread(side, before, unit))
        changes.push(describeChange(unit, undefined, side, []));
    const compared = new Set([...old.keys(), ...fresh.keys()]).size;
    return { changes, compared, problems: [...before.problems, ...after.problems] };
  }

  #readSides(unit: Unit, base: FolderSide, head: FolderSide): [ReadSide, ReadSide] {
    if (base.built || head.built) return [this.#build(unit, base), this.#build(unit, head)];
    const [before, after] = pruneDocuments(...dropAlike(splitTexts(base.texts), splitTexts(head.texts)));
    return [this.#readTexts(before, base.normalize), this.#readTexts(after, head.normalize)];
  }

  #differencesOf(before: SideOfObject, after: SideOfObject): readonly Difference[] {
    const key = `${before.key}\0${after.key}`;
    const known = this.#differences.get(key);
    if (known !== undefined) return known;
    const differences = compareValues(before.object, after.object);
    this.#differences.set(key, differences);
    return differences;
  }

  #build(unit: Unit, side: FolderSide): ReadSide {
    const prefix = unit.folder === '' ? '' : `${unit.folder}/`;
    const files = new Map([...side.texts].map(([path, text]) => [path.slice(prefix.length), text]));
    const { manifests, findings } = buildOverlay(files, unit.folder);
    const problems = findings.filter(({ rule }) => rule !== 'manifest/no-object');
    const objects = manifests.map((manifest) => toSide(manifest, side.normalize));
    return { objects, problems, isWhole: problems.length === 0 };
  }

  #readTexts(documents: readonly PrunedDocument[], normalize: Normalize): ReadSide {
    const read: ReadSide = { objects: [], problems: [], isWhole: true };
    for (const { file, line, text, rest } of documents) {
      const key = normalize(rest);
      const object = this.#objectOf(key);
      if (object !== undefined) read.objects.push({ file, line, text, object, key });
      else readSlowly({ file, line, text }, normalize, read);
    }
    return read;
  }

  // Only single objects whose replaced names broke nothing are kept; the rest is read as it stands.
  #objectOf(text: string): KubeObject | undefined {
    if (this.#objects.has(text)) return this.#objects.get(text);
    const { manifests, findings } = readManifests('', text);
    const [manifest] = manifests;
    const isPlain =
      manifests.length === 1 &&
      findings.length === 0 &&
      manifest!.root === '' &&
      !`${manifest!.object.apiVersion}${manifest!.object.kind}`.includes('<') &&
      !/^ *(?:- )?<(?:service|cluster|namespace|domain)>:/m.test(text);
    const object = isPlain ? manifest!.object : undefined;
    this.#objects.set(text, object);
    return object;
  }
}

/** A document of a file. */
interface Document {
  file: string;
  line: number;
  text: string;
}

/** A document without what the other side's has in common with it. */
interface PrunedDocument extends Document {
  rest: string;
}

// What both documents of an object have in common need be neither normalized nor parsed.
function pruneDocuments(
  before: readonly Document[],
  after: readonly Document[],
): [PrunedDocument[], PrunedDocument[]] {
  const headings = (documents: readonly Document[]) =>
    new Map(documents.map((document) => [headingOf(document.text), document]));
  const [old, fresh] = [headings(before), headings(after)];
  const isUnique = old.size === before.length && fresh.size === after.length;
  const rests = new Map<Document, string>();
  for (const [heading, document] of isUnique ? old : []) {
    const successor = fresh.get(heading);
    if (successor === undefined || heading === undefined) continue;
    const [from, to] = pruneEqual(document.text, successor.text);
    rests.set(document, from).set(successor, to);
  }
  const prune = (document: Document) => ({ ...document, rest: rests.get(document) ?? document.text });
  return [before.map(prune), after.map(prune)];
}

function headingOf(text: string): string | undefined {
  const found = /^apiVersion: \S+\nkind: \S+\nmetadata:\n {2}name: \S+(?:\n {2}namespace: \S+)?$/m.exec(text);
  return found?.[0];
}

/** What was read of one side. */
interface ReadSide {
  objects: SideOfObject[];
  problems: Finding[];
  /** False: the folder could not be built, so that nothing is known of what it lacks. */
  isWhole: boolean;
}

function splitTexts(texts: ReadonlyMap<string, string>): Document[] {
  return [...texts].flatMap(([file, text]) =>
    splitDocuments(text).map((document) => ({ file, ...document })),
  );
}

// Most documents stand where they stood; only the rest is looked for elsewhere.
function dropAlike(before: readonly Document[], after: readonly Document[]): [Document[], Document[]] {
  const stays = (index: number) => before[index]?.text === after[index]?.text;
  const [old, fresh] = [before, after].map((documents) => documents.filter((_, index) => !stays(index)));
  const texts = (documents: readonly Document[]) => new Set(documents.map(({ text }) => text));
  if (old!.length <= 1 && fresh!.length <= 1) return [old!, fresh!];
  const [known, kept] = [texts(after), texts(before)];
  return [old!.filter(({ text }) => !known.has(text)), fresh!.filter(({ text }) => !kept.has(text))];
}

function readSlowly({ file, line, text }: Document, normalize: Normalize, read: ReadSide): void {
  const { manifests, findings } = readManifests(file, text);
  const place = (within: number) => within + line - 1;
  read.objects.push(
    ...manifests.map((manifest) => toSide({ ...manifest, line: place(manifest.line) }, normalize)),
  );
  for (const finding of findings)
    if (finding.rule !== 'manifest/no-object')
      read.problems.push({ ...finding, line: place(finding.line ?? 1) });
}

// Of a file that cannot be read on the other side nobody knows whether it still holds the object.
function isUnread({ file }: SideOfObject, other: ReadSide, { folder }: Unit): boolean {
  const isFile = other.problems.some((problem) => problem.file === file);
  return isFile || (!other.isWhole && file.startsWith(folder));
}

function toSide({ file, line, text, object, patchedBy }: Manifest, normalize: Normalize): SideOfObject {
  const normalized = normalizeValue(object, normalize) as KubeObject;
  const key = JSON.stringify(normalized);
  return { file, line, text, object: normalized, key, ...(patchedBy && { patchedBy }) };
}

// What reads the same on both sides is no change; the rest is looked up by identity.
function dropEqual(
  before: readonly SideOfObject[],
  after: readonly SideOfObject[],
): [Map<string, SideOfObject>, Map<string, SideOfObject>] {
  const byIdentity = (sides: readonly SideOfObject[]) =>
    new Map(sides.map((side) => [identityText(side.object), side]));
  const [old, fresh] = [byIdentity(before), byIdentity(after)];
  for (const [identity, side] of old) {
    const successor = fresh.get(identity);
    if (successor === undefined || side.key !== successor.key) continue;
    old.delete(identity);
    fresh.delete(identity);
  }
  return [old, fresh];
}

function identityText({ apiVersion, kind, metadata }: KubeObject): string {
  return JSON.stringify([
    groupOf(apiVersion),
    kind,
    metadata.namespace,
    metadata.name ?? metadata.generateName,
  ]);
}

function describeChange(
  unit: Unit,
  before: SideOfObject | undefined,
  after: SideOfObject | undefined,
  differences: readonly Difference[],
): ObjectChange {
  const { object, text } = (after ?? before)!;
  const builder = /^# ([a-z-]+\/[a-z0-9-]+)$/m.exec(text.slice(0, 400))?.[1];
  return {
    unit,
    action: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    id: nameObject(object),
    kind: object.kind,
    differences,
    ...(builder !== undefined && { builder }),
    ...(before && { before }),
    ...(after && { after }),
  };
}

/** `<Kind>/<name>`. */
export function nameObject({ kind, metadata }: KubeObject): string {
  const name = metadata.name ?? metadata.generateName;
  return `${kind}/${typeof name === 'string' ? name : '(no name)'}`;
}
