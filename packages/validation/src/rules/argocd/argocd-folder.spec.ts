import { describe, expect, it } from 'vitest';
import { drop, remove, set } from '../../testing.ts';
import { judgeArgocd } from '../../testing-argocd.ts';

const APPLICATION = 'Application/prod-us-east.platform';
const SET = 'ApplicationSet/production';
const TEMPLATE = '/spec/template';
const WRITTEN_OUT = '    applications: applications\n';

describe('the argocd folder of an environment', () => {
  it.each([
    ['with an ApplicationSet', undefined],
    ['with Applications that are written out', WRITTEN_OUT],
    ['that people synchronise', '    namespace: gitops\n'],
    ['that neither prunes nor heals', '    automated: { prune: false, selfHeal: false }\n'],
  ])('is sound %s', (_, stated) => {
    expect(judgeArgocd([], stated)).toEqual([]);
  });
});

describe('argocd/destination-of-placement', () => {
  it('refuses a cluster that is applied to another', () => {
    expect(judgeArgocd([set(APPLICATION, '/spec/destination/name', 'prod-eu-west')])).toEqual([
      `argocd/destination-of-placement ${APPLICATION} /spec/destination: clusters/prod-us-east/platform is applied to prod-eu-west; Argo CD knows prod-us-east as aws.us-east-1.`,
    ]);
  });

  it('fills in what the generators of an ApplicationSet give', () => {
    expect(judgeArgocd([set(SET, '/spec/generators/1/git/values/destination', 'prod-eu-west')])).toEqual([
      `argocd/destination-of-placement ${SET} ${TEMPLATE}/spec/destination: clusters/prod-us-east/* is applied to prod-eu-west; Argo CD knows prod-us-east as aws.us-east-1.`,
    ]);
  });

  it('refuses another namespace', () => {
    const told = judgeArgocd([set(APPLICATION, '/spec/destination/namespace', 'default')]);
    expect(told).toContain(
      `argocd/destination-of-placement ${APPLICATION} /spec/destination/namespace: The services of production are in the namespace ml-inference; found default.`,
    );
  });

  it('refuses a folder that is no placement, and a cluster of another environment', () => {
    const told = judgeArgocd([
      remove(SET, '/spec/generators/0/git/files/1/exclude'),
      set(APPLICATION, '/spec/source/path', 'clusters/dev-local/platform'),
    ]).filter((finding) => finding.startsWith('argocd/destination-of'));
    expect(told).toEqual([
      `argocd/destination-of-placement ${APPLICATION} /spec/source/path: The path clusters/dev-local/platform is of the cluster dev-local, which is none of production.`,
      `argocd/destination-of-placement ${SET} ${TEMPLATE}/spec/source/path: The path clusters/prod-eu-west/*/* is the folder of no placement; expected clusters/<cluster>/<service>.`,
    ]);
  });
});

describe('argocd/every-cluster-synced', () => {
  it('names the cluster whose platform folder nobody reads', () => {
    expect(judgeArgocd([drop('Application/prod-eu-west.platform')])).toEqual([
      'argocd/every-cluster-synced AppProject/production /metadata/name: No Application reads the platform folder of prod-eu-west, of the environment production.',
    ]);
  });

  it('names the cluster of which no generator finds the services', () => {
    expect(judgeArgocd([remove(SET, '/spec/generators/0')])).toEqual([
      'argocd/every-cluster-synced AppProject/production /metadata/name: No Application reads the services of prod-eu-west, of the environment production.',
    ]);
  });
});

