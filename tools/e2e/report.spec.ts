import { describe, expect, it } from 'vitest';
import { formatReport, isPassed, type AdmissionReport } from './report.ts';
import type { Verdict } from './verdict.ts';

const GOOD: Verdict = {
  title: 'workspace: clusters/a/llm',
  kubernetes: '1.34',
  resources: 5,
  made: 2,
  refusals: [],
};
const BAD: Verdict = {
  title: 'workspace: clusters/b/llm',
  kubernetes: '1.31',
  resources: 3,
  made: 0,
  refusals: [{ file: 'triton.yaml', resource: 'Service/llm', message: 'spec.ports: Required value' }],
};
const REFUSED = { name: 'a bad port' };

function reportOf(changes: Partial<AdmissionReport>): AdmissionReport {
  return { server: '1.34', verdicts: [GOOD], mutations: [REFUSED], ...changes };
}

describe('formatReport', () => {
  it('closes with what was admitted and what passed', () => {
    expect(formatReport(reportOf({}))).toEqual([
      'ok    workspace: clusters/a/llm: 5 resources, 2 made of them',
      'ok    refused: a bad port',
      '7 resources admitted, 0 refused (2 of them pods and ReplicaSets made of templates)',
      '1 of 1 broken resources refused as expected',
      '2 passed, 0 failed',
    ]);
  });

  it("names what was refused with the server's message, and which clusters another version judged", () => {
    expect(formatReport(reportOf({ verdicts: [BAD] }))).toEqual([
      'FAIL  workspace: clusters/b/llm',
      '      triton.yaml: Service/llm: spec.ports: Required value',
      'ok    refused: a bad port',
      '1 overlays are for clusters of Kubernetes 1.31; they were judged by 1.34:',
      '      workspace: clusters/b/llm (1.31)',
      '2 resources admitted, 1 refused (0 of them pods and ReplicaSets made of templates)',
      '1 of 1 broken resources refused as expected',
      '1 passed, 1 failed',
    ]);
  });

  it('says what the server said to a broken resource that it should have refused otherwise', () => {
    const problem = 'expected Service/llm: must be between\n      the server said yes';
    expect(formatReport(reportOf({ mutations: [{ name: 'a bad port', problem }] })).slice(1, 3)).toEqual([
      'FAIL  not refused as expected: a bad port\n      expected Service/llm: must be between\n      the server said yes',
      '7 resources admitted, 0 refused (2 of them pods and ReplicaSets made of templates)',
    ]);
  });
});

describe('isPassed', () => {
  it.each([
    ['everything is as it should be', {}, true],
    ['something was refused', { verdicts: [GOOD, BAD] }, false],
    ['a broken resource was admitted', { mutations: [{ name: 'a bad port', problem: 'yes' }] }, false],
    ['nothing was judged', { verdicts: [] }, false],
    ['nothing was broken', { mutations: [] }, false],
  ])('is right when %s', (_, changes, passed) => {
    expect(isPassed(reportOf(changes))).toBe(passed);
  });
});
