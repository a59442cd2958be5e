import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectToApi, type ApiAccess, type ApiClient } from './api-client.ts';
import { CACHE } from './build-control-plane.ts';
import { CannotRun } from './cannot-run.ts';
import { openProcessGroup, type ProcessGroup } from './processes.ts';
import { waitUntil } from './wait-until.ts';

/** A running API server with what it needs. */
export interface ControlPlane {
  api: ApiClient;
  stop(): void;
}

const START_SECONDS = 90;

/** Off by default in Kubernetes 1.34, and used by clusters that deliver models as images. */
const FEATURE_GATES = 'ImageVolume=true';

/** What judges nothing is not started. The quota controller publishes quotas, which admission reads. */
const CONTROLLERS = ['namespace-controller', 'resourcequota-controller', 'serviceaccount-controller'];

/** Starts etcd, kube-apiserver and kube-controller-manager on free ports of loopback, with new and empty state. */
export async function startControlPlane(binary: string): Promise<ControlPlane> {
  const group = openProcessGroup(binary, join(CACHE, 'running'));
  try {
    const api = await startServers(group);
    return { api, stop: () => (api.close(), group.stop()) };
  } catch (error) {
    group.stop();
    throw error;
  }
}

async function startServers(group: ProcessGroup): Promise<ApiClient> {
  const [port, etcdPort, peerPort] = await freePorts(3);
  const token = randomBytes(16).toString('hex');
  writeSecrets(group.state, token);
  startEtcd(group, etcdPort!, peerPort!);
  startApiServer(group, port!, etcdPort!);
  const api = await connectWhenReady(group, { port: port!, token });
  writeKubeconfig(group.state, { port: port!, token });
  startControllerManager(group);
  return api;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function writeSecrets(state: string, token: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(join(state, 'accounts.key'), privateKey, { mode: 0o600 });
  writeFileSync(join(state, 'accounts.pub'), publicKey);
  writeFileSync(join(state, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
}

function startEtcd(group: ProcessGroup, port: number, peerPort: number): void {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  group.start('etcd', [
    `--data-dir=${join(group.state, 'etcd')}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ]);
}

function startApiServer(group: ProcessGroup, port: number, etcdPort: number): void {
  group.start('apiserver', [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    // Without a certificate the server writes one that it signed itself.
    `--cert-dir=${group.state}`,
    `--token-auth-file=${join(group.state, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    // As clusters have it: what refuses a privileged pod is to be Pod Security.
    '--allow-privileged=true',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(group.state, 'accounts.pub')}`,
    `--service-account-signing-key-file=${join(group.state, 'accounts.key')}`,
    `--feature-gates=${FEATURE_GATES}`,
  ]);
}

async function connectWhenReady(
  group: ProcessGroup,
  access: Omit<ApiAccess, 'certificate'>,
): Promise<ApiClient> {
  const file = join(group.state, 'apiserver.crt');
  const api = await waitUntil(START_SECONDS, async () => {
    throwIfFailed(group.failure());
    if (!existsSync(file)) return undefined;
    const client = connectToApi({ ...access, certificate: readFileSync(file, 'utf8') });
    const ready = await client.send({ method: 'GET', path: '/readyz' }).catch(() => undefined);
    if (ready?.status === 200) return client;
    client.close();
    return undefined;
  });
  if (api === undefined) throw new CannotRun(`The API server was not ready within ${START_SECONDS} s.`);
  return api;
}

function throwIfFailed(failure: string | undefined): void {
  if (failure !== undefined) throw new CannotRun(`The control plane did not start: ${failure}`);
}

function writeKubeconfig(state: string, { port, token }: Omit<ApiAccess, 'certificate'>): void {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'e2e',
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'admin' } }],
    clusters: [
      {
        name: 'e2e',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'certificate-authority': join(state, 'apiserver.crt'),
        },
      },
    ],
    users: [{ name: 'admin', user: { token } }],
  };
  writeFileSync(join(state, 'kubeconfig'), JSON.stringify(config), { mode: 0o600 });
}

function startControllerManager(group: ProcessGroup): void {
  group.start('controller-manager', [
    `--kubeconfig=${join(group.state, 'kubeconfig')}`,
    '--leader-elect=false',
    '--secure-port=0',
    `--controllers=${CONTROLLERS.join(',')}`,
    `--service-account-private-key-file=${join(group.state, 'accounts.key')}`,
    `--root-ca-file=${join(group.state, 'apiserver.crt')}`,
    '--use-service-account-credentials',
  ]);
}
