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
  /** A connection as its administrator. */
  api: ApiClient;
  port: number;
  /** Its processes; others that are added end with them. */
  group: ProcessGroup;
  stop(): void;
}

/** How a control plane is started. */
export interface ControlPlaneOptions {
  binary: string;
  /** Controllers of kube-controller-manager. */
  controllers: readonly string[];
  /** Further flags of the API server, which may name files of the state folder. */
  apiServerFlags?: (state: string) => readonly string[];
  controllerManagerFlags?: readonly string[];
}

const START_SECONDS = 90;

/** Off by default in Kubernetes 1.34, and used by clusters that deliver models as images. */
const FEATURE_GATES = 'ImageVolume=true';

/** Users of the API server; the roles of all but the first come with Kubernetes. */
const USERS = {
  admin: 'admin,admin,system:masters',
  'controller-manager': 'system:kube-controller-manager,controller-manager',
  scheduler: 'system:kube-scheduler,scheduler',
};

/** What needs no quota, account or namespace to be there; the quota controller publishes quotas, which admission reads. */
export const ADMISSION_CONTROLLERS = [
  'namespace-controller',
  'resourcequota-controller',
  'serviceaccount-controller',
];

/** Starts etcd, kube-apiserver and kube-controller-manager on free ports of loopback, with new and empty state. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const group = openProcessGroup(join(CACHE, 'running'));
  try {
    const [port, etcdPort, peerPort] = await freePorts(3);
    const tokens = writeSecrets(group.state);
    startEtcd(group, options.binary, { port: etcdPort!, peerPort: peerPort! });
    startApiServer(group, options, { port: port!, etcdPort: etcdPort! });
    const api = await connectWhenReady(group, { port: port!, token: tokens.admin! });
    for (const [user, token] of Object.entries(tokens))
      writeKubeconfig(group.state, user, { port: port!, token });
    startControllerManager(group, options);
    return { api, port: port!, group, stop: () => (api.close(), group.stop()) };
  } catch (error) {
    group.stop();
    throw error;
  }
}

/** Ports of loopback that nothing listens on. */
export async function freePorts(count: number): Promise<number[]> {
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

/** The kubeconfig of a user in the state folder. */
export function kubeconfigOf(state: string, user: string): string {
  return join(state, `${user}.kubeconfig`);
}

/** Writes the kubeconfig of a user. */
export function writeKubeconfig(
  state: string,
  user: string,
  { port, token }: Omit<ApiAccess, 'certificate'>,
): void {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'e2e',
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user } }],
    clusters: [
      {
        name: 'e2e',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'certificate-authority': join(state, 'apiserver.crt'),
        },
      },
    ],
    users: [{ name: user, user: { token } }],
  };
  writeFileSync(kubeconfigOf(state, user), JSON.stringify(config), { mode: 0o600 });
}

function writeSecrets(state: string): Record<string, string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const tokens = Object.fromEntries(
    Object.keys(USERS).map((user) => [user, randomBytes(16).toString('hex')]),
  );
  const lines = Object.entries(USERS).map(([user, identity]) => `${tokens[user]},${identity}\n`);
  writeFileSync(join(state, 'accounts.key'), privateKey, { mode: 0o600 });
  writeFileSync(join(state, 'accounts.pub'), publicKey);
  writeFileSync(join(state, 'tokens.csv'), lines.join(''), { mode: 0o600 });
  return tokens;
}

function startEtcd(
  group: ProcessGroup,
  binary: string,
  { port, peerPort }: { port: number; peerPort: number },
): void {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const args = [
    'etcd',
    `--data-dir=${join(group.state, 'etcd')}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ];
  group.start({ name: 'etcd', command: binary, args });
}

function startApiServer(
  group: ProcessGroup,
  { binary, apiServerFlags }: ControlPlaneOptions,
  { port, etcdPort }: { port: number; etcdPort: number },
): void {
  const args = [
    'apiserver',
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
    ...(apiServerFlags?.(group.state) ?? []),
  ];
  group.start({ name: 'apiserver', command: binary, args });
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

function startControllerManager(
  group: ProcessGroup,
  { binary, controllers, controllerManagerFlags = [] }: ControlPlaneOptions,
): void {
  const args = [
    'controller-manager',
    `--kubeconfig=${kubeconfigOf(group.state, 'controller-manager')}`,
    '--leader-elect=false',
    '--secure-port=0',
    `--controllers=${controllers.join(',')}`,
    `--service-account-private-key-file=${join(group.state, 'accounts.key')}`,
    `--root-ca-file=${join(group.state, 'apiserver.crt')}`,
    '--use-service-account-credentials',
    ...controllerManagerFlags,
  ];
  group.start({ name: 'controller-manager', command: binary, args });
}
