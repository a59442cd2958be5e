import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CannotRun } from '../cannot-run.ts';
import { ROOT } from '../fleets.ts';
import { formatPlan } from './format-rehearsal.ts';
import { planRehearsal, type RehearsalPlan } from './plan-rehearsal.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleetwright-rehearse-spec-'));
const workspace = join(folder, 'workspace');
const SPEC = 'apps/image-classification/model-service.yaml';
const TEXT = 'apps/text-classification/model-service.yaml';
const RELEASE = 'environments/production/releases/image-classification/model-service.yaml';
const SERVING = "clusterSelector: { matchLabels: { fleetwright.dev/serving: 'true' } }";

beforeAll(() => {
  for (const name of ['fleetwright.yaml', 'apps', 'clusters', 'environments'])
    cpSync(join(ROOT, name), join(workspace, name), { recursive: true, filter: isHandWritten });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com', 'commit', '--quiet', '--message=base');
});

beforeEach(() => {
  git('checkout', '--quiet', '--', '.');
  git('clean', '--quiet', '--force', '-d');
});

afterAll(() => rmSync(folder, { recursive: true }));

// What is rendered is not read: the overlays need not be copied.
function isHandWritten(path: string): boolean {
  return !/clusters\/[^/]+\/[^/]+$/.test(path) || path.endsWith('cluster.yaml');
}

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', workspace, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(workspace, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(join(workspace, path), text.replaceAll(from, to));
}

function plan(request: { base?: string; service?: string; cluster?: string; replicas?: number } = {}) {
  const scratch = mkdtempSync(join(folder, 'scratch-'));
  return planRehearsal({ base: 'main', workspace, ...request }, scratch);
}

function summarize({ head, room, prediction, pool }: RehearsalPlan): object {
  const { service, cluster, namespace, replicas } = head;
  return { service, cluster, namespace, replicas, room, peak: prediction.peak, nodes: pool.nodes };
}

const NEXT = ['image_classification/1.4.0', 'image_classification/1.5.0'] as const;

