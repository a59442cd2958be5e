import fc from 'fast-check';
import { load } from 'js-yaml';
import { emitYaml } from '@fleetwright/kube';

/** One change to a document's text or structure. */
type Change = (text: string) => string;

const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1,
  1.5,
  65536,
  99999999999,
  '',
  'x',
  'on',
  '5',
  '50%',
  '-',
  'X_Y',
  [],
  {},
  ['x'],
  [1],
  { x: 1 },
];

/** A change of a document of a kind that a person or a merge makes; it can leave it valid, and can leave it no YAML. */
export const CHANGES: fc.Arbitrary<Change> = fc.oneof(
  fc.nat().map((at) => changeNode(at, removeKey)),
  fc.nat().map((at) => changeNode(at, renameKey)),
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(), fc.constantFrom(...VALUES))
      .map(([at, value]) => changeNode(at, (parent, key) => void (parent[key] = value))),
  },
  fc.nat().map((at) => changeLine(at, () => [])),
  fc.nat().map((at) => changeLine(at, (line) => [line, line])),
  fc.nat().map((at) => changeLine(at, (line) => [` ${line}`])),
  fc
    .tuple(fc.nat(), fc.constantFrom('\t', '"', '*', ':', '-', ' ', '\u00e9'))
    .map(([at, character]) => changeLine(at, (line) => [line + character])),
);

type Parent = Record<string, unknown>;

function changeNode(at: number, change: (parent: Parent, key: string) => void): Change {
  return (text) => {
    const document = load(text);
    const nodes = listNodes(document);
    const [parent, key] = nodes[at % nodes.length]!;
    change(parent, key);
    return emitYaml(document as object);
  };
}

function listNodes(value: unknown): [Parent, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Parent;
  return Object.keys(parent).flatMap((key) => [[parent, key] as [Parent, string], ...listNodes(parent[key])]);
}

function removeKey(parent: Parent, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function renameKey(parent: Parent, key: string): void {
  const value = parent[key];
  removeKey(parent, key);
  if (Array.isArray(parent)) parent.push(value);
  else parent[`${key}s`] = value;
}

function changeLine(at: number, change: (line: string) => string[]): Change {
  return (text) => {
    const lines = text.split('\n');
    const index = at % lines.length;
    return lines.toSpliced(index, 1, ...change(lines[index]!)).join('\n');
  };
}
