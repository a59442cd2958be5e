import { describe, expect, it } from 'vitest';
import { wrapText } from './wrap-text.ts';

describe('wrapText', () => {
  it('keeps every line within 80 columns, with its indentation', () => {
    const lines = wrapText('word '.repeat(60).trim(), '    ').split('\n');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).toMatch(/^ {4}\S.{0,75}$/);
  });

  it('leaves a word that is longer whole, so that it can be copied', () => {
    const path = 'a'.repeat(100);
    expect(wrapText(`see ${path} there`, '  ')).toBe(`  see\n  ${path}\n  there`);
  });

  it('leaves a short text alone', () => {
    expect(wrapText('short', '  ')).toBe('  short');
  });
});
