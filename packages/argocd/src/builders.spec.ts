import { describe, expect, it } from 'vitest';
import { applicationSet } from './applicationset.ts';
import { platformApplications, serviceApplications } from './application.ts';
import { appProjects } from './appproject.ts';
import { argocdPlanFixture } from './argocd-plan-fixture.ts';
import { SERVICE_KINDS, SHOWN_KINDS } from './permitted-kinds.ts';

const WAVES = argocdPlanFixture({
  clusters: [
    { name: 'a', destination: 'a', wave: 2 },
    { name: 'b', destination: 'b', wave: undefined },
  ],
});
const PLACEMENTS = [{ cluster: 'prod-us-east', service: 'vision' }];

describe('the AppProjects', () => {
  const [services, platform] = appProjects(argocdPlanFixture());

  it('know one repository, and one namespace on each cluster by its name', () => {
    for (const { spec } of [services!, platform!]) {
      expect(spec.sourceRepos).toEqual(['https://git.example.com/acme/fleet.git']);
      expect(spec.destinations).toEqual([
        { name: 'eu-west.example.com', namespace: 'ml-inference' },
        { name: 'prod-us-east', namespace: 'ml-inference' },
      ]);
    }
  });

  it('let services make nothing outside their namespace, and the platform only the namespace', () => {
    expect(services!.spec.clusterResourceWhitelist).toEqual([]);
    expect(platform!.spec.clusterResourceWhitelist).toEqual([{ group: '', kind: 'Namespace' }]);
  });

  it('permit no kind by a pattern, and neither Secrets nor roles', () => {
    const kinds = [services!, platform!].flatMap(({ spec }) => spec.namespaceResourceWhitelist!);
    for (const { group, kind } of kinds) expect(`${group}/${kind}`).not.toMatch(/\*|Secret|Role/);
  });

  it('show what controllers make, after what is rendered', () => {
    expect(services!.spec.namespaceResourceWhitelist).toEqual([...SERVICE_KINDS, ...SHOWN_KINDS]);
  });

  it('hold a window for every Application of the environment', () => {
    const plan = argocdPlanFixture({
      syncWindows: [{ kind: 'deny', schedule: '0 18 * * 5', duration: '60h', manualSync: true }],
    });
    for (const { spec } of appProjects(plan)) {
      expect(spec.syncWindows).toEqual([
        { kind: 'deny', schedule: '0 18 * * 5', duration: '60h', applications: ['*'], manualSync: true },
      ]);
    }
    expect(services!.spec.syncWindows).toBeUndefined();
  });
});

describe('the ApplicationSet', () => {
  const { spec } = applicationSet(argocdPlanFixture())!;

  it('looks for placements below the clusters of the environment, one level deep', () => {
    expect(spec.generators.map(({ git }) => git!.files)).toEqual([
      [
        { path: 'clusters/prod-eu-west/*/placement.yaml' },
        { path: 'clusters/prod-eu-west/*/*/placement.yaml', exclude: true },
      ],
      [
        { path: 'clusters/prod-us-east/*/placement.yaml' },
        { path: 'clusters/prod-us-east/*/*/placement.yaml', exclude: true },
      ],
    ]);
  });

  it('takes nothing from the content of a file', () => {
    const templates = JSON.stringify(spec.template).match(/\{\{[^}]*\}\}/g)!;
    expect(new Set(templates)).toEqual(
      new Set(['{{.values.cluster}}', '{{.values.destination}}', '{{.path.basename}}', '{{.path.path}}']),
    );
    for (const { git } of spec.generators) expect(JSON.stringify(git!.values)).not.toContain('{{');
  });

  it('fixes project, repository and namespace', () => {
    expect(spec.template.spec).toMatchObject({
      project: 'production',
      source: { repoURL: 'https://git.example.com/acme/fleet.git', targetRevision: 'refs/heads/main' },
      destination: { name: '{{.values.destination}}', namespace: 'ml-inference' },
    });
  });

  it('leaves the resources of an Application that is deleted', () => {
    expect(spec.syncPolicy).toEqual({ applicationsSync: 'sync', preserveResourcesOnDeletion: true });
    expect(spec.template.metadata.finalizers).toBeUndefined();
  });

  it('fails on a parameter that does not exist', () => {
    expect(spec).toMatchObject({ goTemplate: true, goTemplateOptions: ['missingkey=error'] });
  });

  it('labels Applications with their wave where there are waves', () => {
    const withWaves = applicationSet(WAVES)!.spec;
    expect(withWaves.generators.map(({ git }) => git!.values!['wave'])).toEqual(['2', 'none']);
    expect(withWaves.template.metadata.labels!['fleetwright.dev/wave']).toBe('{{.values.wave}}');
    expect(spec.template.metadata.labels!['fleetwright.dev/wave']).toBeUndefined();
  });

  it('is absent without clusters, and where Applications are written out', () => {
    expect(applicationSet(argocdPlanFixture({ clusters: [] }))).toBeUndefined();
    expect(applicationSet(argocdPlanFixture({ placements: [] }))).toBeUndefined();
  });
});

