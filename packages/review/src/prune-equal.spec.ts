import { readManifests, readYamlDocument, splitDocuments } from '@fleetwright/manifests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareValues } from './compare-values.ts';
import { compareTexts } from './input-edits.ts';
import { pruneEqual, prunePlain } from './prune-equal.ts';
import { REFERENCE_FLEET } from './testing/reference-fleet.ts';

const DOCUMENTS = Object.entries(REFERENCE_FLEET)
  .filter(([path]) => /^clusters\/.*\/(?:triton|monitoring)\.yaml$/.test(path))
  .flatMap(([, text]) => splitDocuments(text).map((document) => document.text))
  .filter((text) => /^kind: (?:Rollout|Deployment|PrometheusRule)$/m.test(text));

function differencesOf([from, to]: readonly [string, string]) {
  const [old, fresh] = [from, to].map((text) => readManifests('', text).manifests[0]?.object);
  return compareValues(old, fresh);
}

describe('pruneEqual', () => {
  it('leaves the differences of manifests as they are, whatever lines are changed, dropped or doubled', () => {
    expect(DOCUMENTS.length).toBeGreaterThan(15);
    const edit = fc.record({ at: fc.nat(), how: fc.constantFrom('change', 'drop', 'double', 'swap') });
    fc.assert(
      fc.property(
        fc.constantFrom(...DOCUMENTS),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        (text, edits) => {
          const changed = edits.reduce(applyEdit, text);
          // What cannot be read is not compared.
          fc.pre(readManifests('', changed).findings.length === 0);
          expect(differencesOf(pruneEqual(text, changed))).toEqual(differencesOf([text, changed]));
        },
      ),
      { numRuns: 400, seed: 8 },
    );
  });

  it('leaves little of two long manifests that are almost equal', () => {
    const text = DOCUMENTS.find((each) => each.includes('kind: Rollout'))!;
    const [from] = pruneEqual(text, text.replace('setWeight: 20', 'setWeight: 30'));
    expect(from.split('\n').length).toBeLessThan(30);
    expect(text.split('\n').length).toBeGreaterThan(300);
  });

  it.each([
    ['tabs', 'kind: Rollout\na:\tb\n'],
    ['aliases', 'kind: Rollout\na: &x 1\nb: *x\n'],
    ['another kind', 'kind: Service\na: 1\n'],
    ['flow style', '{kind: Rollout}\n'],
  ])('leaves a manifest with %s alone', (_, text) => {
    expect(pruneEqual(text, text)).toEqual([text, text]);
  });
});

const INPUTS = Object.entries(REFERENCE_FLEET)
  .filter(([path]) => /^(?:apps|environments)\/.*\.yaml$|\/cluster\.yaml$/.test(path))
  .map(([, text]) => text);

describe('prunePlain', () => {
  it('leaves the edits of hand-written files as they are, whatever lines are changed, dropped or doubled', () => {
    expect(INPUTS.length).toBeGreaterThan(10);
    const change = fc.record({ at: fc.nat(), how: fc.constantFrom('change', 'drop', 'double', 'swap') });
    fc.assert(
      fc.property(
        fc.constantFrom(...INPUTS),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (text, edits) => {
          const changed = edits.reduce(applyEdit, text);
          fc.pre(readYamlDocument(changed).problem === undefined);
          const pruned = compareTexts(...prunePlain(text, changed)).sort(byPointer);
          expect(pruned).toEqual(compareTexts(text, changed).sort(byPointer));
        },
      ),
      { numRuns: 400, seed: 8 },
    );
  });

  it('leaves the same of files that are edited alike, whatever else they say', () => {
    const spec = (name: string, delay: number) =>
      `metadata:\n  name: ${name}\nspec:\n  models:\n  - name: ${name}\n    size: ${name.length}\n    config:\n      delay: ${delay}\n`;
    const left = ['spec:', '  models:', '  - config:', '      delay: '].join('\n');
    for (const name of ['a', 'another'])
      expect(prunePlain(spec(name, 1), spec(name, 2))).toEqual([`${left}1`, `${left}2`]);
  });
});

function byPointer(a: { pointer: string }, b: { pointer: string }): number {
  return a.pointer < b.pointer ? -1 : 1;
}

function applyEdit(text: string, { at, how }: { at: number; how: string }): string {
  const lines = text.split('\n');
  const index = at % lines.length;
  const line = lines[index]!;
  const edited = {
    change: [/: \S/.test(line) ? `${line}x` : line],
    drop: [],
    double: [line, line],
    swap: [lines[index + 1] ?? '', line],
  }[how]!;
  return lines.toSpliced(index, how === 'swap' ? 2 : 1, ...edited).join('\n');
}
