import type { AppProjectSyncWindow } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { defineRule } from '../../rule.ts';

export const windowsAsDeclared = defineRule({
  id: 'argocd/windows-as-declared',
  severity: 'error',
  needs: ['environment', 'clusters'],
  holds: 'Every project of an environment has the sync windows that its file states, for all Applications.',
  why: 'Changes reach the clusters in the night or on the holiday that was to be free of them, or wait for an hour that nobody stated.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/'],
  *check({ graph, environment: { metadata, spec } }) {
    if (spec.argocd === undefined) return;
    const expected = (spec.argocd.syncWindows ?? []).map((window) => describe(window)).sort();
    for (const node of graph.ofKind('AppProject')) {
      const windows = node.object.spec?.syncWindows ?? [];
      const found = windows.map((window) => `${describe(window)}${describeSelection(window)}`).sort();
      if (found.join(';') === expected.join(';')) continue;
      yield {
        node,
        pointer: windows.length === 0 ? '/spec' : '/spec/syncWindows',
        message: `The project has ${count(found)}; the environment ${metadata.name} states ${count(expected)}.`,
        fix: 'Write the windows of the environment.',
      };
    }
  },
});

function count(windows: readonly string[]): string {
  return windows.length === 0 ? 'no sync windows' : `the sync windows ${windows.join('; ')}`;
}

function describe({ kind, schedule, duration, timeZone, manualSync }: Loose<AppProjectSyncWindow>): string {
  const parts = [kind ?? 'no kind', `"${schedule ?? ''}"`, duration ?? 'no duration', timeZone ?? 'UTC'];
  return [...parts, ...(manualSync === true ? ['by hand allowed'] : [])].join(' ');
}

// A window that selects nothing is not narrow but broken: that is said elsewhere.
function describeSelection(window: Loose<AppProjectSyncWindow>): string {
  const selected = [window.applications, window.namespaces, window.clusters].flatMap((list) => list ?? []);
  const isForAll = selected.length === 0 || (selected.includes('*') && window.andOperator !== true);
  return isForAll ? '' : ` for ${selected.join(', ')} only`;
}
