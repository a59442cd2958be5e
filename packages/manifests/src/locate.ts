import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import { parsePointer, type Position } from '@fleetwright/findings';
import type { Manifest } from './manifest.ts';

/**
 * Where the value at a JSON pointer into a manifest's object stands in its file, or its nearest ancestor that
 * exists. It reads the document again, so ask only for what is reported.
 */
export function locateInManifest({ text, line, root }: Manifest, pointer: string): Position {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.1', logLevel: 'silent' });
  let place: Node | null = document.contents;
  let node: Node | null = document.contents;
  for (const segment of parsePointer(root + pointer)) {
    const next = childOf(node, segment);
    if (next === undefined) break;
    [place, node] = next;
  }
  const { line: within, col } = lines.linePos(place?.range?.[0] ?? 0);
  return { line: line + within - 1, column: col };
}

// The place of a map's entry is its key: there a reader looks for it.
function childOf(node: Node | null, segment: string): [Node, Node | null] | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
    return pair && [pair.key as Node, pair.value as Node | null];
  }
  const item = isSeq(node) ? (node.items[Number(segment)] as Node | undefined) : undefined;
  return item && [item, item];
}
