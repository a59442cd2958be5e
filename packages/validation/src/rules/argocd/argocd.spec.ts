import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { add, judgeService, judgeYaml, set } from '../../testing.ts';

const PROJECT = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: models, namespace: argocd }
spec:
  sourceRepos: ['https://git.example.com/acme/*']
  destinations: [{ name: 'prod-*', namespace: ml }]
`;

interface Parts {
  destination?: string;
  source?: string;
  sync?: string;
  options?: string;
  ignore?: string;
  project?: string;
}

const SOURCE = 'source: { repoURL: https://git.example.com/acme/fleet, path: a, targetRevision: main }';
const IGNORE =
  'ignoreDifferences: [{ group: networking.istio.io, kind: VirtualService, jqPathExpressions: [".spec.http[].route[].weight"] }]';

function specOf({
  destination = 'name: prod-us-east',
  source = SOURCE,
  sync = '',
  options = 'ApplyOutOfSyncOnly=true',
  ignore = IGNORE,
  project = 'models',
}: Parts) {
  return `{ project: ${project}, destination: { namespace: ml, ${destination} }, ${source ? `${source},` : ''} syncPolicy: { syncOptions: [${options}], ${sync} }, ${ignore} }`;
}

const application = (parts: Parts) =>
  judgeYaml(`${PROJECT}---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: chat, namespace: argocd }
spec: ${specOf(parts)}
`);

const applicationSet = (parts: Parts) =>
  judgeYaml(`${PROJECT}---
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: all, namespace: argocd }
spec:
  goTemplate: true
  generators: []
  template:
    metadata: { name: '{{.name}}' }
    spec: ${specOf(parts)}
`);

describe('argocd/destination-once', () => {
  it.each([
    [
      'name: prod-us-east, server: https://prod.example.com',
      'both name (prod-us-east) and server (https://prod.example.com)',
    ],
    ['', 'neither name nor server'],
  ])('refuses the destination {%s}', (destination, found) => {
    expect(application({ destination })).toContain(
      `argocd/destination-once Application/chat /spec/destination: The destination has ${found}; expected one of them.`,
    );
  });

  it('takes an empty address for none', () => {
    const told = application({ destination: "name: in-cluster, server: ''" });
    expect(told.filter((finding) => finding.startsWith('argocd/destination-once'))).toEqual([]);
  });

  it('refuses an Application without a source', () => {
    expect(application({ source: '' })).toEqual([
      'argocd/destination-once Application/chat /spec: The Application has no source; expected source or sources.',
    ]);
  });
});

describe('argocd/project-permits', () => {
  it('accepts what the globs of the project cover', () => {
    expect(application({})).toEqual([]);
  });

  it('refuses another repository', () => {
    expect(
      application({ source: 'source: { repoURL: https://git.example.com/other/fleet, path: a }' }),
    ).toEqual([
      'argocd/project-permits Application/chat /spec/source/repoURL: The project models does not permit the repository https://git.example.com/other/fleet.',
    ]);
  });

  it('refuses another cluster', () => {
    expect(application({ destination: 'name: staging-us-east' })).toEqual([
      'argocd/project-permits Application/chat /spec/destination: The project models does not permit the namespace ml on staging-us-east.',
    ]);
  });

  it('names a project that is not there', () => {
    expect(application({ project: 'model' })).toEqual([
      'argocd/project-permits Application/chat /spec/project: There is no AppProject named model.',
    ]);
  });

  it('leaves alone what an ApplicationSet fills in later', () => {
    expect(applicationSet({ destination: "name: '{{.values.destination}}'" })).toEqual([]);
  });
});

describe('argocd/weights-ignored', () => {
  it('warns of Applications that fight the canary', () => {
    expect(applicationSet({ sync: 'automated: { selfHeal: true }', ignore: '' })).toEqual([
      'argocd/weights-ignored ApplicationSet/all /spec/template/spec: Applications that heal themselves do not ignore the weights of VirtualServices, which a canary moves.',
    ]);
  });

  it('accepts those that do not heal, or ignore the weights', () => {
    expect(applicationSet({ ignore: '' })).toEqual([]);
    expect(applicationSet({ sync: 'automated: { selfHeal: true }' })).toEqual([]);
  });
});

describe('argocd/weights-left-alone', () => {
  it('refuses to respect what is ignored', () => {
    expect(application({ options: 'RespectIgnoreDifferences=true' })).toEqual([
      'argocd/weights-left-alone Application/chat /spec/syncPolicy/syncOptions/0: RespectIgnoreDifferences is set while differences of VirtualServices are ignored: their routes are never updated.',
    ]);
  });

  it('accepts it where nothing of a VirtualService is ignored', () => {
    expect(application({ options: 'RespectIgnoreDifferences=true', ignore: '' })).toEqual([]);
  });
});

describe('argocd/retry-reads-fix', () => {
  it.each([
    ['limit: -1', 'for ever'],
    ['limit: 3', '3 times'],
  ])('warns of retry: { %s }', (retry, times) => {
    expect(application({ sync: `automated: {}, retry: { ${retry} }` })).toEqual([
      `argocd/retry-reads-fix Application/chat /spec/syncPolicy/retry: A failed sync is tried again ${times} at the revision that failed.`,
    ]);
  });

  it('accepts retries that read the newest revision', () => {
    expect(application({ sync: 'automated: {}, retry: { limit: 10, refresh: true }' })).toEqual([]);
  });
});

describe('argocd/retry-tries', () => {
  it.each([
    ['backoff: { duration: 5s }', 'no limit'],
    ['limit: 0, refresh: true', 'the limit 0'],
  ])('warns of retry: { %s }', (retry, limit) => {
    expect(application({ sync: `automated: {}, retry: { ${retry} }` })).toEqual([
      `argocd/retry-tries Application/chat /spec/syncPolicy/retry: retry has ${limit}: a failed sync is not tried again.`,
    ]);
  });

  it('accepts that nothing is retried where nothing else is said', () => {
    expect(application({ sync: 'automated: {}, retry: { limit: 0 }' })).toEqual([]);
  });
});

describe('argocd/ignores-something', () => {
  it('warns of an entry without fields', () => {
    expect(application({ ignore: 'ignoreDifferences: [{ group: apps, kind: Deployment }]' })).toEqual([
      'argocd/ignores-something Application/chat /spec/ignoreDifferences/0: Of Deployment nothing is ignored: no fields are named.',
    ]);
  });

  it('accepts the fields of a manager', () => {
    const ignore =
      'ignoreDifferences: [{ group: apps, kind: Deployment, managedFieldsManagers: [kube-controller-manager] }]';
    expect(application({ ignore })).toEqual([]);
  });
});

describe('argocd/weights-kept', () => {
  it('warns of a sync that applies the weights which are ignored', () => {
    expect(application({ options: '' })).toEqual([
      'argocd/weights-kept Application/chat /spec/syncPolicy/syncOptions: The weights of VirtualServices are ignored, and each sync applies them nevertheless.',
    ]);
  });

  it('has nothing to say where they are not ignored', () => {
    expect(application({ options: '', ignore: '' })).toEqual([]);
  });
});

describe('argocd/annotation-known', () => {
  const annotated = (annotation: string) =>
    judgeYaml(`apiVersion: v1
