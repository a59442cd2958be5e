import type { Admission } from './admission.ts';
import type { Document } from './documents.ts';
import { enterNamespace } from './enter-namespace.ts';
import type { ClusterOverlays, Overlay } from './fleets.ts';
import { podsOf, type PodSurroundings } from './pods-of.ts';
import { nameOf } from './resource.ts';
import { judgeDocument, judgeMade, refuse, type Refusal, type Verdict } from './verdict.ts';

/** Kinds that are made for real, since admission of others looks them up. */
const MADE_BY_ENTERING = ['Namespace', 'LimitRange', 'ResourceQuota'];

/**
 * Judges everything that is synced to a cluster, in the namespace that its platform overlay makes. Clusters are judged
 * one after another: on one API server, each takes the place of the one before.
 */
export async function judgeCluster(admission: Admission, cluster: ClusterOverlays): Promise<Verdict[]> {
  const { kubernetes } = cluster.facts;
  if (cluster.platform === undefined) {
    return cluster.services.map(({ title, documents }) => ({
      title,
      kubernetes,
      resources: documents.length,
      made: 0,
      refusals: refuse(
        'kustomization.yaml',
        'overlay',
        `${cluster.title}/platform is missing: nothing makes its namespace`,
      ),
    }));
  }
  const platform = await judgePlatform(admission, cluster.platform);
  const surroundings = surroundingsOf(cluster);
  const services: Verdict[] = [];
  for (const overlay of cluster.services) services.push(await judgeService(admission, overlay, surroundings));
  return [platform, ...services].map((verdict) => ({ ...verdict, kubernetes }));
}

/** What a cluster's pods find around them. */
function surroundingsOf({ facts, platform }: ClusterOverlays): PodSurroundings {
  const namespace = platform?.documents.find(({ resource }) => resource.kind === 'Namespace');
  return { mesh: facts.mesh, namespace: namespace?.resource.metadata ?? {} };
}

async function judgePlatform(admission: Admission, { title, documents }: Overlay): Promise<Verdict> {
  const entered = await enterNamespace(admission, documents);
  const others = documents.filter(({ resource }) => !MADE_BY_ENTERING.includes(resource.kind));
  const refusals = await Promise.all(others.map((document) => judgeDocument(admission, document)));
  return { title, resources: documents.length, made: 0, refusals: [...entered, ...refusals.flat()] };
}

/** Judges the overlay of a service. Its accounts exist meanwhile, without which no pod is admitted. */
async function judgeService(
  admission: Admission,
  { title, documents }: Overlay,
  surroundings: PodSurroundings,
): Promise<Verdict> {
  const accounts = documents.filter(({ resource }) => resource.kind === 'ServiceAccount');
  const others = documents.filter(({ resource }) => resource.kind !== 'ServiceAccount');
  const made = others.flatMap((document) =>
    podsOf(document.resource, surroundings).map((resource) => ({ document, resource })),
  );
  const refusals = [await Promise.all(accounts.map((document) => makeAccount(admission, document)))];
  refusals.push(await Promise.all(others.map((document) => judgeDocument(admission, document))));
  refusals.push(
    await Promise.all(made.map(({ document, resource }) => judgeMade(admission, document, resource))),
  );
  await Promise.all(accounts.map(({ resource }) => admission.remove(resource)));
  return { title, resources: documents.length, made: made.length, refusals: refusals.flat(2) };
}

async function makeAccount(admission: Admission, { file, text, resource }: Document): Promise<Refusal[]> {
  return refuse(file, nameOf(resource), await admission.put(resource, text));
}

/** Judges what Argo CD itself runs on, in its own namespace, which is not ours to make. */
export async function judgeEnvironment(
  admission: Admission,
  { title, documents }: Overlay,
): Promise<Verdict> {
  const namespaces = new Set(documents.map(({ resource }) => resource.metadata.namespace));
  for (const name of namespaces) {
    await admission.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  const refusals = await Promise.all(documents.map((document) => judgeDocument(admission, document)));
  return { title, resources: documents.length, made: 0, refusals: refusals.flat() };
}
