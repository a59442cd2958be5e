import type { Admission } from './admission.ts';
import type { Document } from './documents.ts';
import { nameOf, type Container, type Resource } from './resource.ts';
import { refuse, type Refusal } from './verdict.ts';
import { waitUntil } from './wait-until.ts';

/** Within which a change of a namespace or of its limits reaches the caches that admission reads. */
const SETTLE_SECONDS = 10;

type Amounts = Record<string, string>;

/**
 * Makes the namespace of a platform overlay for real, with its limits, in place of the previous cluster's, and returns
 * only when a control of each kind is judged by them: the server reads them from caches, so that without controls a pod
 * could be judged by another cluster's limits, or by none.
 */
export async function enterNamespace(
  admission: Admission,
  documents: readonly Document[],
): Promise<Refusal[]> {
  const [namespace] = ofKind(documents, 'Namespace');
  if (namespace === undefined) {
    return refuse('kustomization.yaml', 'Namespace', 'the overlay makes no namespace');
  }
  const { name } = namespace.resource.metadata;
  const made = await putAll(admission, [namespace]);
  for (const resource of harmlessLimits(name!)) await admission.put(resource);
  const limitRanges = ofKind(documents, 'LimitRange');
  const limits = await putAll(admission, limitRanges);
  const defaults = await controlDefaults(admission, namespace, limitRanges);
  const unlimited = await controlNoQuota(admission, namespace);
  const quotas = ofKind(documents, 'ResourceQuota');
  const refused = await putAll(admission, quotas);
  const controls = [
    controlPodSecurity(admission, namespace),
    // A quota that was not made limits nothing.
    ...(refused.length > 0 ? [] : quotas).map((quota) => controlQuota(admission, quota)),
  ];
  return [made, limits, defaults, unlimited, refused, ...(await Promise.all(controls))].flat();
}

function ofKind(documents: readonly Document[], kind: string): Document[] {
  return documents.filter(({ resource }) => resource.kind === kind);
}

/**
 * Limits that limit nothing, in place of those that another cluster has in its namespace of this name. The server keeps
 * removed ones for half a minute, replaced ones not.
 */
function harmlessLimits(namespace: string): Resource[] {
  const metadata = { name: 'platform', namespace };
  return [
    { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: [] } },
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { 'count/secrets': '1000000' } } },
  ];
}

async function putAll(admission: Admission, documents: readonly Document[]): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const { file, text, resource } of documents) {
    refusals.push(...refuse(file, nameOf(resource), await admission.put(resource, text)));
  }
  return refusals;
}

/** A container that states nothing gets what the LimitRange says, and is admitted. */
async function controlDefaults(
  admission: Admission,
  { file, resource }: Document,
  limitRanges: readonly Document[],
): Promise<Refusal[]> {
  const expected = JSON.stringify(containerDefaults(limitRanges[0]?.resource));
  let said = '';
  const settled = await waitUntil(SETTLE_SECONDS, async () => {
    const { stored, message } = await admission.preview(probePod(resource.metadata.name!, {}));
    said = message ?? JSON.stringify(storedDefaults(stored!));
    return said === expected || undefined;
  });
  if (settled) return [];
  return refuse(file, 'control pod', `a pod that states nothing got ${said}, expected ${expected}`);
}

function containerDefaults(limitRange: Resource | undefined): unknown {
  const { limits } = (limitRange?.spec ?? { limits: [] }) as {
    limits: { type: string; default?: Amounts; defaultRequest?: Amounts }[];
  };
  const container = limits.find(({ type }) => type === 'Container');
  return {
    limits: sortAmounts(container?.default),
    requests: sortAmounts({ ...container?.default, ...container?.defaultRequest }),
  };
}

function storedDefaults(pod: Resource): unknown {
  const { containers } = pod.spec as {
    containers: { resources: { limits?: Amounts; requests?: Amounts } }[];
  };
  const { limits, requests } = containers[0]!.resources;
  return { limits: sortAmounts(limits), requests: sortAmounts(requests) };
}

function sortAmounts(amounts: Amounts = {}): Amounts {
  return Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A pod that is larger than any quota is admitted before there is one. */
async function controlNoQuota(admission: Admission, { file, resource }: Document): Promise<Refusal[]> {
  const huge = { cpu: '100k', memory: '1Pi', 'nvidia.com/gpu': '10k' };
  const pod = probePod(resource.metadata.name!, { resources: { requests: huge, limits: huge } });
  let said: string | undefined;
  await waitUntil(SETTLE_SECONDS, async () => {
    said = await admission.tryToCreate(pod);
    return said === undefined || undefined;
  });
  return refuse(file, 'control pod', said);
}

/** A privileged pod is refused, by the version that the namespace asks for. */
async function controlPodSecurity(admission: Admission, { file, resource }: Document): Promise<Refusal[]> {
  const version = resource.metadata.labels?.['pod-security.kubernetes.io/enforce-version'];
  const pod = probePod(resource.metadata.name!, { securityContext: { privileged: true } });
  return controlRefusal(admission, { file, pod, expected: `violates PodSecurity "restricted:${version}"` });
}

/** A pod of ten times the quota is refused, by that quota. */
async function controlQuota(admission: Admission, { file, resource }: Document): Promise<Refusal[]> {
  const { hard } = resource.spec as { hard: Amounts };
  const amounts = tenfold(hard);
  if (Object.keys(amounts).length === 0) return [];
  const { name, namespace } = resource.metadata;
  const pod = probePod(namespace!, { resources: { requests: amounts, limits: amounts } });
  return controlRefusal(admission, { file, pod, expected: `exceeded quota: ${name}` });
}

const COMPUTE = /^(?:requests|limits)\.(cpu|memory|ephemeral-storage|[-.a-z0-9]+\/.+)$/;

function tenfold(hard: Amounts): Amounts {
  return Object.fromEntries(
    Object.entries(hard).flatMap(([key, amount]) => {
      const name = COMPUTE.exec(key)?.[1];
      return name === undefined ? [] : [[name, amount.replace(/^\d+/, '$&0')]];
    }),
  );
}

async function controlRefusal(
  admission: Admission,
  { file, pod, expected }: { file: string; pod: Resource; expected: string },
): Promise<Refusal[]> {
  let said: string | undefined;
  const settled = await waitUntil(SETTLE_SECONDS, async () => {
    said = await admission.tryToCreate(pod);
    return said?.includes(expected) || undefined;
  });
  if (settled) return [];
  return refuse(file, 'control pod', `expected a refusal with ${expected}, the server said ${said ?? 'yes'}`);
}

function probePod(namespace: string, container: Partial<Container>): Resource {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'control', namespace },
    spec: {
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [{ name: 'control', image: 'control', securityContext, ...container }],
    },
  };
}
