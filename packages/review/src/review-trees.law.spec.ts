import { readManifests } from '@fleetwright/manifests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reviewTrees } from './review-trees.ts';
import type { Review } from './review.ts';
import { REFERENCE_FLEET, type Texts } from './testing/reference-fleet.ts';
import { treeOf } from './tree.ts';

function review(base: Texts, head: Texts): Promise<Review> {
  return reviewTrees({ base: treeOf('base', base), head: treeOf('head', head) });
}

const FILES = Object.keys(REFERENCE_FLEET).filter(
  (path) => /^clusters\/[^/]+\/[^/]+\/\w.*\.yaml$/.test(path) && !/kustomization|placement|values/.test(path),
);

/** Edits that fit many files: what each replaces, and by what. */
const EDITS: readonly (readonly [RegExp, string])[] = [
  [/26\.07-py3/g, '26.08-py3'],
  [/max_queue_delay_microseconds: \d+/g, 'max_queue_delay_microseconds: 77'],
  [/failureThreshold: \d+/g, 'failureThreshold: 9'],
  [/maxReplicaCount: \d+/g, 'maxReplicaCount: 8'],
  [/for: 300s/g, 'for: 301s'],
  [/timeout: 10s/g, 'timeout: 11s'],
  [/port: 8000/g, 'port: 8888'],
  [/fleetwright\.dev\/team: (\w+)/g, 'fleetwright.dev/team: $1x'],
];

const change = fc.record({
  edit: fc.constantFrom(...EDITS),
  files: fc.subarray(FILES, { minLength: 1, maxLength: 12 }),
});
const changes = fc.array(change, { minLength: 1, maxLength: 5 });

function apply(texts: Texts, edits: readonly { edit: readonly [RegExp, string]; files: string[] }[]): Texts {
  const edited = { ...texts };
  for (const { edit, files } of edits)
    for (const file of files) edited[file] = edited[file]!.replace(edit[0], edit[1]);
  return edited;
}

describe('a review', () => {
  it('of a tree with itself is empty', async () => {
    const { verdict, changes, risks, gpus, canaries, problems, counts } = await review(REFERENCE_FLEET, {
      ...REFERENCE_FLEET,
    });
    expect(verdict).toEqual({ level: 'empty', sentence: 'Nothing changes on any cluster.' });
    expect({ changes, risks, gpus, canaries, problems }).toEqual({
      changes: [],
      risks: [],
      gpus: [],
      canaries: [],
      problems: [],
    });
    expect(counts.objectsCompared).toBe(0);
  });

  it('of the same objects written in another way is empty', async () => {
    const rewritten = Object.entries(REFERENCE_FLEET).map(([path, text]) => {
      if (!FILES.includes(path)) return [path, text] as const;
      const objects = readManifests(path, text).manifests.map(({ object }) =>
        JSON.stringify(reverseKeys(object), undefined, 1),
      );
      return [path, objects.reverse().join('\n---\n')] as const;
    });
    const { changes, counts, problems } = await review(REFERENCE_FLEET, Object.fromEntries(rewritten));
    expect({ changes, problems }).toEqual({ changes: [], problems: [] });
    expect(counts.objectsCompared).toBeGreaterThan(100);
  });

  it('of another header and other comments is empty', async () => {
    const rewritten = Object.entries(REFERENCE_FLEET).map(
      ([path, text]) => [path, text.replace(/^#.*\n/gm, '') + '# end\n'] as const,
    );
    expect((await review(REFERENCE_FLEET, Object.fromEntries(rewritten))).changes).toEqual([]);
  });

  it('has each difference of each object in exactly one group', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (edits) => {
        const { changes: groups, counts } = await review(REFERENCE_FLEET, apply(REFERENCE_FLEET, edits));
        const inGroups = groups.flatMap(({ fields, places }) =>
          fields.map(({ variants }) =>
            variants === undefined
              ? places.count
              : variants.reduce((sum, variant) => sum + variant.places.count, 0),
          ),
        );
        expect(inGroups.reduce((sum, count) => sum + count, 0)).toBe(counts.fieldsChanged);
        for (const { places } of groups)
          expect(places.count).toBe(
            places.clusters.reduce((sum, { services }) => sum + services.length, 0) + places.folders.length,
          );
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  it('says the opposite the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (edits) => {
        const head = apply(REFERENCE_FLEET, edits);
        const [there, back] = await Promise.all([
          review(REFERENCE_FLEET, head),
          review(head, REFERENCE_FLEET),
        ]);
        const pairs = ({ changes: groups }: Review, turned: boolean) =>
          groups
            .flatMap(({ fields, places }) =>
              fields.map(({ object, path, from, to }) =>
                [object, path, turned ? to : from, turned ? from : to, places.expression].join('|'),
              ),
            )
            .sort();
        expect(pairs(back, true)).toEqual(pairs(there, false));
      }),
      { numRuns: 10, seed: 2 },
    );
  });

  it('survives JSON unchanged, and is the same when it is made again', async () => {
    const [edits] = fc.sample(changes, { numRuns: 1, seed: 3 });
    const head = apply(REFERENCE_FLEET, edits!);
    const first = await review(REFERENCE_FLEET, head);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(await review(REFERENCE_FLEET, head)).toEqual(first);
  });
});

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reverseKeys(item)]),
  );
}
