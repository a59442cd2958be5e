/** One operation of a JSON Patch (RFC 6902), of those that patches of overlays use. */
export interface PatchOperation {
  op: 'add' | 'replace' | 'remove';
  path: string;
  value?: unknown;
}

/** Applies a JSON Patch to a copy: an oracle for what Kustomize makes of a patch, without Kustomize. */
export function applyJsonPatch<T>(target: T, operations: readonly PatchOperation[]): T {
  const result = structuredClone(target);
  for (const operation of operations) applyOperation(result, operation);
  return result;
}

function applyOperation(root: unknown, { op, path, value }: PatchOperation): void {
  const steps = path.split('/').slice(1).map(unescapeStep);
  const last = steps.pop();
  const parent = steps.reduce((node, step) => (node as Record<string, unknown>)[step], root);
  if (last === undefined || typeof parent !== 'object' || parent === null)
    throw new Error(`nothing is at ${path}`);
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    parent.splice(index, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]));
    return;
  }
  if (op !== 'add' && !Object.hasOwn(parent, last)) throw new Error(`nothing is at ${path}`);
  if (op === 'remove') delete (parent as Record<string, unknown>)[last];
  else (parent as Record<string, unknown>)[last] = value;
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
