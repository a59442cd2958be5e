/**
 * Reads every config.pbtxt below a directory as an import would and proves that nothing is lost:
 * `npx tsx --conditions=@fleetwright/source tools/corpus/main.ts DIRECTORY`.
 * Each file is parsed, carried through JSON as a spec carries it, formatted and parsed again; the message must
 * be the one that protobufjs reads from the original. Exit code 1 when one differs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkConfigText, type CorpusVerdict } from './check-config-text.ts';

function main(directory: string | undefined): number {
  if (directory === undefined) {
    console.error('Usage: npx tsx --conditions=@fleetwright/source tools/corpus/main.ts DIRECTORY');
    return 2;
  }
  const verdicts = listConfigs(directory).map((file) => ({
    file: relative(directory, file),
    verdict: checkConfigText(relative(directory, file), readFileSync(file, 'utf8')),
  }));
  for (const { file, verdict } of verdicts) for (const line of describe(file, verdict)) console.log(line);
  const count = (kind: CorpusVerdict['kind']) =>
    verdicts.filter(({ verdict }) => verdict.kind === kind).length;
  console.log(
    `${verdicts.length} files: ${count('same')} the same message, ${count('refused')} refused, ` +
      `${count('differs')} differ`,
  );
  return count('differs') > 0 ? 1 : 0;
}

function listConfigs(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.pbtxt'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function describe(file: string, verdict: CorpusVerdict): string[] {
  if (verdict.kind === 'differs') return [`DIFFERS ${file}: ${verdict.reason}`];
  if (verdict.kind === 'same') return [];
  return verdict.findings.map(({ line, column, message }) => `refused ${file}:${line}:${column} ${message}`);
}

process.exitCode = main(process.argv[2]);