describe('planRehearsal', () => {
  it('finds the service that changes and the first cluster on which a Rollout replaces its pods', async () => {
    edit(SPEC, ...NEXT);
    expect(summarize(await plan())).toMatchObject({ service: 'image-classification', cluster: 'dev' });
  });

  it('plays the fewest replicas of the cluster that is asked for, in the room of its pool', async () => {
    edit(SPEC, ...NEXT);
    expect(summarize(await plan({ cluster: 'staging-us-east' }))).toEqual({
      service: 'image-classification',
      cluster: 'staging-us-east',
      namespace: 'ml-inference',
      replicas: 2,
      room: { pods: 24, of: 'the pool a100' },
      peak: 4,
      nodes: 3,
    });
  });

  it('predicts that more replicas than half of the pool get stuck', async () => {
    edit(SPEC, ...NEXT);
    const { prediction } = await plan({ cluster: 'staging-us-east', replicas: 16 });
    expect(prediction).toEqual({ weights: [50, 50], peak: 24, missing: 8 });
  });

  it('counts the quota where it leaves less room than the pool', async () => {
    edit(RELEASE, ...NEXT);
    const { room, prediction } = await plan({ cluster: 'prod-us-east', replicas: 20 });
    expect(room).toEqual({ pods: 32, of: 'the quota of requests.nvidia.com/gpu' });
    expect(prediction).toEqual({ weights: [50, 50], peak: 32, missing: 8 });
  });

  it('keeps the real pauses beside the steps that it plays', async () => {
    edit(SPEC, ...NEXT);
    const { head, demand } = await plan();
    expect(head.steps[1]).toEqual({ pause: { durationSeconds: 600 } });
    expect(demand.steps.map(({ label }) => label)).toEqual(['steady', '20 %', '50 %', 'promoted']);
  });

  it('plays what a release of production changes, from its own file', async () => {
    edit(RELEASE, ...NEXT);
    const found = summarize(await plan());
    expect(found).toMatchObject({ service: 'image-classification', cluster: 'prod-eu-west' });
  });

  it('says what is played before it is', async () => {
    edit(SPEC, ...NEXT);
    const lines = formatPlan(await plan({ cluster: 'staging-us-east', replicas: 16 }));
    expect(lines).toEqual([
      'image-classification on staging-us-east: from main to the working tree',
      '16 replicas, 1 GPU each; the pool a100 has room for 24 pods: other services are',
      '  not played',
      'predicted: it stays at 50/50, where there is no room for 8 pods',
      '',
      'step            really        here',
      'weight 20 %',
      'pause           10 min        8 s',
      'weight 50 %',
      'pause           10 min        8 s',
    ]);
  });

  it.each([
    {
      what: 'an unknown revision',
      request: { base: 'nowhere' },
      message:
        '--base=nowhere: the repository has no such commit.\n  Fetch the branch, or give another revision or a folder.',
    },
    {
      what: 'no change',
      message: 'From main to the working tree no service changes: there is nothing to rehearse.',
    },
    {
      what: 'a service that does not change',
      change: () => edit(SPEC, ...NEXT),
      request: { service: 'text-classification', cluster: 'dev' },
      message:
        'From main to the working tree text-classification does not change on dev: there is nothing to rehearse.',
    },
    {
      what: 'a mistyped service',
      request: { service: 'image-clasification' },
      message: 'There is no apps/image-clasification. Did you mean image-classification?',
    },
    {
      what: 'a mistyped cluster',
      request: { cluster: 'staging-us-eats' },
      message: 'There is no clusters/staging-us-eats. Did you mean staging-us-east?',
    },
    {
      what: 'two services that change',
      change: () => {
        edit(SPEC, ...NEXT);
        edit(TEXT, 'text_classification/', 'text_classification/new-');
      },
      message: '2 services change: image-classification, text-classification. Choose one with --service=S.',
    },
    {
      what: 'a cluster without Argo Rollouts',
      change: () => edit('environments/edge/releases/image-classification/model-service.yaml', ...NEXT),
      message:
        'No change can be rehearsed:\nedge-store/image-classification changes there, but no Rollout makes its pods',
    },
    {
      what: 'a change that leaves the pods alone',
      change: () => edit(SPEC, 'target: 99.9 }', 'target: 99.5 }'),
      request: { cluster: 'dev' },
      message:
        'No change can be rehearsed:\ndev/image-classification changes there, but not its pods: nothing is rolled out',
    },
    {
      what: 'a service that leaves a cluster',
      change: () => edit(TEXT, SERVING, 'clusters: [edge-store]'),
      request: { cluster: 'dev' },
      message: 'No change can be rehearsed:\ndev/text-classification goes away there',
    },
    {
      what: 'a new service',
      change: () => {
        cpSync(join(workspace, 'apps/image-classification'), join(workspace, 'apps/second'), {
          recursive: true,
        });
        edit('apps/second/model-service.yaml', 'name: image-classification', 'name: second');
      },
      request: { cluster: 'dev' },
      message:
        'No change can be rehearsed:\ndev/second is new there: no version is there that it could take over from',
    },
    {
      what: 'a change that does not render',
      change: () => edit(SPEC, 'count: 1\n    minMemory', 'count: many\n    minMemory'),
      message: [
        'working tree does not render:',
        'apps/image-classification/model-service.yaml:30: /spec/gpu/count is "many" (a string); expected a whole number from 0 to 16.',
        '  Write a number.',
      ].join('\n'),
    },
    {
      what: 'more replicas than the pool holds',
      change: () => edit(SPEC, ...NEXT),
      request: { cluster: 'staging-us-east', replicas: 999 },
      message: [
        'main, as it is played, does not render:',
        'scaling.maxReplicas is 999, but the node pool a100 holds at most 24 replicas of 1 GPU(s).',
        '  Lower scaling.maxReplicas, or raise nodes.max of the pool.',
      ].join('\n'),
    },
  ])('says what is wrong with $what', async ({ change, request, message }) => {
    change?.();
    await expect(plan(request)).rejects.toThrow(new CannotRun(message));
  });
});
