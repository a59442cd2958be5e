import {
  isCollection,
  isMap,
  isScalar,
  parseDocument,
  type Document,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { InternalError } from '@fleetwright/findings';
import { formatFlow, formatLines } from './input-text.ts';
import { scalarText } from './scalar-text.ts';

type Path = readonly (string | number)[];

/**
 * A YAML text to which something is added at one place: everything else keeps its bytes. The text must be known to
 * be one document without errors.
 */
export class YamlText {
  readonly text: string;
  readonly #document: Document;
  readonly #lineEnd: string;

  constructor(text: string) {
    this.text = text;
    this.#document = parseDocument(text, { keepSourceTokens: true });
    this.#lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The text with one more item in the list at a path, before the one at an index or at the end. */
  insertItem(path: Path, index: number, item: object): string {
    const list = this.#nodeAt<YAMLSeq<Node>>(path);
    const next = list.items[index];
    if (list.flow === true) {
      const added = formatFlow(item);
      return next === undefined
        ? this.#appendInFlow(list, added)
        : this.#splice(next.range![0], `${added}, `);
    }
    const indent = indentOf(list);
    const lines = formatLines(item, indent + 2).map((line, row) => `${row === 0 ? '- ' : '  '}${line}`);
    // What comments stand above the next item stay with it.
    const before = index === 0 ? endOf(this.#keyOf(path)) : endOf(list.items[index - 1]);
    return this.#insertLines(before, lines, indent);
  }

  /** The text with a field at the end of the mapping at a path. */
  appendField(path: Path, key: string, value: unknown): string {
    const map = this.#nodeAt<YAMLMap>(path);
    if (map.flow === true) return this.#appendInFlow(map, `${scalarText(key)}: ${formatFlow(value)}`);
    const indent = indentOf(map);
    return this.#insertLines(endOf(map), formatLines({ [key]: value }, indent), indent);
  }

  /** The text with another value in place of the scalar at a path. */
  replaceScalar(path: Path, value: unknown): string {
    const [start, end] = this.#nodeAt(path).range!;
    return this.#splice(start, scalarText(value), end);
  }

  #nodeAt<T extends Node>(path: Path): T {
    const node = this.#document.getIn(path, true);
    if (node === undefined) throw new InternalError(`there is nothing at ${path.join('/')} to edit`);
    return node as T;
  }

  #appendInFlow(collection: YAMLMap | YAMLSeq, addition: string): string {
    const last = collection.items.at(-1);
    if (last !== undefined) return this.#splice(endOf(last), `, ${addition}`);
    const open = collection.range![0] + 1;
    return this.#splice(open, isMap(collection) ? ` ${addition} ` : addition);
  }

  #keyOf(path: Path): Node {
    const parent = this.#nodeAt<YAMLMap<Node>>(path.slice(0, -1));
    const key = path.at(-1);
    return parent.items.find((pair) => isScalar(pair.key) && pair.key.value === key)!.key;
  }

  // On the lines after the one that holds the last character before `end`.
  #insertLines(end: number, lines: readonly string[], indent: number): string {
    const added = lines.map((line) => `${' '.repeat(indent)}${line}${this.#lineEnd}`).join('');
    // A block scalar ends behind its last line.
    const next = this.text[end - 1] === '\n' ? end : this.text.indexOf('\n', end) + 1;
    return next > 0 ? this.#splice(next, added) : this.#splice(this.text.length, `${this.#lineEnd}${added}`);
  }

  #splice(start: number, addition: string, end = start): string {
    return this.text.slice(0, start) + addition + this.text.slice(end);
  }
}

function indentOf({ srcToken }: YAMLMap | YAMLSeq): number {
  if (srcToken?.type === 'block-map' || srcToken?.type === 'block-seq') return srcToken.indent;
  throw new InternalError('a block collection has no indentation');
}

// Where the last character of a value stands, comments behind it not counted.
function endOf(node: unknown): number {
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return endOf(node.items.at(-1));
  if (isCollection(node) || isScalar(node)) return node.range![1];
  const { key, value } = node as { key: Node; value: Node | null };
  return value === null || value.range![0] === value.range![1] ? endOf(key) : endOf(value);
}