describe('argocd/source-as-declared', () => {
  it('refuses another branch, or none', () => {
    expect(
      judgeArgocd([
        set(APPLICATION, '/spec/source/targetRevision', 'refs/heads/next'),
        remove(SET, `${TEMPLATE}/spec/source/targetRevision`),
        set(SET, '/spec/generators/0/git/revision', 'HEAD'),
      ]),
    ).toEqual([
      `argocd/source-as-declared ${APPLICATION} /spec/source/targetRevision: The revision is refs/heads/next; the environment states refs/heads/main.`,
      `argocd/source-as-declared ${SET} ${TEMPLATE}/spec/source/targetRevision: The revision is not there; the environment states refs/heads/main.`,
      `argocd/source-as-declared ${SET} /spec/generators/0/git/revision: The revision is HEAD; the environment states refs/heads/main.`,
    ]);
  });

  it('refuses a generator that reads another repository', () => {
    expect(
      judgeArgocd([set(SET, '/spec/generators/1/git/repoURL', 'https://git.example.com/acme/old.git')]),
    ).toEqual([
      `argocd/source-as-declared ${SET} /spec/generators/1/git/repoURL: The repository is https://git.example.com/acme/old.git; the environment states https://git.example.com/acme/fleet.git.`,
    ]);
  });
});

describe('argocd/labels-of-placement', () => {
  it('warns of a wave that is not that of the cluster, and of a label that is not there', () => {
    expect(
      judgeArgocd([
        set(APPLICATION, '/metadata/labels/fleetwright.dev~1wave', '2'),
        remove(SET, `${TEMPLATE}/metadata/labels/fleetwright.dev~1cluster`),
      ]),
    ).toEqual([
      `argocd/labels-of-placement ${APPLICATION} /metadata/labels/fleetwright.dev~1wave: The label fleetwright.dev/wave of what reads clusters/prod-us-east/platform is 2; expected 1.`,
      `argocd/labels-of-placement ${SET} ${TEMPLATE}/metadata/labels: The label fleetwright.dev/cluster of what reads clusters/prod-eu-west/* is not there; expected prod-eu-west.`,
    ]);
  });

  it('takes the owner from the ApplicationSet', () => {
    expect(
      judgeArgocd([set(SET, `${TEMPLATE}/metadata/labels/app.kubernetes.io~1managed-by`, 'me')]),
    ).toEqual([
      `argocd/labels-of-placement ${SET} ${TEMPLATE}/metadata/labels/app.kubernetes.io~1managed-by: The label app.kubernetes.io/managed-by of what reads clusters/prod-eu-west/* is me; expected fleetwright.`,
    ]);
  });
});

describe('argocd/syncs-as-declared', () => {
  it('refuses Applications that wait for people', () => {
    expect(
      judgeArgocd([
        set(APPLICATION, '/spec/syncPolicy/automated/enabled', false),
        remove(SET, `${TEMPLATE}/spec/syncPolicy/automated`),
      ]),
    ).toEqual([
      `argocd/syncs-as-declared ${APPLICATION} /spec/syncPolicy/automated: Nothing synchronises the Applications; the environment production states that they do it by themselves.`,
      `argocd/syncs-as-declared ${SET} ${TEMPLATE}/spec: Nothing synchronises the Applications; the environment production states that they do it by themselves.`,
    ]);
  });

  it('refuses Applications that do not wait for people', () => {
    expect(judgeArgocd([set(APPLICATION, '/spec/syncPolicy/automated', {})], WRITTEN_OUT)).toContain(
      `argocd/syncs-as-declared ${APPLICATION} /spec/syncPolicy/automated: The Applications synchronise by themselves; the environment production leaves that to people.`,
    );
  });

  it('compares pruning and healing, and wants what is left of a retired service to go', () => {
    expect(
      judgeArgocd([
        remove(APPLICATION, '/spec/syncPolicy/automated/prune'),
        set(SET, `${TEMPLATE}/spec/syncPolicy/automated`, { prune: true, selfHeal: false }),
      ]),
    ).toEqual([
      `argocd/syncs-as-declared ${APPLICATION} /spec/syncPolicy/automated/prune: prune is off; the environment states that it is on.`,
      `argocd/syncs-as-declared ${SET} ${TEMPLATE}/spec/syncPolicy/automated/selfHeal: selfHeal is off; the environment states that it is on.`,
      `argocd/syncs-as-declared ${SET} ${TEMPLATE}/spec/syncPolicy/automated/allowEmpty: allowEmpty is off: what is left of a service that is retired is never pruned.`,
    ]);
  });
});

