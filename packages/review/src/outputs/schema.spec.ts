import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reviewTrees } from '../review-trees.ts';
import { arbitraryReview } from '../testing/arbitrary-review.ts';
import { edit, REFERENCE_FLEET } from '../testing/reference-fleet.ts';
import { treeOf } from '../tree.ts';

const schema = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../schema/review.schema.json'), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

/** The review as a program reads it. */
function toJson(review: object): unknown {
  return JSON.parse(JSON.stringify(review));
}

describe('the schema of the review', () => {
  it('holds for a review of the fleet', async () => {
    const head = edit(
      REFERENCE_FLEET,
      /^clusters\/prod-.*\/triton\.yaml$/,
      /26\.07-py3|maxReplicaCount: 6/g,
      'other',
    );
    const review = await reviewTrees({ base: treeOf('base', REFERENCE_FLEET), head: treeOf('head', head) });
    expect(review.changes.length).toBeGreaterThan(0);
    validate(toJson(review));
    expect(validate.errors).toBe(null);
  });

  it('holds for any review', () => {
    fc.assert(
      fc.property(arbitraryReview, (review) => {
        validate(toJson(review));
        expect(validate.errors).toBe(null);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [{}, "must have required property 'version'"],
    [{ version: 2 }, 'must be equal to constant'],
    [{ changes: [{ action: 'moved' }] }, 'must be equal to one of the allowed values'],
  ])('refuses %j', (review, message) => {
    validate(review);
    expect(validate.errors?.map((error) => error.message)).toContain(message);
  });
});
