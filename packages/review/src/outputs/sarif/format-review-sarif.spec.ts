import { describe, expect, it } from 'vitest';
import { largeReview } from '../../testing/large-review.ts';
import { formatReviewSarif } from './format-review-sarif.ts';

interface Log {
  runs: { results: { ruleId: string; level: string; message: { text: string }; locations?: object[] }[] }[];
}

const review = largeReview({ services: 2, clusters: 2, changes: 2 });

function resultsOf(sarif: string): Log['runs'][0]['results'] {
  return (JSON.parse(sarif) as Log).runs[0]!.results;
}

function locationOf(uri: string, startLine?: number): object {
  return { physicalLocation: { artifactLocation: { uri }, ...(startLine && { region: { startLine } }) } };
}

describe('a review in SARIF', () => {
  it('places a risk at the edit that caused its change', () => {
    expect(resultsOf(formatReviewSarif(review, '1.2.3'))).toEqual([
      {
        ruleId: 'review/image-change',
        ruleIndex: 0,
        level: 'warning',
        message: {
          text: 'Rollout/<service> runs another image in triton (cluster-00, cluster-01 × all 2 services; production). Every pod is replaced, and engines and behaviour can depend on the release. Read the release notes between the two, and watch the canary.',
        },
        locations: [locationOf('environments/production/images.yaml', 9)],
      },
    ]);
  });

  it.each([
    ['its own file', { file: 'clusters/a/cluster.yaml', line: 3 }, locationOf('clusters/a/cluster.yaml', 3)],
    ['its own file without a line', { file: 'x.yaml' }, locationOf('x.yaml')],
    ['no file when it has no change', { changes: [] }, undefined],
  ])('places a risk at %s', (_, risk, location) => {
    const [result] = resultsOf(
      formatReviewSarif({ ...review, risks: [{ ...review.risks[0]!, ...risk }] }, '1'),
    );
    expect(result!.locations?.[0]).toEqual(location);
  });

  it('places a risk at the manifest when no file caused it', () => {
    const changes = review.changes.map((change) => ({ ...change, causes: [] }));
    const [result] = resultsOf(formatReviewSarif({ ...review, changes }, '1'));
    expect(result!.locations).toEqual([locationOf('clusters/cluster-01/service-000/triton.yaml', 200)]);
  });

  it('holds new findings and what could not be compared, and no fixed findings', () => {
    const finding = (rule: string) => ({ rule, severity: 'info' as const, message: 'Found x.' });
    const results = resultsOf(
      formatReviewSarif(
        {
          ...review,
          problems: [finding('manifest/yaml-syntax')],
          findings: { judged: true, new: [finding('a/new')], fixed: [finding('a/fixed')] },
        },
        '1',
      ),
    );
    expect(results.map(({ ruleId }) => ruleId)).toEqual([
      'manifest/yaml-syntax',
      'review/image-change',
      'a/new',
    ]);
  });
});