describe('argocd/windows-as-declared', () => {
  const PROJECT = 'AppProject/production';

  it('refuses a project without the windows, and one with others', () => {
    expect(
      judgeArgocd([
        remove(PROJECT, '/spec/syncWindows'),
        set('AppProject/production-platform', '/spec/syncWindows/0/timeZone', 'Asia/Tokyo'),
      ]),
    ).toEqual([
      `argocd/windows-as-declared ${PROJECT} /spec: The project has no sync windows; the environment production states the sync windows deny "0 18 * * 5" 60h UTC by hand allowed.`,
      'argocd/windows-as-declared AppProject/production-platform /spec/syncWindows: The project has the sync windows deny "0 18 * * 5" 60h Asia/Tokyo by hand allowed; the environment production states the sync windows deny "0 18 * * 5" 60h UTC by hand allowed.',
    ]);
  });

  it('refuses a window that holds for some', () => {
    expect(judgeArgocd([set(PROJECT, '/spec/syncWindows/0/applications', ['*-chat'])])).toEqual([
      `argocd/windows-as-declared ${PROJECT} /spec/syncWindows: The project has the sync windows deny "0 18 * * 5" 60h UTC by hand allowed for *-chat only; the environment production states the sync windows deny "0 18 * * 5" 60h UTC by hand allowed.`,
    ]);
  });

  it('refuses a window that nobody states', () => {
    const window = { kind: 'allow', schedule: '0 8 * * *', duration: '9h', applications: ['*'] };
    expect(judgeArgocd([set(PROJECT, '/spec/syncWindows', [window])], WRITTEN_OUT)).toEqual([
      `argocd/windows-as-declared ${PROJECT} /spec/syncWindows: The project has the sync windows allow "0 8 * * *" 9h UTC; the environment production states no sync windows.`,
    ]);
  });
});

describe('argocd/notifies-as-declared', () => {
  const KEY = 'notifications.argoproj.io/subscribe.on-sync-failed.slack';

  it('warns of another channel', () => {
    const pointer = `/metadata/annotations/${KEY.replace('/', '~1')}`;
    expect(judgeArgocd([set(APPLICATION, pointer, 'random')])[0]).toBe(
      `argocd/notifies-as-declared ${APPLICATION} ${pointer}: ${KEY} tells random; the environment production names the channel ml-production.`,
    );
  });

  it('warns of Applications that tell nobody', () => {
    expect(judgeArgocd([set(SET, `${TEMPLATE}/metadata/annotations`, {})])[0]).toBe(
      `argocd/notifies-as-declared ${SET} ${TEMPLATE}/metadata/annotations: The Applications tell nobody; the environment production names the channel ml-production.`,
    );
  });

  it('warns of a channel that nobody names', () => {
    const told = judgeArgocd(
      [set(APPLICATION, '/metadata/annotations', { [KEY]: 'random' })],
      '    automated: {}\n',
    );
    expect(told[0]).toContain('tells random; the environment production names no channel.');
  });
});

