import { describe, expect, it } from 'vitest';
import type { Finding } from '@fleetwright/findings';
import { exitCodeOf } from './command.ts';

const finding = (rule: string, more: Partial<Finding> = {}): Finding => ({
  rule,
  severity: 'error',
  message: '',
  ...more,
});

describe('exitCodeOf', () => {
  it.each<[string, Finding[], number]>([
    ['no finding', [], 0],
    ['a warning', [finding('plan/draft', { severity: 'warning' })], 0],
    ['a waived error', [finding('plan/x', { waiver: 'w' })], 0],
    ['an error', [finding('plan/x')], 1],
    ['drift', [finding('drift/changed')], 1],
    ['a value that is wrong', [finding('input/type')], 1],
    ['an input that is no YAML', [finding('input/yaml-syntax')], 2],
    ['an input that cannot be read', [finding('workspace/not-plain')], 2],
    ['a locked workspace', [finding('workspace/locked')], 2],
    ['an unreadable input beside an error', [finding('workspace/not-plain'), finding('plan/x')], 1],
    ['an environment that does not exist', [finding('workspace/unknown-environment')], 1],
  ])('%s', (_, findings, code) => {
    expect(exitCodeOf(findings)).toBe(code);
  });
});
