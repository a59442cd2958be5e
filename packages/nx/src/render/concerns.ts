import type { Finding } from '@fleetwright/findings';
import type { KnownProject } from './cover-projects.ts';

type Subject = {
  service?: string | undefined;
  cluster?: string | undefined;
  environment?: string | undefined;
};

/** Whether a finding, or a file alone, has to do with a project; what belongs to nothing in particular concerns all. */
export function concerns(
  finding: Pick<Finding, 'file' | 'service' | 'cluster' | 'environment'>,
  project: KnownProject,
): boolean {
  const subject = { ...subjectOf(finding.file ?? ''), ...given(finding) };
  const mine: Subject = project;
  return (['service', 'cluster', 'environment'] as const).every(
    (key) => subject[key] === undefined || mine[key] === undefined || subject[key] === mine[key],
  );
}

function given({ service, cluster, environment }: Subject): Subject {
  return Object.fromEntries(
    Object.entries({ service, cluster, environment }).filter(([, name]) => name !== undefined),
  );
}

function subjectOf(file: string): Subject {
  const [top, first, second, ...rest] = file.split('/');
  if (top === 'apps') return { service: first };
  if (top === 'clusters') return rest.length > 0 ? { cluster: first, service: second } : { cluster: first };
  if (top !== 'environments') return {};
  return second === 'releases' ? { environment: first, service: rest[0] } : { environment: first };
}
