import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { applyJsonPatch, type PatchOperation } from '../proof/json-patch.ts';
import type { Admission } from './admission.ts';
import type { Document } from './documents.ts';
import type { ClusterOverlays, Overlay } from './fleets.ts';
import { judgeCluster } from './judge-fleet.ts';
import { nameOf, type Resource } from './resource.ts';

/** A defect put into a committed overlay, and what the server must say to it. */
export interface Mutation {
  /** The file's name: the defect in words. */
  name: string;
  /** Patches by the `Kind/name` of the resource that they break. */
  patches?: Record<string, PatchOperation[]>;
  /** A broken resource of its own, of a kind that the overlay lacks. */
  document?: Resource;
  refused: { resource: string; message: string };
}

/** What became of a mutation; without a problem it was refused as expected. */
export interface MutationResult {
  name: string;
  problem?: string;
}

const FIXTURES = join(import.meta.dirname, 'fixtures');

/** The golden case that is broken: quota, limits and a mesh of sidecars apply to it. */
export const MUTATED_CLUSTER = 'an-environment-with-quota-windows-and-waves: clusters/prod-east';

/** Reads every mutation. A new one is a new file. */
export function readMutations(): Mutation[] {
  return readdirSync(FIXTURES)
    .sort()
    .map((file) => ({
      ...(load(readFileSync(join(FIXTURES, file), 'utf8')) as Omit<Mutation, 'name'>),
      name: file.replace('.yaml', '').replaceAll('-', ' '),
    }));
}

/** Judges a cluster with a defect in its platform or in its service. */
export async function judgeMutation(
  admission: Admission,
  cluster: ClusterOverlays,
  mutation: Mutation,
): Promise<MutationResult> {
  const verdicts = await judgeCluster(admission, mutateCluster(cluster, mutation));
  const refusals = verdicts.flatMap((verdict) => verdict.refusals);
  const { resource, message } = mutation.refused;
  const asExpected = refusals.some((found) => found.resource === resource && found.message.includes(message));
  if (asExpected) return { name: mutation.name };
  const said = refusals.map((found) => `${found.resource}: ${found.message}`).join('\n      ');
  return {
    name: mutation.name,
    problem: `expected ${resource}: ${message}\n      the server said ${said || 'yes'}`,
  };
}

/** A cluster with the defect. Throws when the defect touches nothing, since it would then prove nothing. */
export function mutateCluster(
  { platform, services, ...cluster }: ClusterOverlays,
  { name, patches = {}, document }: Mutation,
): ClusterOverlays {
  const untouched = new Set(Object.keys(patches));
  const patch = (overlay: Overlay): Overlay => ({
    ...overlay,
    documents: overlay.documents.map((original) => {
      const operations = patches[nameOf(original.resource)];
      untouched.delete(nameOf(original.resource));
      return operations ? documentOf(applyJsonPatch(original.resource, operations)) : original;
    }),
  });
  const mutated = { ...cluster, platform: platform && patch(platform), services: services.map(patch) };
  if (untouched.size > 0) throw new Error(`${name}: no resource ${[...untouched].join(', ')}`);
  if (document !== undefined) mutated.services[0]?.documents.push(documentOf(document));
  return mutated;
}

function documentOf(resource: Resource): Document {
  return { file: 'mutation', text: JSON.stringify(resource), resource };
}