describe('every Application of a service', () => {
  const written = serviceApplications(argocdPlanFixture({ placements: PLACEMENTS }))!;
  const found = applicationSet(argocdPlanFixture())!.spec.template.spec;

  it.each([
    ['written out', written[0]!.spec],
    ['found', found],
  ])('is synchronised as measured, %s', (_, { syncPolicy, ignoreDifferences }) => {
    expect(ignoreDifferences).toEqual([
      {
        group: 'networking.istio.io',
        kind: 'VirtualService',
        jqPathExpressions: ['.spec.http[].route[].weight'],
      },
    ]);
    expect(syncPolicy).toEqual({
      automated: { prune: true, selfHeal: true, allowEmpty: true },
      syncOptions: ['ApplyOutOfSyncOnly=true'],
      retry: { limit: 10, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '1m' } },
    });
  });

  it('waits for people where nothing is automated', () => {
    const plan = argocdPlanFixture({ placements: PLACEMENTS, automated: undefined });
    expect(serviceApplications(plan)![0]!.spec.syncPolicy!.automated).toBeUndefined();
  });

  it('stands for one placement, by name, path and cluster', () => {
    expect(written).toMatchObject([
      {
        metadata: { name: 'prod-us-east.vision', labels: { 'fleetwright.dev/service': 'vision' } },
        spec: {
          source: { path: 'clusters/prod-us-east/vision' },
          destination: { name: 'prod-us-east', namespace: 'ml-inference' },
        },
      },
    ]);
    expect(written[0]!.metadata).not.toHaveProperty('finalizers');
  });

  it('subscribes to notifications where somebody wants them', () => {
    const notifications = { 'notifications.argoproj.io/subscribe.on-sync-failed.slack': 'ml' };
    const { annotations } = serviceApplications(
      argocdPlanFixture({ placements: PLACEMENTS, notifications }),
    )![0]!.metadata;
    expect(annotations).toEqual({
      'argocd.argoproj.io/manifest-generate-paths': '.',
      'argocd.argoproj.io/compare-options': 'ServerSideDiff=false',
      ...notifications,
    });
  });
});

describe('the Application of a platform folder', () => {
  it('belongs to the project that may make the Namespace, on its cluster', () => {
    expect(platformApplications(WAVES)).toMatchObject([
      {
        metadata: { name: 'a.platform', labels: { 'fleetwright.dev/wave': '2' } },
        spec: { project: 'production-platform', source: { path: 'clusters/a/platform' } },
      },
      { metadata: { name: 'b.platform' }, spec: { destination: { name: 'b' } } },
    ]);
  });

  it('never empties itself', () => {
    expect(platformApplications(WAVES)[0]!.spec.syncPolicy!.automated).toEqual({
      prune: true,
      selfHeal: true,
    });
  });
});
