import { describe, expect, it } from 'vitest';
import type { Judged } from './compare.ts';
import { DIFFERENCES } from './differences.ts';
import type { Found } from './find-defects.ts';
import { formatReport, problemsOf, type ParityReport } from './report.ts';

const AGREED: Judged[] = Array.from({ length: 2000 }, () => ({
  pattern: 'Service: unchanged',
  server: undefined,
  ours: {},
}));

// One difference for each entry of the list.
const LISTED = [
  'NetworkPolicy /spec/egress/*: null',
  'LimitRange /spec: emptied',
  'Deployment /spec/template/spec/containers/*/lifecycle/preStop/sleep: emptied',
  'PodDisruptionBudget /metadata/name: upper case',
  'ServiceMonitor /spec/selector/matchLabels/*: long',
  'ScaledObject /spec/pollingInterval: above 32 bit',
].map((pattern): Judged => ({ pattern, server: undefined, ours: { schema: 'no' } }));

function defect(...by: string[]): Found {
  const set = { defect: 'a port that is not there', pattern: 'Service /spec/port: a port that is not there' };
  return { set, by } as unknown as Found;
}

function report(given: { judged?: Judged[]; defects?: Found[] } = {}): ParityReport {
  const { judged = [], defects = [defect('rule')] } = given;
  return { judged: [...AGREED, ...LISTED, ...judged], defects };
}

describe('problemsOf', () => {
  it('finds none where the differences are those that are listed', () => {
    expect(LISTED).toHaveLength(DIFFERENCES.length);
    expect(problemsOf(report())).toEqual([]);
  });

  it('names a difference that is not listed', () => {
    const judged: Judged[] = [
      { pattern: 'Service /spec: zero', server: 'no', ours: { upstream: undefined } },
      { pattern: 'Service /spec: empty', server: undefined, ours: { schema: 'must be object' } },
    ];
    expect(problemsOf(report({ judged }))).toEqual([
      'looser, and not listed: Service /spec: zero: no',
      'stricter, and not listed: Service /spec: empty: must be object',
    ]);
  });

  it("names an object to which the server's own code says something else, although another judge agrees", () => {
    const judged: Judged[] = [{ pattern: 'Service /spec: zero', server: 'no', ours: { schema: 'no' } }];
    expect(problemsOf(report({ judged }))).toEqual([
      "the server's own code differs: Service /spec: zero: no",
    ]);
  });

  it('names an entry of the list that nothing needs', () => {
    const [first, ...others] = LISTED;
    expect(problemsOf({ judged: [...AGREED, ...others], defects: [defect('rule')] })).toEqual([
      `listed, and no difference is so: ${DIFFERENCES[0]?.reason}`,
    ]);
    expect(first?.pattern).toMatch(DIFFERENCES[0]!.pattern);
  });

  it('misses its bars with few mutants and with defects that nothing finds', () => {
    expect(problemsOf({ judged: LISTED, defects: [defect('rule'), defect()] })).toEqual([
      '6 mutants, expected 2000',
      'all judges said the same in 0.00 %',
      '50.00 % of the defects were found',
    ]);
  });
});

describe('formatReport', () => {
  it('prints both figures, each reason with its count, and which defects were missed where', () => {
    const lines = formatReport(report({ defects: [defect('rule'), defect()] }));
    expect(lines.slice(0, 5)).toEqual([
      '2006 objects and mutants, 0 refused by the server',
      "judges that run the server's own code say what it says: 100.00 % (bar 99.50 %)",
      'all judges together say the same: 99.70 %; looser 0, stricter 6, stricter as their readers are 0',
      'or what the controller or webhook says that reads what it takes: 99.70 % (bar 99.50 %)',
      `  1 × ${DIFFERENCES[0]?.reason}`,
    ]);
    expect(lines.slice(-3)).toEqual([
      '2 defects that the server accepts, found by rules and judges: 50.00 % (bar 80.00 %)',
      '  1 of 2: a port that is not there; not Service /spec/port',
      'FAILED: 50.00 % of the defects were found',
    ]);
  });
});
