import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { codeBlock, codeSpan, escapeText, showInvisible } from './escape-markdown.ts';

/** As GitHub renders it, tags included: what is not escaped shows. */
function render(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** What a reader sees of HTML that may hold nothing but the given tags. */
function textOf(html: string, tags: string): string {
  const bare = html.replace(new RegExp(`</?(?:${tags})>`, 'g'), '').replaceAll('\u200b', '');
  expect(bare).not.toMatch(/[<>]/);
  return bare
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();
}

const HOSTILE = [
  '</details></summary><h1>approved</h1>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- fleetwright-review -->',
  '[click](https://evil.example)',
  '![](https://evil.example/pixel.png)',
  'https://evil.example/x and www.evil.example',
  'mail somebody@evil.example',
  '`code` ``more`` ```',
  '| a | b | \\| c',
  '**bold** _it_ __it__ ~~gone~~ *',
  '# heading',
  '> quote',
  '- item',
  '1. item',
  '---',
  '&lt;b&gt; &#64;team',
  '\\`\\*',
  '$\\href{https://evil.example}{x}$',
  '[^1]: note',
  '@acme/owners please approve #12 acme/fleet#12 GH-12 !34 :tada: ~label %1 &2',
  'a_b_c snake_case',
];

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: fc.constantFrom(...'`*_[]()<>!#@|\\&~-+.:;/"\'= \n1aw'), maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** What is shown of a text: runs of blanks are one. */
function shown(text: string): string {
  return showInvisible(text).replace(/\s+/g, ' ').trim();
}

describe('text of files in a comment', () => {
  it.each(HOSTILE)('is shown as it is: %s', (text) => {
    expect(textOf(render(escapeText(text)), 'p').replace(/\s+/g, ' ')).toBe(shown(text));
  });

  it('is shown as it is, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(textOf(render(escapeText(text)), 'p').replace(/\s+/g, ' ')).toBe(shown(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is one cell of a table, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, hostile, (text, code) => {
        const html = render(
          `| a | b | c |\n| --- | --- | --- |\n| ${escapeText(text)} | ${codeSpan(code)} | end |`,
        );
        const [, row = ''] = /<tbody>([^]*)<\/tbody>/.exec(html) ?? [];
        expect(row.match(/<td>/g)).toHaveLength(3);
        expect(row).toContain('<td>end</td>');
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['@acme/owners', '&#64;&#8203;acme/owners'],
    ['see #12', 'see &#35;&#8203;12'],
    ['GH-12', 'GH-&#8203;12'],
    ['https://x', 'https:&#8203;//x'],
    ['www.x', 'www&#8203;.x'],
    [':tada:', '&#58;&#8203;tada:'],
    ['!34', '&#33;&#8203;34'],
    ['26.07-py3 → 26.08-py3: a_b', '26.07-py3 → 26.08-py3: a_b'],
  ])('refers to nothing: %s', (text, markdown) => {
    expect(escapeText(text)).toBe(markdown);
  });

  it('shows what would be invisible or reorder the line', () => {
    expect(escapeText('a\u202eb\u200bc\u0000d\u2028e\tf')).toBe(
      'a&#92;u&#123;202e&#125;b&#92;u&#123;200b&#125;c&#92;u&#123;0&#125;d ↵ e f',
    );
  });

  it('takes no more room than it is given, however much is escaped', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 50 }), (text, most) => {
        expect(escapeText(text, most).length).toBeLessThanOrEqual(most);
      }),
    );
    expect(escapeText('<<<<', 12)).toBe('&#60;&#60;…');
  });
});

describe('code of files in a comment', () => {
  it('is a code span or plain text, and never markup', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(textOf(render(`x ${codeSpan(text)} y`), 'p|code').replace(/\s+/g, ' ')).toBe(
          shown(`x ${text} y`),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['', ''],
    ['a|b', 'a&#124;b'],
    ['a\nb', '`a ↵ b`'],
  ])('has as many marks as it needs: %j', (text, markdown) => {
    expect(codeSpan(text)).toBe(markdown);
  });

  it('in a block ends with the block alone', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 6 }), (lines) => {
        const html = render(`${codeBlock(lines.join('\n'), 'diff')}\n\nend`);
        expect(html.startsWith('<pre><code class="language-diff">')).toBe(true);
        expect(html.endsWith('</code></pre>\n<p>end</p>')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
