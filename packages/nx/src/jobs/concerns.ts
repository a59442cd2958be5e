import type { Finding } from '@fleetwright/findings';
import { PLATFORM_FOLDER, RELEASES_FOLDER } from '@fleetwright/overlay/layout';
import type { KnownProject } from './cover-projects.ts';

type Subject = {
  service?: string | undefined;
  cluster?: string | undefined;
  environment?: string | undefined;
};

/**
 * Makes a test of whether a finding, or a file alone, has to do with a project; what belongs to nothing in
 * particular concerns all.
 */
export function concernsIn(
  fleet: readonly KnownProject[],
): (
  finding: Pick<Finding, 'file' | 'service' | 'cluster' | 'environment'>,
  project: KnownProject,
) => boolean {
  const environments = new Map(
    fleet.flatMap((one) => (one.kind === 'cluster' ? [[one.cluster, one.environment] as const] : [])),
  );
  return (finding, project) => {
    const subject = { ...subjectOf(finding.file ?? ''), ...given(finding) };
    subject.environment ??= environments.get(subject.cluster ?? '');
    // What services share is not made from them.
    if ((project.kind === 'platform' || project.kind === 'argocd') && subject.service !== undefined)
      return false;
    if (project.kind === 'argocd' && isPlatform(finding.file)) return false;
    const mine: Subject = project;
    return (['service', 'cluster', 'environment'] as const).every(
      (key) => subject[key] === undefined || mine[key] === undefined || subject[key] === mine[key],
    );
  };
}

function given({ service, cluster, environment }: Subject): Subject {
  return Object.fromEntries(
    Object.entries({ service, cluster, environment }).filter(([, name]) => name !== undefined && name !== ''),
  );
}

function subjectOf(file: string): Subject {
  const [top, first, second, ...rest] = file.split('/');
  if (top === 'apps') return { service: first };
  if (top === 'clusters')
    return rest.length > 0 && second !== PLATFORM_FOLDER
      ? { cluster: first, service: second }
      : { cluster: first };
  if (top !== 'environments') return {};
  return second === RELEASES_FOLDER ? { environment: first, service: rest[0] } : { environment: first };
}

function isPlatform(file = ''): boolean {
  return file.split('/')[2] === PLATFORM_FOLDER;
}
