import { describe, expect, it } from 'vitest';
import type { Finding } from '@fleetwright/findings';
import { formatFindings } from './format-findings.ts';

const FINDING: Finding = {
  rule: 'input/unknown-field',
  severity: 'error',
  file: 'apps/chat/model-service.yaml',
  line: 12,
  column: 5,
  message: 'minReplica is no field of scaling.',
  related: [{ file: 'environments/dev/environment.yaml', line: 3, column: 1, message: 'The policy.' }],
  fix: 'Did you mean minReplicas?',
};

describe('formatFindings', () => {
  it('prints the place first, so that editors can follow it', () => {
    expect(formatFindings([FINDING], { colour: false })).toBe(`\
apps/chat/model-service.yaml:12:5  error  input/unknown-field
  minReplica is no field of scaling.
  see environments/dev/environment.yaml:3:1
    The policy.
  fix: Did you mean minReplicas?

`);
  });

  it('leaves out what is not known', () => {
    const finding: Finding = { rule: 'a/b', severity: 'warning', message: 'Text.' };
    expect(formatFindings([finding], { colour: false })).toBe('warning  a/b\n  Text.\n\n');
    expect(formatFindings([{ ...finding, file: 'x' }], { colour: false })).toContain('x  warning  a/b\n');
  });

  it('says once what holds for many whole files', () => {
    const findings = Array.from({ length: 12 }, (_, index): Finding => ({
      rule: 'drift/missing',
      severity: 'error',
      message: 'The file is missing.',
      file: `clusters/a/s${index}/triton.yaml`,
      fix: 'Run: fleetwright render',
    }));
    const changed: Finding = { ...findings[0]!, rule: 'drift/changed', message: 'The file was edited.' };
    expect(formatFindings([...findings, changed], { colour: false })).toBe(`\
12 files  error  drift/missing
  The file is missing.
    clusters/a/s0/triton.yaml
    clusters/a/s1/triton.yaml
    clusters/a/s2/triton.yaml
    clusters/a/s3/triton.yaml
    clusters/a/s4/triton.yaml
    clusters/a/s5/triton.yaml
    clusters/a/s6/triton.yaml
    clusters/a/s7/triton.yaml
    clusters/a/s8/triton.yaml
    clusters/a/s9/triton.yaml
    and 2 more; --format=json lists all
  fix: Run: fleetwright render

clusters/a/s0/triton.yaml  error  drift/changed
  The file was edited.
  fix: Run: fleetwright render

`);
  });

  it('never groups findings that have a line of their own', () => {
    expect(formatFindings([FINDING, FINDING], { colour: false }).split('fix:').length).toBe(3);
  });

  it('colours the severity only where asked to', () => {
    expect(formatFindings([FINDING], { colour: true })).toContain('\u001b[31merror\u001b[39m');
  });

  it('lets nothing that a message quotes steer the terminal', () => {
    const finding: Finding = { ...FINDING, message: 'found "\u001b[2J\u202ex"', file: 'a\u0007b' };
    const text = formatFindings([finding], { colour: false });
    expect(text).toContain('found "\\u001b[2J\\u202ex"');
    expect(text).toContain('a\\u0007b:12:5');
  });
});
