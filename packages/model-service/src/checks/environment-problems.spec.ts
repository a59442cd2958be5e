import { describe, expect, it } from 'vitest';
import { parseEnvironment, parseModelService } from '../parse-files.ts';
import { ENVIRONMENT, MINIMAL_SERVICE } from '../sample-texts.ts';

const FILE = 'environments/production/environment.yaml';

// `line rule message <- related place`, so that a row shows both places that disagree.
function problemsOf(spec: string): string[] {
  const { findings } = parseEnvironment(FILE, `${ENVIRONMENT}${spec}`);
  return findings.map(
    ({ rule, message, related }) => `${rule} ${message}${related ? ` <- ${related[0]?.message}` : ''}`,
  );
}

const ARGOCD = `  argocd:
    repoURL: https://git.example.com/acme/fleet.git
    targetRevision: refs/heads/main
`;
const windowOf = (fields: string) => `${ARGOCD}    syncWindows: [{ kind: deny, ${fields} }]\n`;

const FULL = `  promotedFrom: staging
  waves: [[prod-canary], [prod-us-east, prod-eu-west]]
  quota:
    requests.nvidia.com/gpu: "32"
    requests.nvidia.com/mig-1g.10gb: 8
    requests.cpu: 512500m
    limits.memory: 2Ti
    pods: 200
    services.loadbalancers: 0
    count/services: "60"
    gpus.deviceclass.resource.k8s.io/devices: 4
  limitRange:
    defaultRequest: { cpu: 100m, memory: 128Mi }
    default: { memory: 512Mi }
  argocd:
    repoURL: git@git.example.com:acme/fleet.git
    targetRevision: refs/heads/release/2026
    namespace: gitops
    project: inference
    automated: { prune: true, selfHeal: false }
    syncWindows:
      - { kind: deny, schedule: "0 18 * * 5", duration: 60h, manualSync: true }
      - { kind: allow, schedule: "*/15 8-18 1,15 * 1-5", duration: 1h30m, timeZone: Europe/Berlin }
    notifications: { slack: ml-production }
    applications: applications
`;

describe('an environment', () => {
  it('may record exceptions until a day, leap days included', () => {
    expect(
      problemsOf(`  waivers: [{ rule: a/b, reason: known, owner: me@example.com, expires: 2028-02-29 }]\n`),
    ).toEqual([]);
  });

  it('may say where it is promoted from, what it may use and how Argo CD synchronises it', () => {
    expect(problemsOf(FULL)).toEqual([]);
  });

  it.each([
    'https://git.example.com:8443/acme/fleet.git',
    'ssh://git@git.example.com/acme/fleet.git',
    'git://127.0.0.1/fleet',
    'file:///srv/git/fleet.git',
  ])('may lie in the repository %s', (repoURL) => {
    expect(problemsOf(ARGOCD.replace(/repoURL: .*/, `repoURL: ${repoURL}`))).toEqual([]);
  });
});

const waiverOf = (reason: string, expires: string) =>
  `  waivers: [{ rule: triton/model-version, reason: "${reason}", owner: "@acme/ml", expires: ${expires} }]\n`;