kind: ConfigMap
metadata: { name: a, namespace: shop, annotations: { ${annotation} } }
`);

  it('warns of a misspelt name', () => {
    expect(annotated('argocd.argoproj.io/syncwaves: "1"')).toEqual([
      'argocd/annotation-known ConfigMap/a /metadata/annotations/argocd.argoproj.io~1syncwaves: ConfigMap/a is annotated with argocd.argoproj.io/syncwaves, which Argo CD does not read.',
    ]);
  });

  it('warns of one in the template of an ApplicationSet', () => {
    const yaml = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: all, namespace: argocd }
spec:
  generators: []
  template:
    metadata: { name: '{{name}}', annotations: { argocd.argoproj.io/compare-option: ServerSideDiff=true } }
    spec: { project: default, source: { repoURL: https://git.example.com/a.git, path: a }, destination: { name: a } }
`;
    expect(judgeYaml(yaml)).toEqual([
      'argocd/annotation-known ApplicationSet/all /spec/template/metadata/annotations/argocd.argoproj.io~1compare-option: The Applications are annotated with argocd.argoproj.io/compare-option, which Argo CD does not read.',
    ]);
  });

  it.each([
    'argocd.argoproj.io/sync-wave: "1"',
    'argocd.argoproj.io/quiet: "1"',
    'example.com/sync-waves: "1"',
  ])('accepts %s', (annotation) => {
    expect(annotated(annotation)).toEqual([]);
  });
});

