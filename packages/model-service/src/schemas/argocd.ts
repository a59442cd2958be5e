import { closedObject, dnsLabel, named, type Schema } from './common.ts';

const HOST = '[A-Za-z0-9][-.A-Za-z0-9]*';
const PORT = '(?::[0-9]{1,5})?';

const repoURL: Schema = {
  type: 'string',
  description: 'Address of the repository that holds the workspace, as Argo CD reads it; no credentials.',
  pattern: `^(?:(?:https?|git)://${HOST}${PORT}/|ssh://(?:[a-z][-a-z0-9]*@)?${HOST}${PORT}/|[a-z][-a-z0-9]*@${HOST}:|file:///)[A-Za-z0-9._~/-]+$`,
  'x-expected':
    'the address of a git repository without credentials, such as https://git.example.com/acme/fleet.git',
  maxLength: 512,
};

const syncWindow = named(
  'SyncWindow',
  closedObject(
    'A time in which synchronisation is allowed or denied; deny wins.',
    {
      kind: { enum: ['allow', 'deny'] },
      schedule: {
        type: 'string',
        description:
          'Its beginning, as cron writes it: minute, hour, day of the month, month, day of the week.',
        pattern: '^[0-9*,/-]+(?: [0-9*,/-]+){4}$',
        'x-expected': 'five fields of cron in figures, such as "0 18 * * 5"',
        maxLength: 100,
      },
      duration: {
        type: 'string',
        description: 'Its length in hours and minutes: 60h, 1h30m, 45m.',
        pattern: '^(?:[0-9]{1,4}h)?(?:[0-9]{1,4}m)?$',
        'x-expected': 'hours and minutes such as 60h, 1h30m or 45m (Argo CD knows no days)',
        minLength: 2,
        maxLength: 10,
      },
      timeZone: {
        type: 'string',
        description: 'Time zone of the schedule, e.g. Europe/Berlin; absent: UTC.',
        pattern: '^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+){0,4}$',
        'x-expected': 'a time zone such as Europe/Berlin',
        maxLength: 64,
      },
      manualSync: { type: 'boolean', description: 'Whether people may synchronise by hand meanwhile.' },
    },
    ['kind', 'schedule', 'duration'],
  ),
);

/** How Argo CD synchronises an environment. */
export const argocdSchema: Schema = named(
  'ArgoCd',
  closedObject(
    'How Argo CD synchronises the environment; absent: nothing is rendered for it.',
    {
      repoURL,
      targetRevision: {
        type: 'string',
        description: 'Branch, fully qualified so that Argo CD need not guess.',
        pattern: '^refs/heads/[A-Za-z0-9][-._/A-Za-z0-9]*$',
        'x-expected': 'a fully qualified branch such as refs/heads/main',
        maxLength: 200,
      },
      namespace: { ...dnsLabel, description: 'Namespace of Argo CD; absent: argocd.' },
      project: {
        ...dnsLabel,
        description:
          "AppProject of the services; absent: the environment's name. That of the platform has the suffix -platform.",
        maxLength: 54,
      },
      automated: named(
        'AutomatedSync',
        closedObject('Synchronise without being told; absent: people do it.', {
          prune: {
            type: 'boolean',
            description: 'Delete what is no longer rendered; a retired service needs it. Absent: true.',
          },
          selfHeal: { type: 'boolean', description: 'Undo changes made in the cluster. Absent: true.' },
        }),
      ),
      syncWindows: { type: 'array', maxItems: 32, description: 'When to synchronise.', items: syncWindow },
      notifications: closedObject("Whom Argo CD's notifications tell.", {
        slack: {
          type: 'string',
          description: 'Slack channel, without #.',
          pattern: '^[a-z0-9][-_a-z0-9]*$',
          'x-expected': 'a Slack channel without #: lower-case letters, digits, dashes and underscores',
          maxLength: 80,
        },
      }),
      applications: {
        enum: ['applicationset', 'applications'],
        description:
          'applicationset (the default): one ApplicationSet finds the placements in git. applications: they are written out, so that a pull request shows each.',
      },
    },
    ['repoURL', 'targetRevision'],
  ),
);
