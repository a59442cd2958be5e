import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectToApi, type ApiClient } from '../api-client.ts';
import { CannotRun } from '../cannot-run.ts';
import { writeKubeconfig, type ControlPlane } from '../start-control-plane.ts';

/** A ServiceAccount. */
export interface Account {
  namespace: string;
  name: string;
}

/** A token of an account, as a pod of it would have one: what its roles do not permit is refused. */
export async function issueToken(api: ApiClient, { namespace, name }: Account): Promise<string> {
  const { status, body } = await api.send({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 7200 } },
  });
  if (status !== 201) {
    throw new CannotRun(`No token for ${namespace}/${name}: ${(body as { message?: string }).message}`);
  }
  return (body as { status: { token: string } }).status.token;
}

/** Writes the kubeconfig of an account into the bed's state; its path is `kubeconfigOf(state, account.name)`. */
export async function giveKubeconfig({ api, port, group }: ControlPlane, account: Account): Promise<void> {
  writeKubeconfig(group.state, account.name, { port, token: await issueToken(api, account) });
}

/** A connection as an account. */
export async function connectAs({ api, port, group }: ControlPlane, account: Account): Promise<ApiClient> {
  const certificate = readFileSync(join(group.state, 'apiserver.crt'), 'utf8');
  return connectToApi({ port, token: await issueToken(api, account), certificate });
}
