import { ARGOCD_NAMESPACE, type Bed } from './bed.ts';
import type { FleetEditor } from './fleet-repository.ts';

/** What is read of an Application. */
export interface ApplicationState {
  metadata: { name: string; annotations?: Record<string, string> };
  spec: { source: { path: string } };
  status?: {
    sync?: { status: string; revision?: string };
    health?: { status: string };
    conditions?: { type: string; message: string }[];
    operationState?: {
      phase: string;
      message?: string;
      startedAt: string;
      finishedAt?: string;
      syncResult?: {
        revision?: string;
        resources?: { kind: string; name: string; status?: string; message?: string }[];
      };
    };
    history?: { revision: string; deployedAt: string }[];
    resources?: {
      kind: string;
      name: string;
      status?: string;
      health?: { status?: string; message?: string };
    }[];
  };
}

/** The Application of a service on a cluster. */
export function applicationOf(cluster: string, service: string): string {
  return `${cluster}.${service}`;
}

/** Pushes a change and tells Argo CD, as the webhook of a git server would: whose files changed is refreshed. */
export async function push(
  bed: Bed,
  message: string,
  edit: (workspace: FleetEditor) => void | Promise<void>,
): Promise<string> {
  const commit = await bed.fleet.push(message, edit);
  await tellArgocd(bed, bed.fleet.changedPaths(commit));
  return commit;
}

/** As the webhook of a git server: refreshes the Applications below whose folders files have changed. */
export async function tellArgocd({ cluster }: Bed, paths: readonly string[]): Promise<void> {
  const sets = await cluster.list('ApplicationSet', ARGOCD_NAMESPACE);
  for (const { metadata } of sets) {
    await annotate(
      { cluster },
      { kind: 'ApplicationSet', name: metadata.name! },
      {
        'argocd.argoproj.io/application-set-refresh': 'true',
      },
    );
  }
  const applications = await cluster.list<ApplicationState>('Application', ARGOCD_NAMESPACE);
  for (const { metadata, spec } of applications) {
    if (!paths.some((path) => path.startsWith(`${spec.source.path}/`))) continue;
    await annotate({ cluster }, { kind: 'Application', name: metadata.name }, { [REFRESH]: 'normal' });
  }
}

const REFRESH = 'argocd.argoproj.io/refresh';

async function annotate(
  { cluster }: Pick<Bed, 'cluster'>,
  { kind, name }: { kind: 'Application' | 'ApplicationSet'; name: string },
  annotations: Record<string, string>,
): Promise<void> {
  await cluster.patch({ kind, namespace: ARGOCD_NAMESPACE, name }, { metadata: { annotations } });
}

/** Makes Argo CD build and compare everything anew. */
export async function refreshHard(bed: Bed, name: string): Promise<void> {
  await annotate(bed, { kind: 'Application', name }, { [REFRESH]: 'hard' });
}

/** The Application, or undefined while there is none. */
export async function readApplication({ cluster }: Bed, name: string): Promise<ApplicationState | undefined> {
  return cluster.find<ApplicationState>({ kind: 'Application', namespace: ARGOCD_NAMESPACE, name });
}

/** One line for messages. */
export function describeApplication(application: ApplicationState | undefined): string {
  if (application?.status === undefined) return 'there is no such Application, or nobody has looked at it';
  const { sync, health, operationState, conditions = [], resources = [] } = application.status;
  const others = resources.filter(
    ({ status, health: own }) => status !== 'Synced' || (own?.status ?? 'Healthy') !== 'Healthy',
  );
  return [
    `${sync?.status}/${health?.status}, revision ${sync?.revision?.slice(0, 7)}`,
    `operation ${operationState?.phase}: ${operationState?.message}`,
    ...others.map(
      ({ kind, name, status, health: own }) =>
        `${kind}/${name} ${status}/${own?.status} ${own?.message ?? ''}`,
    ),
    ...conditions.map(({ type, message }) => `${type}: ${message}`),
  ].join('\n      ');
}
