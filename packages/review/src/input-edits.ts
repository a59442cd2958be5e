import { appendPointer, type Finding } from '@fleetwright/findings';
import { readYamlDocument } from '@fleetwright/manifests';
import { prunePlain } from './prune-equal.ts';
import { isInput, kindOfInput, wholeReleaseOf } from './input-paths.ts';
import type { Cause } from './review.ts';
import type { Tree } from './tree.ts';

/** One value that a hand-written file says differently. */
export interface InputEdit {
  kind: Cause['kind'];
  file: string;
  /** JSON pointer into the file; empty where the file comes, goes or cannot be read. */
  pointer: string;
  from?: unknown;
  to?: unknown;
}

/** What hand-written files say differently. */
export interface InputEdits {
  /** By path. */
  edits: Map<string, InputEdit[]>;
  /** Files that cannot be read on one side: what they say there explains nothing. */
  problems: Finding[];
}

/** The edits of hand-written files among some paths. */
export async function listInputEdits(base: Tree, head: Tree, paths: readonly string[]): Promise<InputEdits> {
  const inputs = paths.filter(isInput);
  const read = [...inputs, ...inputs.flatMap((path) => wholeReleaseOf(path) ?? [])];
  const [old, fresh] = await Promise.all([base.read(read), head.read(read)]);
  const known = new Map<string, ValueEdit[]>();
  const edits = new Map(
    inputs.map((path) => {
      const [from, to] = [standsAt(path, old), standsAt(path, fresh)];
      const own = editsOf(old.get(from), fresh.get(to), known);
      const file = fresh.has(to) ? to : from;
      return [path, own.map((edit) => ({ kind: kindOfInput(path)!, file, ...edit }))] as const;
    }),
  );
  const unclear = inputs.filter((path) => edits.get(path)?.some(({ pointer }) => pointer === ''));
  const problems = unclear.flatMap((file) =>
    [
      describeProblem(file, base.name, old.get(file)),
      describeProblem(file, head.name, fresh.get(file)),
    ].flat(),
  );
  return { edits, problems };
}

// Before and after a wave has a release of its own, its clusters run everybody's.
function standsAt(path: string, texts: ReadonlyMap<string, string>): string {
  return texts.has(path) ? path : (wholeReleaseOf(path) ?? path);
}

function describeProblem(file: string, tree: string, text: string | undefined): Finding[] {
  const { problem } = readYamlDocument(text ?? '');
  if (problem === undefined) return [];
  const { rule, line, message, fix } = problem;
  return [{ rule, severity: 'error', file, line: line + 1, message: `In ${tree}: ${message}`, fix }];
}

type ValueEdit = Pick<InputEdit, 'pointer' | 'from' | 'to'>;

// Files that are edited alike are read once: what is left of them is equal.
function editsOf(
  from: string | undefined,
  to: string | undefined,
  known: Map<string, ValueEdit[]>,
): ValueEdit[] {
  if (from === undefined || to === undefined) return [{ pointer: '' }];
  const [old, fresh] = prunePlain(from, to);
  const key = `${old}\0${fresh}`;
  const edits = known.get(key) ?? compareTexts(old, fresh);
  known.set(key, edits);
  return edits;
}

/** The values that two texts of YAML say differently; those of a text that cannot be read are all of them. */
export function compareTexts(from: string, to: string): ValueEdit[] {
  const [old, fresh] = [readYamlDocument(from), readYamlDocument(to)];
  if (old.problem !== undefined || fresh.problem !== undefined) return [{ pointer: '' }];
  const edits: ValueEdit[] = [];
  collectEdits(old.values[0], fresh.values[0], '', (edit) => edits.push(edit));
  return edits;
}

type Report = (edit: ValueEdit) => void;

function collectEdits(from: unknown, to: unknown, pointer: string, report: Report): void {
  const isPair = typeof from === 'object' && typeof to === 'object' && from !== null && to !== null;
  const isDeep = isPair && Array.isArray(from) === Array.isArray(to);
  if (!isDeep) return void (from !== to && report({ pointer, from, to }));
  if (Array.isArray(from) && from.length !== (to as unknown[]).length)
    return collectListEdits([from, to as unknown[]], pointer, report);
  const [old, fresh] = [from as Record<string, unknown>, to as Record<string, unknown>];
  for (const name of new Set([...Object.keys(old), ...Object.keys(fresh)]))
    collectEdits(old[name], fresh[name], appendPointer(pointer, name), report);
}

// Items that come or go are told one by one, after those that both lists begin with.
function collectListEdits([from, to]: [unknown[], unknown[]], pointer: string, report: Report): void {
  const [old, fresh] = [from, to].map((items) => items.map((item) => JSON.stringify(item)));
  const gone = from.flatMap((item, index) => (fresh!.includes(old![index]!) ? [] : [{ item, index }]));
  const come = to.flatMap((item, index) => (old!.includes(fresh![index]!) ? [] : [{ item, index }]));
  if (gone.length > 0 && come.length > 0) return report({ pointer, from, to });
  for (const { item, index } of gone) report({ pointer: appendPointer(pointer, String(index)), from: item });
  for (const { item, index } of come) report({ pointer: appendPointer(pointer, String(index)), to: item });
}
