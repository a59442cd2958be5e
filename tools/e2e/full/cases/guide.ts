import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BedParts } from '../../bed/build-bed.ts';
import { describeApplication, type ApplicationState } from '../../bed/applications.ts';
import { ARGOCD_NAMESPACE, type Bed } from '../../bed/bed.ts';
import { openCluster } from '../../bed/cluster-client.ts';
import type { FakePool } from '../../bed/compose-fleet.ts';
import { Unexpected } from '../../bed/expect.ts';
import type { Account } from '../../bed/identities.ts';
import { ACCOUNTS, argocdSettings } from '../../bed/installation.ts';
import { makeAll, startCluster, type Cluster } from '../../bed/start-cluster.ts';
import { startArgocd, startRollouts } from '../../bed/start-controllers.ts';
import { ROOT } from '../../fleets.ts';
import { kubeconfigOf } from '../../start-control-plane.ts';
import type { Case } from '../case.ts';
import { readGuideBlocks } from '../guide-blocks.ts';

const GUIDE = join(ROOT, 'docs/getting-started.md');

/** The nodes that the preset eks speaks of. */
const NODES: FakePool[] = [
  { cluster: 'first', name: 'l40s', nodes: 2, gpus: 4, labels: { 'nvidia.com/gpu.product': 'NVIDIA-L40S' } },
];

/** What a clone has that the guide uses. */
const CLONE = [
  '.gitignore',
  'nx.json',
  'package.json',
  'tsconfig.base.json',
  'packages',
  'samples',
  'apps',
  'clusters',
  'environments',
];
const LEFT_BEHIND = ['node_modules', '.nx', '.cache', '.fleetwright'];

export const testCase: Case = {
  title: 'The commands of the guide lead from an empty cluster to the first synced service',
  async run({ parts }: Bed) {
    const cluster = await startCluster(parts, NODES);
    const folder = mkdtempSync(join(tmpdir(), 'fleetwright-guide-'));
    try {
      const env = prepare(folder, { cluster, parts });
      const start = controllerStarter(cluster, parts);
      for (const block of readGuideBlocks(readFileSync(GUIDE, 'utf8'))) {
        await runBlock(block, { folder: join(folder, 'clone'), env });
        await start();
      }
    } catch (error) {
      throw new Unexpected(`${(error as Error).message}\n${await describeApplications(cluster)}`, {
        cause: error,
      });
    } finally {
      cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function describeApplications({ plane }: Cluster): Promise<string> {
  const found = await openCluster(plane.api)
    .list<ApplicationState>('Application', ARGOCD_NAMESPACE)
    .catch(() => []);
  return found
    .map((application) => `${application.metadata.name}: ${describeApplication(application)}`)
    .join('\n');
}

/** Makes the clone, the empty repository, the two files and the two contexts that the guide takes for given. */
function prepare(
  folder: string,
  { cluster, parts }: { cluster: Cluster; parts: BedParts },
): Record<string, string> {
  const clone = join(folder, 'clone');
  for (const part of CLONE) {
    const filter = (path: string): boolean => !LEFT_BEHIND.includes(basename(path));
    cpSync(join(ROOT, part), join(clone, part), { recursive: true, filter });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'), 'junction');
  for (const [name, resources] of [
    ['argocd', parts.installations.argoCd],
    ['rollouts', parts.installations.argoRollouts],
  ] as const) {
    writeFileSync(
      join(folder, `${name}-install.yaml`),
      resources.map((one) => JSON.stringify(one)).join('\n---\n'),
    );
  }
  git(folder, ['init', '--quiet', '--bare', '--initial-branch=main', 'fleet.git']);
  git(clone, ['init', '--quiet', '--initial-branch=main']);
  // A link, unlike the folder of a clone.
  writeFileSync(join(clone, '.git/info/exclude'), 'node_modules\n');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/kubectl'), `#!/bin/sh\nexec ${parts.binary} kubectl "$@"\n`);
  chmodSync(join(folder, 'bin/kubectl'), 0o755);
  writeFileSync(
    join(folder, 'kubeconfig'),
    withBothContexts(kubeconfigOf(cluster.plane.group.state, 'admin')),
  );
  return {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    KUBECONFIG: join(folder, 'kubeconfig'),
    FLEET_REPOSITORY: `file://${join(folder, 'fleet.git')}`,
    NX_DAEMON: 'false',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'user.name',
    GIT_CONFIG_VALUE_0: 'reader',
    GIT_CONFIG_KEY_1: 'user.email',
    GIT_CONFIG_VALUE_1: 'reader@example.com',
  };
}

function git(folder: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr}`);
}

function withBothContexts(path: string): string {
  const config = JSON.parse(readFileSync(path, 'utf8')) as { contexts: { name: string; context: object }[] };
  const { context } = config.contexts[0]!;
  return JSON.stringify({ ...config, contexts: ['management', 'first'].map((name) => ({ name, context })) });
}

/** Plays what the installed Deployments would start, once their accounts are there. */
function controllerStarter({ plane, admission }: Cluster, parts: BedParts): () => Promise<void> {
  const waiting: { account: Account; start: () => Promise<void> }[] = [
    { account: ACCOUNTS.rollouts, start: () => startRollouts(plane, parts) },
    {
      account: ACCOUNTS.applicationController,
      async start() {
        await makeAll(admission, argocdSettings());
        await startArgocd(plane, parts);
      },
    },
  ];
  return async () => {
    for (const candidate of [...waiting]) {
      const { account: metadata } = candidate;
      if ((await admission.read({ apiVersion: 'v1', kind: 'ServiceAccount', metadata })) === undefined)
        continue;
      waiting.splice(waiting.indexOf(candidate), 1);
      await candidate.start();
    }
  };
}

function runBlock(
  block: string,
  { folder, env }: { folder: string; env: Record<string, string> },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', block], {
      cwd: folder,
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Unexpected(`this ended with ${code}:\n${block}\n${output.split('\n').slice(-20).join('\n')}`),
        );
    });
  });
}
