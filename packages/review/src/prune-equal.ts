/** Kinds whose manifests are long, and which nobody here looks at in whole when they change. */
const LONG = /^kind: (?:Rollout|Deployment|StatefulSet|PrometheusRule)$/m;

/** Lists whose items are known by their first line. */
const KEYED_BY_FIRST_LINE = /^ *(?:containers|initContainers|rules|groups):$/;

/** What every object keeps. */
const KEPT = new Set(['apiVersion:', 'kind:', 'name:', 'namespace:']);

/**
 * Two manifests of one object without most of what they have in common, so that little is left to parse: equal
 * fields of maps go, and of equal items of some lists all but the first line. Differences are the same afterwards.
 * Only plain block style is cut; everything else stays as it is.
 */
export function pruneEqual(from: string, to: string): [string, string] {
  return LONG.test(from) && LONG.test(to) ? pruneTexts(from, to, true) : [from, to];
}

/** The same for two versions of any YAML file: what is left of a list's items keeps its position. */
export function prunePlain(from: string, to: string): [string, string] {
  return pruneTexts(from, to, false);
}

function pruneTexts(from: string, to: string, isManifest: boolean): [string, string] {
  if ([from, to].some((text) => text.includes('\t') || holdsAlias(text))) return [from, to];
  const [before, after] = [blockOf(from), blockOf(to)];
  const [old, fresh] = pruneMap(before, after, { indent: 0, isManifest });
  return [textOf(old, before), textOf(fresh, after)];
}

// A map of which nothing is left is still a map.
function textOf(left: readonly string[], block: Block): string {
  return left.length === 0 && sizeOf(block) > 0 ? '{}' : left.join('\n');
}

function holdsAlias(text: string): boolean {
  return (text.includes('&') || text.includes('*')) && ALIAS.test(text);
}

