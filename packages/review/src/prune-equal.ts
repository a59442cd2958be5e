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
  return LONG.test(from) && LONG.test(to) ? prunePlain(from, to) : [from, to];
}

/** The same for two versions of any YAML file: positions in lists stay. */
export function prunePlain(from: string, to: string): [string, string] {
  if (from.includes('\t') || to.includes('\t') || ALIAS.test(from) || ALIAS.test(to)) return [from, to];
  const [old, fresh] = pruneMap(linesOf(from), linesOf(to), 0);
  return [old.join('\n'), fresh.join('\n')];
}

const ALIAS = /(?:^|[\s[{,])[&*][A-Za-z]/;

function linesOf(text: string): string[] {
  return text
    .replace(/\n+$/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'));
}

type Lines = readonly string[];

function pruneMap(from: Lines, to: Lines, indent: number): [Lines, Lines] {
  const [old, fresh] = [splitFields(from, indent), splitFields(to, indent)];
  if (old === undefined || fresh === undefined) return [from, to];
  const kept: [string[], string[]] = [[], []];
  for (const name of new Set([...old.keys(), ...fresh.keys()])) {
    const [before, after] = pruneField(name, old.get(name), fresh.get(name));
    kept[0].push(...before);
    kept[1].push(...after);
  }
  return kept;
}

function pruneField(name: string, from: Lines | undefined, to: Lines | undefined): [Lines, Lines] {
  if (from === undefined || to === undefined) return [from ?? [], to ?? []];
  const isEqual = from.length === to.length && from.every((line, index) => line === to[index]);
  if (isEqual && name !== 'metadata:') return KEPT.has(name) ? [from, to] : [[], []];
  // A value on the line of its name is a text or is written in flow style.
  const isOpen = from[0]!.endsWith(':') && from[0] === to[0];
  if (!isOpen || from.length < 2 || to.length < 2) return [from, to];
  const [old, fresh] = pruneBody(from[0]!, from.slice(1), to.slice(1));
  // An empty map would read as null.
  if (old.length === 0 || fresh.length === 0) return [from, to];
  return [
    [from[0]!, ...old],
    [to[0]!, ...fresh],
  ];
}

function pruneBody(header: string, from: Lines, to: Lines): [Lines, Lines] {
  const indent = indentOf(from[0]!);
  if (indent !== indentOf(to[0]!)) return [from, to];
  if (!from[0]!.slice(indent).startsWith('- ')) return pruneMap(from, to, indent);
  return KEYED_BY_FIRST_LINE.test(header) ? pruneItems(from, to, indent) : [from, to];
}

function pruneItems(from: Lines, to: Lines, indent: number): [Lines, Lines] {
  const [old, fresh] = [splitItems(from, indent), splitItems(to, indent)];
  if (old === undefined || fresh === undefined || old.length !== fresh.length) return [from, to];
  if (!old.every((item, index) => item[0] === fresh[index]![0])) return [from, to];
  const pairs = old.map((item, index): [Lines, Lines] => {
    const [first = '', ...rest] = item;
    const [before, after] = pruneMap(rest, fresh[index]!.slice(1), indent + 2);
    return [
      [first, ...before],
      [first, ...after],
    ];
  });
  return [pairs.flatMap(([before]) => before), pairs.flatMap(([, after]) => after)];
}

// By name, each with its own line and all that is indented below it; undefined for what is not written plainly.
function splitFields(lines: Lines, indent: number): Map<string, string[]> | undefined {
  const fields = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of lines) {
    const depth = indentOf(line);
    const isItem = depth === indent && line.startsWith('- ', depth);
    if (depth > indent || line.trim() === '' || isItem) {
      if (current === undefined) return undefined;
      current.push(line);
      continue;
    }
    if (depth === indent && line.startsWith('#', depth)) continue;
    const name =
      depth < indent ? undefined : /^(?:[A-Za-z_][\w./-]*|"[^"]*"):(?= |$)/.exec(line.slice(indent))?.[0];
    if (name === undefined || fields.has(name)) return undefined;
    current = [line];
    fields.set(name, current);
  }
  return fields;
}

function splitItems(lines: Lines, indent: number): string[][] | undefined {
  const items: string[][] = [];
  for (const line of lines) {
    if (indentOf(line) === indent && line.startsWith('- ', indent)) items.push([line]);
    else if (items.length === 0) return undefined;
    else items.at(-1)!.push(line);
  }
  const isKeyed = items.every(([first = '']) => /^ *- (?:name|alert|record): \S/.test(first));
  return isKeyed ? items : undefined;
}

function indentOf(line: string): number {
  let depth = 0;
  while (line.charCodeAt(depth) === 32) depth++;
  return depth;
}
