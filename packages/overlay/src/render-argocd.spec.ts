import {
  PLATFORM_CLUSTER_KINDS,
  PLATFORM_KINDS,
  SERVICE_KINDS,
  files as argocdFiles,
  type ArgocdPlan,
} from '@fleetwright/argocd';
import { describe, expect, it } from 'vitest';
import { areas, platformAreas, type Area } from './areas.ts';
import { overlayPath, PLATFORM_FOLDER } from './overlay-path.ts';

const PLAN: ArgocdPlan = {
  environment: 'production',
  argocdNamespace: 'argocd',
  namespace: 'ml',
  source: { repoURL: 'https://git.example.com/acme/fleet.git', targetRevision: 'refs/heads/main' },
  projects: { services: 'production', platform: 'production-platform' },
  clusters: [{ name: 'east', destination: 'east', wave: undefined }],
  placements: [{ cluster: 'east', service: 'vision' }],
  automated: undefined,
  syncWindows: [],
  notifications: {},
  labels: {},
};

// A builder's file is named after its kind, the last word of it; only dashboards travel in something else.
const kindsOf = (list: readonly Area<never>[]) =>
  new Set(
    list.flatMap(({ builders }) =>
      builders.map(({ id }) => id.split(/[/-]/).at(-1)!.replace('dashboard', 'configmap')),
    ),
  );

const lowerCase = (kinds: readonly { kind: string }[]) =>
  new Set(kinds.map(({ kind }) => kind.toLowerCase()));

describe('the kinds that an AppProject permits', () => {
  it('are those that the builders of services make', () => {
    expect(lowerCase(SERVICE_KINDS)).toEqual(kindsOf(areas));
  });

  it('are those that the builders of the platform folder make', () => {
    expect(lowerCase([...PLATFORM_KINDS, ...PLATFORM_CLUSTER_KINDS])).toEqual(kindsOf(platformAreas));
  });
});

describe('the paths of Applications', () => {
  it('are those of the overlays', () => {
    const made = argocdFiles.flatMap(({ builders }) => builders.flatMap(({ build }) => build(PLAN) ?? []));
    const paths = made.flatMap((resource) => {
      const { spec } = resource as { spec?: { source?: { path: string } } };
      return spec?.source === undefined ? [] : [spec.source.path];
    });
    expect(paths).toEqual([overlayPath('east', PLATFORM_FOLDER), overlayPath('east', 'vision')]);
  });
});