const ALIAS = /(?:^|[\s[{,])[&*][A-Za-z]/;

/** Lines of a text from one on, up to another. */
interface Block {
  lines: readonly string[];
  start: number;
  end: number;
}

/** Lines of both sides that are left. */
type Left = [from: readonly string[], to: readonly string[]];

/** Where in a text a map stands, and whether the text is an object whose name must stay. */
interface Depth {
  indent: number;
  isManifest: boolean;
}

function blockOf(text: string): Block {
  const lines = text
    .replace(/(?<!\n)\n+$/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  return { lines, start: 0, end: lines.length };
}

function linesOf({ lines, start, end }: Block): readonly string[] {
  return lines.slice(start, end);
}

function pruneMap(from: Block, to: Block, depth: Depth): Left {
  const [old, fresh] = [splitFields(from, depth.indent), splitFields(to, depth.indent)];
  if (old === undefined || fresh === undefined) return [linesOf(from), linesOf(to)];
  const left: [string[], string[]] = [[], []];
  for (const name of new Set([...old.keys(), ...fresh.keys()])) {
    const [before, after] = pruneField(name, [old.get(name), fresh.get(name)], depth);
    left[0].push(...before);
    left[1].push(...after);
  }
  return left;
}

function pruneField(name: string, [from, to]: [Block | undefined, Block | undefined], depth: Depth): Left {
  if (from === undefined || to === undefined)
    return [from === undefined ? [] : linesOf(from), to === undefined ? [] : linesOf(to)];
  const isKept = depth.isManifest && (KEPT.has(name) || name === 'metadata:');
  if (isEqual(from, to)) return isKept ? [linesOf(from), linesOf(to)] : [[], []];
  // A value on the line of its name is a text or is written in flow style.
  const header = from.lines[from.start]!;
  const isOpen = header.endsWith(':') && header === to.lines[to.start];
  if (!isOpen || sizeOf(from) < 2 || sizeOf(to) < 2) return [linesOf(from), linesOf(to)];
  const [old, fresh] = pruneBody(header, [bodyOf(from), bodyOf(to)], depth.isManifest);
  // An empty map would read as null.
  if (old.length === 0 || fresh.length === 0) return [linesOf(from), linesOf(to)];
  return [
    [header, ...old],
    [header, ...fresh],
  ];
}

function pruneBody(header: string, [from, to]: [Block, Block], isManifest: boolean): Left {
  const first = from.lines[from.start]!;
  const indent = indentOf(first);
  if (indent !== indentOf(to.lines[to.start]!)) return [linesOf(from), linesOf(to)];
  if (!first.startsWith('- ', indent)) return pruneMap(from, to, { indent, isManifest });
  if (!isManifest) return pruneItemsByPosition(from, to);
  return KEYED_BY_FIRST_LINE.test(header) ? pruneKeyedItems(from, to) : [linesOf(from), linesOf(to)];
}

function sizeOf({ start, end }: Block): number {
  return end - start;
}

function bodyOf({ lines, start, end }: Block): Block {
  return { lines, start: start + 1, end };
}

function isEqual(from: Block, to: Block): boolean {
  const size = sizeOf(from);
  if (size !== sizeOf(to)) return false;
  for (let at = 0; at < size; at++) if (from.lines[from.start + at] !== to.lines[to.start + at]) return false;
  return true;
}

function pruneKeyedItems(from: Block, to: Block): Left {
  const indent = indentOf(from.lines[from.start]!);
  const [old, fresh] = [splitItems(from, indent), splitItems(to, indent)];
  const first = ({ lines, start }: Block) => lines[start]!;
  const isPaired =
    old?.length === fresh?.length &&
    old?.every((item, index) => KEYED.test(first(item)) && first(item) === first(fresh![index]!)) === true;
  if (!isPaired) return [linesOf(from), linesOf(to)];
  const depth = { indent: indent + 2, isManifest: true };
  return joinItems(
    old.map((item, index): Left => {
      const [before, after] = pruneMap(bodyOf(item), bodyOf(fresh![index]!), depth);
      return [
        [first(item), ...before],
        [first(item), ...after],
      ];
    }),
  );
}

const KEYED = /^ *- (?:name|alert|record): \S/;

// Of maps at the same position what they have in common goes, their first line too; everything else stays.
function pruneItemsByPosition(from: Block, to: Block): Left {
  const indent = indentOf(from.lines[from.start]!);
  const [old, fresh] = [splitItems(from, indent), splitItems(to, indent)];
  if (old === undefined || old.length !== fresh?.length) return [linesOf(from), linesOf(to)];
  const isMap = ({ lines, start }: Block) => FIELD_OF_ITEM.test(lines[start]!);
  if (![...old, ...fresh].every(isMap)) return [linesOf(from), linesOf(to)];
  const depth = { indent: indent + 2, isManifest: false };
  return joinItems(
    old.map((item, index): Left => {
      const [before, after] = pruneMap(withoutDash(item, indent), withoutDash(fresh[index]!, indent), depth);
      return [withDash(before, indent), withDash(after, indent)];
    }),
  );
}

const FIELD_OF_ITEM = /^ *- (?:[A-Za-z_][\w./-]*|"[^"]*"):(?= |$)/;

function withoutDash(item: Block, indent: number): Block {
  const [first = '', ...rest] = linesOf(item);
  const lines = [`${' '.repeat(indent + 2)}${first.slice(indent + 2)}`, ...rest];
  return { lines, start: 0, end: lines.length };
}

function withDash([first, ...rest]: readonly string[], indent: number): string[] {
  const dash = `${' '.repeat(indent)}- `;
  return first === undefined ? [`${dash}{}`] : [`${dash}${first.slice(indent + 2)}`, ...rest];
}

function joinItems(items: readonly Left[]): Left {
  return [items.flatMap(([before]) => before), items.flatMap(([, after]) => after)];
}

// By name, each with its own line and all that is indented below it; undefined for what is not written plainly.
function splitFields({ lines, start, end }: Block, indent: number): Map<string, Block> | undefined {
  const fields = new Map<string, Block>();
  let current: Block | undefined;
  for (let at = start; at < end; at++) {
    const line = lines[at]!;
    const depth = indentOf(line);
    if (current !== undefined && (depth > indent || isPartOfField(line, depth, indent))) {
      current.end = at + 1;
      continue;
    }
    if (depth === indent && line.startsWith('#', depth)) continue;
    const name = depth === indent ? nameAt(line, depth) : undefined;
    if (name === undefined || fields.has(name)) return undefined;
    current = { lines, start: at, end: at + 1 };
    fields.set(name, current);
  }
  return fields;
}

// Blank lines, items and comments that stand no deeper than the name.
function isPartOfField(line: string, depth: number, indent: number): boolean {
  if (depth === indent)
    return line.startsWith('- ', depth) || line.startsWith('#', depth) || line.length === depth;
  return line.trim() === '';
}

const NAME = /(?:[A-Za-z_][\w./-]*|"[^"]*"):(?= |$)/y;

function nameAt(line: string, depth: number): string | undefined {
  NAME.lastIndex = depth;
  return NAME.exec(line)?.[0];
}

function splitItems({ lines, start, end }: Block, indent: number): Block[] | undefined {
  const items: Block[] = [];
  for (let at = start; at < end; at++) {
    const line = lines[at]!;
    if (indentOf(line) === indent && line.startsWith('- ', indent))
      items.push({ lines, start: at, end: at + 1 });
    else if (items.length === 0) return undefined;
    else items.at(-1)!.end = at + 1;
  }
  return items;
}

function indentOf(line: string): number {
  let depth = 0;
  while (line.charCodeAt(depth) === 32) depth++;
  return depth;
}
