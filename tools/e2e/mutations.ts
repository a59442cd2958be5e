import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { applyJsonPatch, type PatchOperation } from '../proof/json-patch.ts';
import type { Admission } from './admission.ts';
import type { Document } from './documents.ts';
import type { ClusterOverlays, Overlay } from './fleets.ts';
import { judgeService, surroundingsOf } from './judge-fleet.ts';
import { nameOf, type Resource } from './resource.ts';

/** A defect put into a committed overlay, and what the server must say to it. */
export interface Mutation {
  /** The file's name: the defect in words. */
  name: string;
  /** `Kind/name` of the resource that a patch breaks. */
  resource?: string;
  patch?: PatchOperation[];
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

/** Judges a broken service of a cluster whose namespace was entered last. */
export async function judgeMutation(
  admission: Admission,
  cluster: ClusterOverlays,
  mutation: Mutation,
): Promise<MutationResult> {
  const [service] = cluster.services;
  const { refusals } = await judgeService(admission, mutate(service!, mutation), surroundingsOf(cluster));
  const { resource, message } = mutation.refused;
  const asExpected = refusals.some((found) => found.resource === resource && found.message.includes(message));
  if (asExpected) return { name: mutation.name };
  const said = refusals.map((found) => `${found.resource}: ${found.message}`).join('\n    ');
  return {
    name: mutation.name,
    problem: `expected ${resource}: ${message}\n    the server said ${said || 'yes'}`,
  };
}

/** The overlay with the defect. */
export function mutate(overlay: Overlay, { resource, patch = [], document }: Mutation): Overlay {
  if (document !== undefined) return { ...overlay, documents: [...overlay.documents, documentOf(document)] };
  const documents = overlay.documents.map((candidate) =>
    nameOf(candidate.resource) === resource
      ? documentOf(applyJsonPatch(candidate.resource, patch))
      : candidate,
  );
  return { ...overlay, documents };
}

function documentOf(resource: Resource): Document {
  return { file: 'mutation', text: JSON.stringify(resource), resource };
}
