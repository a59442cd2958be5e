import { appendPointer } from '@fleetwright/findings';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { credentialIn } from './secret-patterns.ts';

export const noLiteralSecret = defineRule({
  id: 'security/no-literal-secret',
  severity: 'error',
  needs: [],
  holds: 'No object but a Secret holds a credential.',
  why: 'Everybody who may read the repository, its history or the object in the cluster has it then; it must be taken for stolen.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
    'https://hub.armosec.io/docs/c-0012',
  ],
  *check({ graph }) {
    for (const node of graph.nodes) if (node.kind !== 'Secret') yield* searchObject(node);
  },
});

function* searchObject(node: Node): Iterable<Violation> {
  const rest: { value: unknown; pointer: string }[] = [{ value: node.object, pointer: '' }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { value, pointer } = next;
    if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value))
        rest.push({ value: child, pointer: appendPointer(pointer, key) });
      continue;
    }
    const kind = typeof value === 'string' && value.length >= 12 ? credentialIn(value) : undefined;
    if (kind === undefined) continue;
    yield {
      node,
      pointer,
      message: `${nameOf(node)} holds what looks like ${kind}.`,
      fix: 'Revoke it. Keep the new one in a store of secrets, and mount it as a file.',
    };
  }
}
