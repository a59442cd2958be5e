import { beforeAll, describe, expect, it } from 'vitest';
import { formatReviewMarkdown } from './outputs/index.ts';
import { reviewTrees } from './review-trees.ts';
import { largeFleet } from './testing/large-fleet.ts';
import { treeOf } from './tree.ts';

let comment = '';
let lines: string[] = [];

beforeAll(async () => {
  const { base, head } = largeFleet(500);
  comment = formatReviewMarkdown(
    await reviewTrees({ base: treeOf('base', base), head: treeOf('head', head) }),
  );
  lines = comment.slice(0, comment.indexOf('<details>')).trimEnd().split('\n');
}, 60_000);

const IMAGE = 'image of triton: 26.07-py3 → 26.08-py3';
const BATCH = 'dynamic_batching.max_queue_delay_microseconds: 2000 → 500';
const MOST = 'prod-eu-west, prod-us-east × all 500 services except service-006';

describe('the lines before the details of one image on two clusters and one batch setting everywhere', () => {
  it('are at most 40, of a comment that fits', () => {
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(comment.length).toBeLessThanOrEqual(60_000);
  });

  it.each([
    ['what changes?', [[IMAGE], [BATCH]]],
    ['from what to what?', [['26.07-py3 → 26.08-py3'], ['2000 → 500']]],
    [
      'where?',
      [
        [IMAGE, MOST],
        [BATCH, 'all 3 clusters × all 500 services'],
      ],
    ],
    ['where not?', [[IMAGE, 'except service-006']]],
    ['in how many places?', [['1,500 placements (500 services, 3 clusters)']]],
    [
      'why?',
      [
        [IMAGE, 'spec.defaults.triton.release 26.07 → 26.08', 'environments/production/environment.yaml:'],
        [BATCH, 'max_queue_delay_microseconds 2000 → 500 in', 'and 499 more files'],
      ],
    ],
    [
      'what is risky?',
      [
        ['image-change', 'runs another image in triton', MOST],
        ['model-change', 'configures a model differently'],
      ],
    ],
    [
      'what reaches production without a promotion?',
      [['**production** is reached', 'environments/production/environment.yaml was edited', MOST]],
    ],
    ['how many more GPUs does it take?', [['no pool needs other GPUs than before']]],
    ['what do the rules newly find?', [['**Findings**: 0 new']]],
  ])('answer: %s', (_, answers) => {
    for (const words of answers) {
      const line = lines.find((each) => words.every((word) => each.includes(word)));
      expect(line, words.join(' … ')).toBeDefined();
    }
  });
});