describe('argocd/generate-paths-cover', () => {
  const made = (paths: string, path = 'apps/shop') =>
    judgeYaml(`apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop, namespace: argocd, annotations: { argocd.argoproj.io/manifest-generate-paths: '${paths}' } }
spec:
  project: default
  source: { repoURL: https://git.example.com/a.git, targetRevision: main, path: ${path} }
  destination: { name: in-cluster, namespace: shop }
`);

  it.each([
    ['/apps/web', '/apps/web'],
    ['apps/shop', '/apps/shop/apps/shop'],
    ['../base; /apps/shopping', '/apps/base, /apps/shopping'],
  ])('warns of %s', (paths, read) => {
    expect(made(paths)).toEqual([
      `argocd/generate-paths-cover Application/shop /metadata/annotations/argocd.argoproj.io~1manifest-generate-paths: Commits to ${read} make the manifests anew, and none to apps/shop, which holds them.`,
    ]);
  });

  it.each(['.', '..;/base', '/apps', '/base; ./', '/', '/apps/*', ''])('accepts %s', (paths) => {
    expect(made(paths)).toEqual([]);
  });
});

describe('argocd/window-complete', () => {
  const windows = (window: string) =>
    judgeYaml(PROJECT.replace(/$/, `  syncWindows: [{ ${window} }]\n`)).map((finding) =>
      finding.replace('argocd/window-complete AppProject/models /spec/syncWindows/0: ', ''),
    );

  it.each([
    ['schedule: "0 18 * * 5", duration: 60h, applications: ["*"]', 'has no kind; expected allow or deny'],
    ['kind: deny, duration: 60h, applications: ["*"]', 'has no schedule; expected five fields of cron'],
    [
      'kind: deny, schedule: "18 * * 5", duration: 60h, applications: ["*"]',
      'has the schedule "18 * * 5"; expected five fields of cron',
    ],
    [
      'kind: deny, schedule: "@daily", duration: 60h, applications: ["*"]',
      'has the schedule "@daily"; expected five fields of cron',
    ],
    [
      'kind: deny, schedule: "0 18 * * 5", duration: 2d, applications: ["*"]',
      'has the duration "2d"; expected hours and minutes such as 60h or 1h30m',
    ],
    [
      'kind: deny, schedule: "0 18 * * 5", duration: 60h',
      'selects no applications, namespaces or clusters: it never holds',
    ],
  ])('refuses {%s}', (window, wrong) => {
    expect(windows(window)).toEqual([`The sync window ${wrong}.`]);
  });

  it('accepts a window for a namespace', () => {
    expect(
      windows('kind: allow, schedule: "TZ=UTC 0 18 * * MON-FRI", duration: 1h30m, namespaces: [shop]'),
    ).toEqual([]);
  });
});

describe('argocd/waves-in-order', () => {
  it('refuses what waits for the Rollout', () => {
    expect(
      judgeService([
        set('Service/image-classification', '/metadata/annotations', { 'argocd.argoproj.io/sync-wave': '1' }),
      ]),
    ).toEqual([
      'argocd/waves-in-order Service/image-classification /metadata/annotations/argocd.argoproj.io~1sync-wave: Service/image-classification is in the sync wave 1, after Rollout/image-classification in 0.',
    ]);
  });

  it('accepts what comes before it', () => {
    expect(
      judgeService([
        set('Service/image-classification', '/metadata/annotations', {
          'argocd.argoproj.io/sync-wave': '-1',
        }),
      ]),
    ).toEqual([]);
  });
});

describe('argocd/prune-guarded', () => {
  const CLAIM = (annotations: string) => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: cache, namespace: ml-inference, annotations: { ${annotations} } }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;
  const pruned = planInputsFixture(({ environment }) => ({
    environment: `${environment}  argocd: { repoURL: https://git.example.com/f.git, targetRevision: refs/heads/main, automated: { prune: true } }\n`,
  }));
  const judged = (annotations: string, inputs = pruned) =>
    judgeService([add(CLAIM(annotations))], { inputs }).filter((finding) => finding.startsWith('argocd/'));

  it('refuses a claim that would go with its manifest', () => {
    expect(judged('')).toEqual([
      'argocd/prune-guarded PersistentVolumeClaim/cache /metadata/annotations: Argo CD would delete PersistentVolumeClaim/cache as soon as its manifest is gone.',
    ]);
  });

  it.each(['Prune=false', 'Delete=false,Prune=confirm'])('accepts %s', (options) => {
    expect(judged(`argocd.argoproj.io/sync-options: '${options}'`)).toEqual([]);
  });

  it('has nothing to say where nothing is pruned', () => {
    expect(judged('', planInputsFixture())).toEqual([]);
  });
});
