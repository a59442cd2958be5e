import { PLATFORM_FOLDER } from '@fleetwright/overlay/layout';
import type { ApplicationTemplate } from './applications.ts';

/** Whose manifests an Application applies. */
export interface AppliedPlacement {
  cluster: string;
  service: string;
  /** What the services of the cluster share: no service. */
  isPlatform: boolean;
}

/** The placement whose folder an Application reads; undefined where its path is that of none. */
export function placementOf({ spec }: ApplicationTemplate): AppliedPlacement | undefined {
  const [, cluster, service] = /^clusters\/([^/*]+)\/([^/]+)\/?$/.exec(spec.source?.path ?? '') ?? [];
  if (cluster === undefined || service === undefined) return undefined;
  return { cluster, service, isPlatform: service === PLATFORM_FOLDER };
}
