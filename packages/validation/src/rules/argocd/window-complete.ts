import type { AppProjectSyncWindow } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { defineRule } from '../../rule.ts';

/** A duration as Go reads it: `60h`, `1h30m`, `45m`. */
const DURATION = /^\+?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:h|m|s|ms|us|µs|ns))+$/;
/** Five fields, which may follow a time zone; words such as @daily are refused. */
const SCHEDULE = /^\s*(?:(?:CRON_)?TZ=\S+\s+)?[^\s@=]+(?:\s+[^\s@=]+){4}\s*$/;

export const windowComplete = defineRule({
  id: 'argocd/window-complete',
  severity: 'error',
  needs: [],
  holds: 'A sync window says when it opens and for how long, allows or denies, and selects something.',
  why: 'Argo CD refuses a project with a window that it cannot read. A window that selects nothing is taken, and changes nothing.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/'],
  *check({ graph }) {
    for (const node of graph.ofKind('AppProject'))
      for (const [index, window] of (node.object.spec?.syncWindows ?? []).entries()) {
        const wrong = findWrong(window);
        if (wrong === undefined) continue;
        yield {
          node,
          pointer: `/spec/syncWindows/${index}`,
          message: `The sync window ${wrong}.`,
          fix: 'Write kind, schedule and duration, and applications: ["*"] for a window that holds for all.',
        };
      }
  },
});

function findWrong(window: Loose<AppProjectSyncWindow>): string | undefined {
  const { kind, schedule, duration, applications = [], namespaces = [], clusters = [] } = window;
  if (kind !== 'allow' && kind !== 'deny') return `has ${describe('kind', kind)}; expected allow or deny`;
  if (schedule === undefined || !SCHEDULE.test(schedule))
    return `has ${describe('schedule', schedule)}; expected five fields of cron`;
  if (duration === undefined || !DURATION.test(duration))
    return `has ${describe('duration', duration)}; expected hours and minutes such as 60h or 1h30m`;
  return applications.length + namespaces.length + clusters.length === 0
    ? 'selects no applications, namespaces or clusters: it never holds'
    : undefined;
}

function describe(field: string, value: string | undefined): string {
  return value === undefined ? `no ${field}` : `the ${field} ${JSON.stringify(value)}`;
}
