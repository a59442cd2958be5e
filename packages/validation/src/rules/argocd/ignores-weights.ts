import type { ApplicationTemplate } from './applications.ts';
import { matchesGlob } from './matches-glob.ts';

/** Whether an Application ignores differences of the weights of VirtualServices. */
export function ignoresWeights({ spec }: ApplicationTemplate): boolean {
  return (spec.ignoreDifferences ?? []).some(
    ({ group = '', kind = '', jqPathExpressions = [], jsonPointers = [] }) =>
      matchesGlob(group, 'networking.istio.io') &&
      matchesGlob(kind, 'VirtualService') &&
      [...jqPathExpressions, ...jsonPointers].some((path) => /http/.test(path)),
  );
}
