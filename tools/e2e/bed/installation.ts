import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../resource.ts';
import type { ControlPlane } from '../start-control-plane.ts';
import { ARGOCD_NAMESPACE } from './bed.ts';
import { issueToken, type Account } from './identities.ts';

/** Who is who: every controller has an account of its own, with the roles that its project publishes. */
export const ACCOUNTS = {
  applicationController: { namespace: ARGOCD_NAMESPACE, name: 'argocd-application-controller' },
  applicationSetController: { namespace: ARGOCD_NAMESPACE, name: 'argocd-applicationset-controller' },
  repoServer: { namespace: ARGOCD_NAMESPACE, name: 'argocd-repo-server' },
  rollouts: { namespace: 'argo-rollouts', name: 'argo-rollouts' },
  kwok: { namespace: 'kwok', name: 'kwok-controller' },
  keda: { namespace: 'keda', name: 'keda-operator' },
  /** As whom Argo CD changes what is in a cluster. */
  manager: { namespace: 'kube-system', name: 'argocd-manager' },
} as const satisfies Record<string, Account>;

/** User name of an account, as the API server knows it. */
export function userOf({ namespace, name }: Account): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** The name in the certificate that the API server makes for itself. */
const SERVER_NAME = 'kubernetes.default.svc';

const RBAC = 'rbac.authorization.k8s.io/v1';

/** Accounts and roles of KWOK and of KEDA's stand-in. */
export function rolesOfCluster(kwokRole: Resource): Resource[] {
  return [
    ...[ACCOUNTS.kwok, ACCOUNTS.keda].map(({ namespace }) => namespaceOf(namespace)),
    kwokRole,
    role(ACCOUNTS.keda.name, [
      { apiGroups: ['keda.sh'], resources: ['scaledobjects'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['keda.sh'], resources: ['scaledobjects/status'], verbs: ['get', 'patch', 'update'] },
      { apiGroups: ['keda.sh'], resources: ['scaledobjects/finalizers'], verbs: ['update'] },
      {
        apiGroups: ['autoscaling'],
        resources: ['horizontalpodautoscalers'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
      },
    ]),
    ...[ACCOUNTS.kwok, ACCOUNTS.keda].flatMap(accountWithRole),
  ];
}

/** As whom Argo CD changes a cluster: what `argocd cluster add` makes. */
export function managerRoles(): Resource[] {
  const rules = [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ];
  return [role(ACCOUNTS.manager.name, rules), ...accountWithRole(ACCOUNTS.manager)];
}

/** A namespace with nothing but its name. */
export function namespaceOf(name: string): Resource {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function role(name: string, rules: readonly object[]): Resource {
  return { apiVersion: RBAC, kind: 'ClusterRole', metadata: { name }, rules } as Resource;
}

function accountWithRole({ namespace, name }: Account): Resource[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } },
    {
      apiVersion: RBAC,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', namespace, name }],
    } as Resource,
  ];
}

/** What argocd-server would make at its first start; it is not run, nobody looks at its pages here. */
export function argocdSettings(): Resource[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        namespace: ARGOCD_NAMESPACE,
        name: 'argocd-secret',
        labels: { 'app.kubernetes.io/name': 'argocd-secret', 'app.kubernetes.io/part-of': 'argocd' },
      },
      stringData: { 'server.secretkey': 'only-for-tests' },
    } as Resource,
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { namespace: ARGOCD_NAMESPACE, name: 'default' },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ server: '*', namespace: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    },
  ];
}

/** How Argo CD reaches each cluster. It tells clusters apart by their addresses, so that each has one of its own. */
export async function clusterSecrets(
  { api, port, group }: ControlPlane,
  names: readonly string[],
): Promise<Resource[]> {
  const bearerToken = await issueToken(api, ACCOUNTS.manager);
  const caData = readFileSync(join(group.state, 'apiserver.crt')).toString('base64');
  return names.map(
    (name, index) =>
      ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          namespace: ARGOCD_NAMESPACE,
          name: `cluster-${name}`,
          labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
        },
        stringData: {
          name,
          server: `https://${['127.0.0.1', 'localhost'][index]}:${port}`,
          config: JSON.stringify({ bearerToken, tlsClientConfig: { caData, serverName: SERVER_NAME } }),
        },
      }) as Resource,
  );
}

/** Sends the autoscalers' questions for external metrics to a port of loopback. */
export function metricsService(port: number): Resource[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: ACCOUNTS.keda.namespace, name: 'keda-operator-metrics-apiserver' },
      spec: { type: 'ExternalName', externalName: 'localhost' },
    },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.external.metrics.k8s.io' },
      spec: {
        service: { namespace: ACCOUNTS.keda.namespace, name: 'keda-operator-metrics-apiserver', port },
        group: 'external.metrics.k8s.io',
        version: 'v1beta1',
        insecureSkipTLSVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    },
  ];
}
