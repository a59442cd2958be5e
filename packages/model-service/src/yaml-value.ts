import { isMap, isScalar, isSeq, type Node, type ParsedNode, type YAMLMap } from 'yaml';
import { appendPointer } from '@fleetwright/findings';
import type { Problem } from './problem.ts';
import { showValue } from './show-value.ts';
import { findHiddenCharacter, findSecret, hasUserInfo } from './suspicious-text.ts';
import type { TextProblem } from './yaml-problems.ts';

/** A plain value and what is wrong with its keys and scalars, whatever the schema. */
export interface YamlValue {
  value: unknown;
  textProblems: TextProblem[];
  problems: Problem[];
}

/** Turns the root node of a document into a plain value; keys such as `__proto__` become own keys. */
export function readValue(root: Node | null): YamlValue {
  const result: YamlValue = { value: undefined, textProblems: [], problems: [] };
  result.value = toPlain(root, '', result);
  return result;
}

function toPlain(node: unknown, pointer: string, result: YamlValue): unknown {
  if (isMap(node)) return toObject(node, pointer, result);
  if (isSeq(node)) return node.items.map((item, index) => toPlain(item, `${pointer}/${index}`, result));
  if (!isScalar(node)) return null;
  if (typeof node.value === 'string') checkText(node.value, { pointer }, result);
  if (typeof node.value === 'number') checkNumber(node.value, node.source, pointer, result);
  return node.value;
}

function toObject(map: YAMLMap, pointer: string, result: YamlValue): object {
  const entries = new Map<string, unknown>();
  const offsets = new Map<string, number>();
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    const offset = (pair.key as ParsedNode | null)?.range[0] ?? map.range?.[0] ?? 0;
    const first = offsets.get(key);
    if (first !== undefined) result.textProblems.push(duplicateKey(key, offset, first));
    else offsets.set(key, offset);
    const at = appendPointer(pointer, key);
    checkKey(key, at, result);
    entries.set(key, toPlain(pair.value, at, result));
  }
  return Object.fromEntries(entries);
}

function duplicateKey(key: string, offset: number, first: number): TextProblem {
  return {
    rule: 'input/duplicate-key',
    offset,
    message: `The key ${showValue(key)} stands twice in one mapping.`,
    fix: 'Remove one of the two.',
    related: { offset: first, message: 'the first one' },
  };
}

function checkKey(key: string, pointer: string, result: YamlValue): void {
  checkText(key, { pointer, atKey: true }, result);
  if (key !== '<<') return;
  result.problems.push({
    rule: 'input/merge-key',
    pointer,
    atKey: true,
    message: 'Merge keys (<<) are refused.',
    fix: 'Write the fields out.',
  });
}

function checkText(text: string, at: { pointer: string; atKey?: boolean }, result: YamlValue): void {
  const hidden = findHiddenCharacter(text);
  if (hidden !== undefined)
    result.problems.push({
      rule: 'input/hidden-character',
      ...at,
      message: `${at.pointer} contains ${hidden}, a control or invisible character.`,
      fix: 'Remove the character.',
    });
  const secret = findSecret(text);
  if (secret !== undefined)
    result.problems.push({
      rule: 'input/secret',
      ...at,
      message: `${at.atKey ? 'A key' : at.pointer} looks like ${secret} (value not shown); secrets do not belong into a spec.`,
      fix: 'Remove it here, revoke it if it was committed, and let the workload identity or a secret store supply it.',
    });
  else if (hasUserInfo(text))
    result.problems.push({
      rule: 'input/secret',
      ...at,
      message: `${at.pointer} is an address with credentials (value not shown); secrets do not belong into a spec.`,
      fix: 'Remove the part before the @, and revoke the credentials if they were committed.',
    });
}

// A whole number beyond 2^53 would silently become another one.
function checkNumber(value: number, written: string | undefined, pointer: string, result: YamlValue): void {
  if (
    Number.isSafeInteger(value) ||
    written === undefined ||
    !/^(?:[-+]?\d+|0[xo][0-9A-Fa-f]+)$/.test(written)
  )
    return;
  result.problems.push({
    rule: 'input/number',
    pointer,
    message: `${pointer} is a whole number beyond ±${Number.MAX_SAFE_INTEGER}, which cannot be read exactly.`,
    fix: 'Use a smaller number; quote it if it is text.',
  });
}
