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