describe('argocd/applications-alike', () => {
  it('tells at once all in which one differs', () => {
    expect(
      judgeArgocd([
        remove(SET, `${TEMPLATE}/metadata/annotations/argocd.argoproj.io~1compare-options`),
        remove(SET, `${TEMPLATE}/metadata/annotations/argocd.argoproj.io~1manifest-generate-paths`),
        remove(SET, `${TEMPLATE}/spec/syncPolicy/retry`),
      ]),
    ).toEqual([
      `argocd/applications-alike ${SET} ${TEMPLATE}/metadata/annotations: The Applications of ${SET} have no argocd.argoproj.io/manifest-generate-paths, no argocd.argoproj.io/compare-options, no syncPolicy.retry; all others here have argocd.argoproj.io/manifest-generate-paths, argocd.argoproj.io/compare-options ServerSideDiff=false, syncPolicy.retry {"backoff":{"duration":"5s","factor":2,"maxDuration":"1m"},"limit":10,"refresh":true}.`,
    ]);
  });

  it('lets several differ', () => {
    const pointer = '/metadata/annotations/argocd.argoproj.io~1compare-options';
    expect(
      judgeArgocd([remove(APPLICATION, pointer), set(SET, TEMPLATE + pointer, 'ServerSideDiff=true')]),
    ).toEqual([]);
  });
});

describe('argocd/project-names-kinds', () => {
  it('warns of a project that permits every kind', () => {
    expect(judgeArgocd([remove('AppProject/production', '/spec/namespaceResourceWhitelist')])).toEqual([
      'argocd/project-names-kinds AppProject/production /spec: The project production permits every kind of the namespace, RoleBinding among them.',
    ]);
  });

  it('accepts a list of what is not permitted', () => {
    const denied = [{ group: 'rbac.authorization.k8s.io', kind: '*' }];
    expect(
      judgeArgocd([
        remove('AppProject/production', '/spec/namespaceResourceWhitelist'),
        set('AppProject/production', '/spec/namespaceResourceBlacklist', denied),
      ]),
    ).toEqual([]);
  });
});

describe('argocd/project-permits-namespace', () => {
  it('refuses a project that keeps the platform folder from making its namespace', () => {
    expect(judgeArgocd([remove('AppProject/production-platform', '/spec/clusterResourceWhitelist')])).toEqual(
      [
        'argocd/project-permits-namespace AppProject/production-platform /spec: The project production-platform does not permit a Namespace; clusters/prod-eu-west/platform holds one.',
      ],
    );
  });
});

describe('argocd/project-first', () => {
  it('warns of a project that may come after its Applications', () => {
    expect(judgeArgocd([remove('AppProject/production', '/metadata/annotations')])).toEqual([
      `argocd/project-first AppProject/production /metadata/annotations: AppProject/production is in the sync wave 0, ${SET}, which names it, in 0.`,
    ]);
  });
});

describe('argocd/services-outlive-applications', () => {
  it('warns of an ApplicationSet that takes the resources with it', () => {
    expect(judgeArgocd([remove(SET, '/spec/syncPolicy')])).toEqual([
      `argocd/services-outlive-applications ${SET} /spec/syncPolicy: ${SET} does not set preserveResourcesOnDeletion: the resources go with each Application.`,
    ]);
  });

  it('warns of an Application that does', () => {
    const finalizer = 'resources-finalizer.argocd.argoproj.io/background';
    expect(judgeArgocd([set(APPLICATION, '/metadata/finalizers', [finalizer])])).toEqual([
      `argocd/services-outlive-applications ${APPLICATION} /metadata/finalizers: With ${finalizer} the resources go when an Application of ${APPLICATION} does.`,
    ]);
  });
});

describe('argocd/weights-not-compared', () => {
  it('warns of a service on a cluster with canaries', () => {
    expect(
      judgeArgocd([remove('Application/prod-us-east.chat', '/spec/ignoreDifferences')], WRITTEN_OUT),
    ).toEqual([
      'argocd/weights-not-compared Application/prod-us-east.chat /spec: The Application compares the weights of VirtualServices, which canaries on prod-us-east move.',
    ]);
  });

  it('leaves a template that heals to the rule about those', () => {
    expect(judgeArgocd([remove(SET, `${TEMPLATE}/spec/ignoreDifferences/0/group`)])).toEqual([
      `argocd/weights-ignored ${SET} ${TEMPLATE}/spec: Applications that heal themselves do not ignore the weights of VirtualServices, which a canary moves.`,
    ]);
  });
});
