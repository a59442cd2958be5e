import type { MeshFacts } from './fleets.ts';
import type { Container, Metadata, PodSpec, PodTemplate } from './resource.ts';

// Images are never pulled here; this one only has to be a name.
const IMAGE = 'docker.io/istio/proxyv2';

const UNPRIVILEGED = {
  allowPrivilegeEscalation: false,
  privileged: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsUser: 1337,
  runAsGroup: 1337,
  runAsNonRoot: true,
};

/** What redirects traffic inside the pod where no node agent does it. */
const REDIRECTING = {
  allowPrivilegeEscalation: false,
  privileged: false,
  capabilities: { add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] },
  readOnlyRootFilesystem: false,
  runAsUser: 0,
  runAsGroup: 0,
  runAsNonRoot: false,
};

/** What a default installation gives a proxy whose pod says nothing. */
const DEFAULT_RESOURCES = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '2', memory: '1Gi' },
};

/**
 * The pod that Istio's webhook makes of a template: the proxy, the step before it, and their volumes, as its
 * injection template has them.
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export function injectProxy(template: PodTemplate, mesh: MeshFacts): PodTemplate {
  if (mesh.mode !== 'sidecar') return template;
  const resources = proxyResources(template.metadata?.annotations ?? {});
  const proxy: Container = {
    name: 'istio-proxy',
    image: IMAGE,
    args: ['proxy', 'sidecar'],
    ports: [{ name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' }],
    readinessProbe: { httpGet: { path: '/healthz/ready', port: 15021 } },
    resources,
    securityContext: UNPRIVILEGED,
    volumeMounts: PROXY_MOUNTS,
  };
  const first: Container = {
    name: mesh.cni ? 'istio-validation' : 'istio-init',
    image: IMAGE,
    args: ['istio-iptables'],
    resources,
    securityContext: mesh.cni ? UNPRIVILEGED : REDIRECTING,
  };
  return { ...template, spec: addContainers(template.spec, { first, proxy, native: mesh.nativeSidecars }) };
}

/** Whether Istio adds its proxy: the pod's own label wins over the namespace's. */
export function isInjected(pod: Metadata | undefined, namespace: Metadata): boolean {
  const own = pod?.labels?.['sidecar.istio.io/inject'];
  if (own !== undefined) return own === 'true';
  if (pod?.labels?.['istio.io/rev'] !== undefined) return true;
  return (
    namespace.labels?.['istio-injection'] === 'enabled' || namespace.labels?.['istio.io/rev'] !== undefined
  );
}

// One annotation replaces all defaults: a pod that states requests gets a proxy without limits.
function proxyResources(annotations: Record<string, string>): unknown {
  const read = (suffix: string): Record<string, string> | undefined => {
    const cpu = annotations[`sidecar.istio.io/proxyCPU${suffix}`];
    const memory = annotations[`sidecar.istio.io/proxyMemory${suffix}`];
    if (cpu === undefined && memory === undefined) return undefined;
    return { ...(cpu && { cpu }), ...(memory && { memory }) };
  };
  const requests = read('');
  const limits = read('Limit');
  return requests === undefined && limits === undefined ? DEFAULT_RESOURCES : { requests, limits };
}

function addContainers(
  spec: PodSpec,
  { first, proxy, native }: { first: Container; proxy: Container; native: boolean },
): PodSpec {
  const initContainers = spec.initContainers ?? [];
  return {
    ...spec,
    initContainers: native
      ? [first, { ...proxy, restartPolicy: 'Always' }, ...initContainers]
      : [first, ...initContainers],
    containers: native ? spec.containers : [proxy, ...spec.containers],
    volumes: [...PROXY_VOLUMES, ...(spec.volumes ?? [])],
  };
}

const PROXY_MOUNTS = [
  { name: 'workload-socket', mountPath: '/var/run/secrets/workload-spiffe-uds' },
  { name: 'credential-socket', mountPath: '/var/run/secrets/credential-uds' },
  { name: 'workload-certs', mountPath: '/var/run/secrets/workload-spiffe-credentials' },
  { name: 'istiod-ca-cert', mountPath: '/var/run/secrets/istio' },
  { name: 'istio-data', mountPath: '/var/lib/istio/data' },
  { name: 'istio-envoy', mountPath: '/etc/istio/proxy' },
  { name: 'istio-token', mountPath: '/var/run/secrets/tokens' },
  { name: 'istio-podinfo', mountPath: '/etc/istio/pod' },
];

const PROXY_VOLUMES = [
  { name: 'workload-socket', emptyDir: {} },
  { name: 'credential-socket', emptyDir: {} },
  { name: 'workload-certs', emptyDir: {} },
  { name: 'istiod-ca-cert', configMap: { name: 'istio-ca-root-cert' } },
  { name: 'istio-data', emptyDir: {} },
  { name: 'istio-envoy', emptyDir: { medium: 'Memory' } },
  {
    name: 'istio-token',
    projected: {
      sources: [
        { serviceAccountToken: { path: 'istio-token', expirationSeconds: 43200, audience: 'istio-ca' } },
      ],
    },
  },
  {
    name: 'istio-podinfo',
    downwardAPI: {
      items: [
        { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
        { path: 'annotations', fieldRef: { fieldPath: 'metadata.annotations' } },
      ],
    },
  },
];