describe('an environment with a mistake', () => {
  it.each<[string, string[]]>([
    [
      waiverOf('  ', '2027-02-28'),
      ['input/waiver /spec/waivers/0/reason is empty; expected why the finding is accepted.'],
    ],
    [
      waiverOf('known', '2027-02-29'),
      ['input/waiver /spec/waivers/0/expires is 2027-02-29, a day that does not exist.'],
    ],
    [
      '  promotedFrom: production\n',
      [
        'input/promoted-from /spec/promotedFrom is "production", the environment itself; expected another one. <- the name of the environment',
      ],
    ],
    [
      '  waves: [[prod-canary], [prod-east, prod-canary]]\n',
      [
        'input/repeated /spec/waves/1/1 is "prod-canary", which /spec/waves/0/0 already names; a cluster is in one wave. <- the first wave of the cluster',
      ],
    ],
    [
      '  quota: { requests.nvidia.com/gpu: "1.5" }\n',
      [
        'input/amount /spec/quota/requests.nvidia.com~1gpu is "1.5"; expected a whole number, because requests.nvidia.com/gpu is counted.',
      ],
    ],
    [
      '  quota: { requests.cpu: "0" }\n',
      ['input/amount /spec/quota/requests.cpu is "0"; expected an amount above zero and below 8Pi.'],
    ],
    [
      '  limitRange: { defaultRequest: { memory: 1Gi }, default: { memory: 512Mi } }\n',
      [
        'input/limit-range /spec/limitRange/defaultRequest/memory is 1Gi, above the limit 512Mi that the same container gets. <- the limit is 512Mi',
      ],
    ],
    [
      `${ARGOCD}    project: default\n`,
      [
        `input/reserved-name /spec/argocd/project is "default", Argo CD's own AppProject, which permits everything.`,
      ],
    ],
    [
      windowOf('schedule: "0 25 * * 5", duration: 2h'),
      [
        'input/schedule /spec/argocd/syncWindows/0/schedule has "25" as its hour; expected *, or numbers and ranges from 0 to 23, with a step such as /2 where wanted.',
      ],
    ],
    [
      windowOf('schedule: "0 18-8 0 * *", duration: 2h'),
      [
        'input/schedule /spec/argocd/syncWindows/0/schedule has "18-8" as its hour; expected *, or numbers and ranges from 0 to 23, with a step such as /2 where wanted.',
        'input/schedule /spec/argocd/syncWindows/0/schedule has "0" as its day of the month; expected *, or numbers and ranges from 1 to 31, with a step such as /2 where wanted.',
      ],
    ],
    [
      windowOf('schedule: "*/0 * * * *", duration: 0h'),
      [
        'input/amount /spec/argocd/syncWindows/0/duration is "0h"; expected a duration above zero.',
        'input/schedule /spec/argocd/syncWindows/0/schedule has "*/0" as its minute; expected *, or numbers and ranges from 0 to 59, with a step such as /2 where wanted.',
      ],
    ],
    [
      windowOf('schedule: "0 18 * * 5", duration: 2d'),
      [
        'input/pattern /spec/argocd/syncWindows/0/duration is "2d"; expected hours and minutes such as 60h, 1h30m or 45m (Argo CD knows no days).',
      ],
    ],
    [
      windowOf('schedule: "@daily", duration: 2h'),
      [
        'input/pattern /spec/argocd/syncWindows/0/schedule is "@daily"; expected five fields of cron in figures, such as "0 18 * * 5".',
      ],
    ],
    [
      ARGOCD.replace('https://', 'https://user:secret@'),
      [
        'input/secret /spec/argocd/repoURL is an address with credentials (value not shown); secrets do not belong into a spec.',
      ],
    ],
    [
      ARGOCD.replace('https://git.example.com/', ''),
      [
        'input/pattern /spec/argocd/repoURL is "acme/fleet.git"; expected the address of a git repository without credentials, such as https://git.example.com/acme/fleet.git.',
      ],
    ],
    [
      ARGOCD.replace('refs/heads/main', 'main'),
      [
        'input/pattern /spec/argocd/targetRevision is "main"; expected a fully qualified branch such as refs/heads/main.',
      ],
    ],
  ])('%#', (spec, messages) => {
    expect(problemsOf(spec).sort()).toEqual([...messages].sort());
  });

  it.each(['requests.gpu: 1', 'nvidia.com/gpu: 1', 'cpu: "4"'])('has no quota of %s', (amount) => {
    expect(problemsOf(`  quota: { ${amount} }\n`)).toEqual([
      expect.stringContaining(
        'a name of ResourceQuota such as requests.cpu, limits.memory, requests.nvidia.com/gpu, pods or count/services',
      ),
    ]);
  });
});

describe('the lifecycle of a service', () => {
  const parse = (spec: string) =>
    parseModelService('apps/sentiment/model-service.yaml', `${MINIMAL_SERVICE}${spec}`);

  it('is active or retired', () => {
    expect(parse('  lifecycle: retired\n').value?.content.spec.lifecycle).toBe('retired');
    expect(parse('  lifecycle: active\n').findings).toEqual([]);
  });

  it.each([
    ['  lifecycle: gone\n', '/spec/lifecycle is "gone"; expected active or retired.'],
    [
      '  overrides: [{ match: { environment: dev }, spec: { lifecycle: retired } }]\n',
      '/spec/overrides/0/spec has no field "lifecycle"; it is a field of /spec.',
    ],
  ])('is said once and for all environments: %j', (spec, message) => {
    expect(parse(spec).findings.map((finding) => finding.message)).toEqual([message]);
  });
});
