/** A value as people read it: texts unquoted, everything else as JSON; long texts cut. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Both sides of a text of many lines, cut to the lines that differ. */
export function trimLines(from: string, to: string): [string, string] {
  if (!from.includes('\n') && !to.includes('\n')) return [from, to];
  const [old, fresh] = [from.split('\n'), to.split('\n')];
  let start = 0;
  while (start < Math.min(old.length, fresh.length) && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, fresh.length) - start && old.at(-1 - end) === fresh.at(-1 - end)) end++;
  const cut = (lines: string[]) => lines.slice(start, lines.length - end).join('\n');
  return [cut(old), cut(fresh)];
}

/** Both sides of a change, each of at most so many characters: of long texts the part around what differs. */
export function shortenPair(from: string, to: string, most: number): [string, string] {
  const sides = [from, to].map((text) => text.replace(/\s+/g, ' ').trim()) as [string, string];
  const [old, fresh] = sides;
  if (old.length <= most && fresh.length <= most) return sides;
  let start = 0;
  while (start < Math.min(old.length, fresh.length) && old[start] === fresh[start]) start++;
  const near = Math.max(0, start - CONTEXT);
  const word = near === 0 ? 0 : old.indexOf(' ', near) + 1;
  const at = word > 0 && word <= start ? word : near;
  const cut = (text: string) => shorten(at === 0 ? text : `…${text.slice(at)}`, most);
  return [cut(old), cut(fresh)];
}

const CONTEXT = 24;

/** At most so many characters, with a mark where something is left out. */
export function shorten(text: string, most: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length <= most ? flat : `${flat.slice(0, most - 1)}…`;
}
