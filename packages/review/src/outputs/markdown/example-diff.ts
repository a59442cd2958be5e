import { diffLines } from 'diff';
import type { Example } from '../../review.ts';
import { codeBlock } from './escape-markdown.ts';
import { formatFile } from './phrases.ts';

/** Lines around a difference that are shown, and lines that are shown at most. */
const CONTEXT = 3;
const MOST = 60;

/** One place as a diff of its YAML. */
export function formatExample({ file, line, before = '', after = '' }: Example): string[] {
  if (before === '' && after === '') return [];
  const lines = cutContext(
    diffLines(`${before}\n`, `${after}\n`).flatMap(({ added, removed, value }) =>
      value
        .replace(/\n$/, '')
        .split('\n')
        .map((text) => `${added ? '+' : removed ? '-' : ' '}${text}`),
    ),
  );
  const rest = lines.length > MOST ? [`@@ ${lines.length - MOST} more lines @@`] : [];
  const text = [...lines.slice(0, MOST), ...rest].map((each) => each.slice(0, 300)).join('\n');
  return [`For example ${formatFile(file, line)}:`, '', codeBlock(text, 'diff')];
}

function cutContext(lines: readonly string[]): string[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((each) => !each.startsWith(' ')),
  );
  return lines.flatMap((line, index) => {
    if (isNear[index]) return [line];
    return index === 0 || isNear[index - 1] ? ['@@ … @@'] : [];
  });
}
