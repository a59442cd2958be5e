import { applyPatch, type Operation } from 'rfc6902';
import { parsePointer } from '@fleetwright/findings';
import { isRecord } from './is-record.ts';
import { PatchError } from './strategic-merge.ts';

const OPERATIONS = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** Applies a JSON patch (RFC 6902) to a copy, with Kustomize's negative indices, which count from the end. */
export function applyJsonPatch<T>(target: T, operations: readonly unknown[]): T {
  const box = { root: structuredClone(target) };
  operations.forEach((operation, index) => {
    const checked = checkOperation(operation, index);
    const place = `operation ${index + 1}, ${checked.op} ${checked.path},`;
    const problem = applyOperation(box, checked);
    if (problem !== undefined) throw new PatchError(`${place} ${problem}`);
  });
  return box.root;
}

interface CheckedOperation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

function checkOperation(operation: unknown, index: number): CheckedOperation {
  const { op, path, from } = isRecord(operation) ? operation : {};
  const isKnown = typeof op === 'string' && OPERATIONS.has(op);
  if (!isKnown || typeof path !== 'string' || (path !== '' && !path.startsWith('/')))
    throw new PatchError(`operation ${index + 1} has no known op and path`);
  if ((op === 'move' || op === 'copy') && typeof from !== 'string')
    throw new PatchError(`operation ${index + 1}, ${op} ${path}, has no from`);
  return operation as CheckedOperation;
}

function applyOperation(box: { root: unknown }, operation: CheckedOperation): string | undefined {
  const path = resolveIndices(box.root, operation.path);
  const from = operation.from === undefined ? {} : { from: resolveIndices(box.root, operation.from) };
  if (['replace', 'remove', 'test'].includes(operation.op) && path.endsWith('/-'))
    return 'finds nothing there';
  // Kustomize replaces what is not there, as long as it would stand in a map.
  const op = operation.op === 'replace' && !/\/\d+$/.test(path) ? 'add' : operation.op;
  try {
    const [error] = applyPatch(box, [{ ...operation, ...from, op, path } as Operation]);
    if (error === null || error === undefined) return undefined;
    return error.name === 'TestError' ? 'does not hold' : 'finds nothing there';
  } catch (error) {
    return error instanceof Error ? `fails: ${error.message}` : 'fails';
  }
}

// The object stands in a box: a patch may replace it as a whole.
function resolveIndices(root: unknown, pointer: string): string {
  let node: unknown = root;
  const segments = parsePointer(pointer).map((segment) => {
    const length = Array.isArray(node) ? node.length : 0;
    const name = length > 0 && /^-[1-9]\d*$/.test(segment) ? String(length + Number(segment)) : segment;
    const isOwn = typeof node === 'object' && node !== null && Object.hasOwn(node, name);
    node = isOwn ? (node as Record<string, unknown>)[name] : undefined;
    return name.replaceAll('~', '~0').replaceAll('/', '~1');
  });
  return ['/root', ...segments].join('/');
}
