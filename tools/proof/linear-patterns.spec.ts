import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { check } from 'recheck';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';

const PACKAGES = resolve(import.meta.dirname, '../../packages');

/** Patterns whose texts are short, whoever writes them, and why. */
const SHORT: Readonly<Record<string, string>> = {
  '\\B(?=(?:\\d{3})+$)': 'the digits of a number',
};

interface Pattern {
  place: string;
  source: string;
  flags: string;
}

/** Sources that read what users write: no tests, nothing generated. */
function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.spec\.ts$|(?:^|\/)testing|(?:^|\/)generated\//.test(file))
    .map((file) => join(folder, file));
}

function listPatterns(file: string): Pattern[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const patterns: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) patterns.push(toPattern(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return patterns;
}

function toPattern(node: ts.RegularExpressionLiteral, source: ts.SourceFile): Pattern {
  const end = node.text.lastIndexOf('/');
  const [body, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return {
    place: `${relative(PACKAGES, source.fileName)}:${line + 1}`,
    // One that is sticky is tried at one place alone.
    source: flags.includes('y') ? `^(?:${body})` : body,
    flags: flags.replace('y', ''),
  };
}

async function describeSlow({ place, source, flags }: Pattern): Promise<string | undefined> {
  const verdict = await check(source, flags, { timeout: 20_000, randomSeed: 1 });
  if (verdict.status === 'safe') return undefined;
  const found = verdict.status === 'vulnerable' ? verdict.complexity.summary : verdict.error.kind;
  return `${place} /${source}/: ${found}`;
}

describe('every pattern takes no longer than a constant times the length of a text:', () => {
  const excused = new Set<string>();
  const folders = readdirSync(PACKAGES)
    .flatMap((name) => [join(PACKAGES, name, 'src'), join(PACKAGES, name, 'html-client')])
    .filter(existsSync);

  it.each(folders.map((folder) => relative(PACKAGES, folder)))('%s', async (folder) => {
    const slow: string[] = [];
    for (const pattern of listSources(join(PACKAGES, folder)).flatMap(listPatterns)) {
      if (Object.hasOwn(SHORT, pattern.source)) excused.add(pattern.source);
      else slow.push(...[await describeSlow(pattern)].filter((one) => one !== undefined));
    }
    expect(slow).toEqual([]);
  });

  afterAll(() => {
    expect([...excused].sort()).toEqual(Object.keys(SHORT).sort());
  });
});
