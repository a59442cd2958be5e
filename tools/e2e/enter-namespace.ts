import type { Admission } from './admission.ts';
import type { Document } from './documents.ts';
import { nameOf, type Container, type Resource } from './resource.ts';
import { refuse, type Refusal } from './verdict.ts';
import { waitUntil } from './wait-until.ts';

/** The server caches quotas and limits; what it looked up when there were none it keeps for half a minute. */
const SETTLE_SECONDS = 40;

const LIMITS = ['LimitRange', 'ResourceQuota'];

type Amounts = Record<string, string>;

/** Whether a platform overlay sets limits. Namespaces without are entered first, see `enterNamespace`. */
export function setsLimits(documents: readonly Document[]): boolean {
  return documents.some(({ resource }) => LIMITS.includes(resource.kind));
}

/**
 * Makes the namespace of a platform overlay for real, with its limits, in place of the previous cluster's, and returns
 * only when a control of each kind is judged by them: the server reads them from caches, so that without controls a pod
 * could be judged by another cluster's limits, or by none.
 */
export async function enterNamespace(
  admission: Admission,
  documents: readonly Document[],
): Promise<Refusal[]> {
  const ofKind = (kind: string): Document[] => documents.filter(({ resource }) => resource.kind === kind);
  const [namespace] = ofKind('Namespace');
  if (namespace === undefined)
    return refuse('kustomization.yaml', 'Namespace', 'the overlay makes no namespace');
  const { name } = namespace.resource.metadata;
  const steps = [
    ...(await putAll(admission, [namespace])),
    ...(await removeLimits(admission, name!, documents)),
    ...(await putAll(admission, ofKind('LimitRange'))),
    ...(await controlDefaults(admission, namespace, ofKind('LimitRange'))),
    ...(await putAll(admission, ofKind('ResourceQuota'))),
  ];
  const controls = [
    controlPodSecurity(admission, namespace),
    ...ofKind('ResourceQuota').map((quota) => controlQuota(admission, quota)),
  ];
  return [...steps, ...(await Promise.all(controls)).flat()];
}

async function putAll(admission: Admission, documents: readonly Document[]): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const { file, text, resource } of documents) {
    refusals.push(...refuse(file, nameOf(resource), await admission.put(resource, text)));
  }
  return refusals;
}

/** The limits of another cluster that had a namespace of this name. Ours all bear one name. */
async function removeLimits(
  admission: Admission,
  namespace: string,
  documents: readonly Document[],
): Promise<Refusal[]> {
  for (const kind of LIMITS.filter((limit) => !documents.some(({ resource }) => resource.kind === limit))) {
    await admission.remove({ apiVersion: 'v1', kind, metadata: { name: 'platform', namespace } });
  }
  return [];
}

/** A container that states nothing gets what the LimitRange says, and is admitted. */
async function controlDefaults(
  admission: Admission,
  { file, resource }: Document,
  limitRanges: readonly Document[],
): Promise<Refusal[]> {
  const expected = JSON.stringify(limitRanges.map(({ resource: range }) => containerDefaults(range)));
  let said = '';
  const settled = await waitUntil(SETTLE_SECONDS, async () => {
    const { stored, message } = await admission.preview(probePod(resource.metadata.name!, {}));
    said = message ?? JSON.stringify(storedDefaults(stored!, limitRanges.length > 0));
    return said === expected || undefined;
  });
  return settled
    ? []
    : refuse(file, 'control pod', `a pod that states nothing got ${said}, expected ${expected}`);
}

function containerDefaults({ spec }: Resource): [Amounts, Amounts] {
  const { limits } = spec as { limits: { type: string; default?: Amounts; defaultRequest?: Amounts }[] };
  const container = limits.find(({ type }) => type === 'Container');
  return [sorted(container?.default), sorted({ ...container?.default, ...container?.defaultRequest })];
}

function storedDefaults(pod: Resource, limited: boolean): [Amounts, Amounts][] {
  const { containers } = pod.spec as {
    containers: { resources: { limits?: Amounts; requests?: Amounts } }[];
  };
  const { limits, requests } = containers[0]!.resources;
  return limited || limits || requests ? [[sorted(limits), sorted(requests)]] : [];
}

function sorted(amounts: Amounts = {}): Amounts {
  return Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)));
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
  const amounts = Object.fromEntries(
    Object.entries(hard).flatMap(([key, amount]) => {
      const [, name] =
        /^(?:(?:requests|limits)\.)?(cpu|memory|ephemeral-storage|[-.a-z]+\/.+)$/.exec(key) ?? [];
      return name === undefined || name.startsWith('count/') ? [] : [[name, amount.replace(/^\d+/, '$&0')]];
    }),
  ) as Amounts;
  const [example] = Object.keys(amounts);
  if (example === undefined) return [];
  const { name, namespace } = resource.metadata;
  const pod = probePod(namespace!, { resources: { requests: amounts, limits: amounts } });
  return controlRefusal(admission, { file, pod, expected: `exceeded quota: ${name}` });
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
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: 'control', image: 'control', securityContext, ...container }],
    },
  };
}
