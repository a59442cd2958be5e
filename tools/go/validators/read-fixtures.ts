import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UpstreamFinding, ValidateOptions, Validators } from '@fleetwright/upstream-validators';

/** Documents that are applied together, and what is expected of them. */
export interface Fixture {
  /** Folder and file name: what is wrong with the documents, or what they are. */
  title: string;
  documents: string[];
  /** One line per finding, as `describeFinding` writes it; none for good documents. */
  expected: string[];
}

const FOLDER = join(import.meta.dirname, 'fixtures');

/** The definition of the fixtures' own custom resource. */
export const WIDGETS: readonly object[] = [
  JSON.parse(readFileSync(join(FOLDER, 'widget.crd.json'), 'utf8')) as object,
];

/**
 * The fixtures of a folder. The comments that a file starts with are the findings expected of it; a new case is a new
 * file. Documents without expected findings are good ones.
 */
export function readFixtures(folder: string): Fixture[] {
  return readdirSync(join(FOLDER, folder))
    .sort()
    .map((file) => {
      const lines = readFileSync(join(FOLDER, folder, file), 'utf8').split('\n');
      const end = lines.findIndex((line) => !line.startsWith('# '));
      return {
        title: `${folder}/${file.replace('.yaml', '')}`,
        expected: lines.slice(0, end).map((line) => line.slice(2)),
        documents: lines.slice(end).join('\n').split('---\n'),
      };
    });
}

/** Judges several documents as a set, and gives what is found in the form of the fixtures' comments. */
export async function judgeFixture(
  validators: Validators,
  documents: readonly string[],
  options: ValidateOptions = {},
): Promise<string[]> {
  const findings = await validators.validate(documents, { asSet: documents.length > 1, ...options });
  return findings.map(describeFinding);
}

function describeFinding(finding: UpstreamFinding): string {
  const { judge, severity, kind, name, path, code, message } = finding;
  const words = [judge, severity, `${kind}/${name}`, path, code].filter(
    (word) => word !== undefined && word !== '',
  );
  return `${words.join(' ')}: ${message.replaceAll('\n', ' ')}`;
}
