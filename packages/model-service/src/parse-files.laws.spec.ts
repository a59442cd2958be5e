import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  parseCluster,
  parseEnvironment,
  parseImageLock,
  parseModelService,
  validateMerged,
} from './parse-files.ts';
import { CLUSTER, ENVIRONMENT, FULL_SERVICE, IMAGE_LOCK } from './sample-texts.ts';
import { readYaml } from './yaml-source.ts';

const SEED = { seed: 4 };

const KINDS = [
  ['model service', 'apps/image-classification/model-service.yaml', FULL_SERVICE, parseModelService],
  ['cluster', 'clusters/prod-us-east/cluster.yaml', CLUSTER, parseCluster],
  ['environment', 'environments/production/environment.yaml', ENVIRONMENT, parseEnvironment],
  ['image lock', 'environments/production/images.yaml', IMAGE_LOCK, parseImageLock],
] as const;

describe.each(KINDS)('the parser of a %s', (_, file, text, parse) => {
  it('finds the same content in whatever order the keys stand', () => {
    const { content } = parse(file, text).value!;
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const shuffled = parse(file, stringify(shuffleKeys(content, numbers)));
        expect(shuffled.findings).toEqual([]);
        expect(shuffled.value?.content).toEqual(content);
      }),
      { ...SEED, numRuns: 50 },
    );
  });

  it('never throws and locates every problem, whatever one value is replaced by', () => {
    const { value } = readYaml(file, text);
    const places = pathsOf(value);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), (path, replacement) => {
        const changed = JSON.stringify(replaceAt(value, path, replacement));
        for (const finding of parse(file, changed).findings) {
          expect(finding).toMatchObject({
            file,
            line: 1,
            rule: expect.stringMatching(/^input\/[a-z-]+$/) as string,
          });
          expect(finding.column).toBeGreaterThan(0);
          expect(finding.message).toMatch(/^[^\n\0]+\.$/);
          expect(finding.fix).toMatch(/\S/);
        }
      }),
      { ...SEED, numRuns: 500 },
    );
  });

  it('never throws on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parse(file, JSON.stringify(value)).findings.length).toBeGreaterThan(0);
      }),
      { ...SEED, numRuns: 300 },
    );
  });
});

it('a merged spec may be any JSON object', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('models', 'scaling', 'slo', 'gpu', 'placement', 'x'), fc.jsonValue()),
      (spec) => {
        for (const { pointer } of validateMerged(spec)) expect(pointer).toMatch(/^(?:\/|$)/);
      },
    ),
    { ...SEED, numRuns: 500 },
  );
});

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, child]) =>
      pathsOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function replaceAt(value: unknown, [head, ...rest]: Path, replacement: unknown): unknown {
  if (head === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === head ? replaceAt(item, rest, replacement) : item));
  return {
    ...(value as object),
    [head]: replaceAt((value as Record<string, unknown>)[head], rest, replacement),
  };
}

function shuffleKeys(value: unknown, numbers: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffleKeys(item, numbers));
  if (typeof value !== 'object' || value === null) return value;
  const ranked = Object.entries(value).map(([key, child]: [string, unknown]) => ({
    key,
    child,
    rank: Number(numbers.next().value),
  }));
  ranked.sort((a, b) => a.rank - b.rank);
  return Object.fromEntries(ranked.map(({ key, child }) => [key, shuffleKeys(child, numbers)]));
}
