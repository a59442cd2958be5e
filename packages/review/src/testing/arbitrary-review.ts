import fc from 'fast-check';
import type { ChangeGroup, Places, Review, Risk } from '../review.ts';
import { largeReview } from './large-review.ts';

const NASTY = [
  '</details>',
  '</summary>',
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- fleetwright-review -->',
  '`````',
  '| x |\n| - |',
  '@acme/owners #12',
  '[x](https://evil.example)',
  '\u2028\u202e\u0000',
  '\n\n# x\n\n---\n',
  '~~~\n```',
];

/** Text as it can stand in files that somebody else wrote. */
const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'<>`|*_[]@#\n a'), minLength: 300, maxLength: 900 }),
);
const name = fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 30 }));

const places: fc.Arbitrary<Places> = fc.record({
  expression: text,
  count: fc.nat(1000),
  clusters: fc.array(fc.record({ cluster: name, services: fc.array(name, { maxLength: 40 }) }), {
    maxLength: 4,
  }),
  folders: fc.array(name, { maxLength: 4 }),
  production: fc.boolean(),
});

const severity = fc.constantFrom('high' as const, 'medium' as const, 'low' as const);

const change: fc.Arbitrary<ChangeGroup> = fc.record({
  id: fc.nat(999).map((number) => `c${number}`),
  title: text,
  action: fc.constantFrom('changed' as const, 'added' as const, 'removed' as const, 'renamed' as const),
  topic: fc.constantFrom('image' as const, 'network' as const),
  builders: fc.array(name, { maxLength: 2 }),
  kinds: fc.array(name, { maxLength: 2 }),
  objects: fc.array(name, { maxLength: 3 }),
  fields: fc.array(
    fc.record({
      object: name,
      path: text,
      kind: fc.constantFrom('changed' as const, 'reordered' as const),
      from: text,
      to: text,
    }),
    { maxLength: 3 },
  ),
  renames: fc.array(fc.record({ from: name, to: name }), { maxLength: 2 }),
  places,
  causes: fc.array(
    fc.record({
      kind: fc.constant('spec' as const),
      sentence: text,
      file: text,
      line: fc.nat(),
      files: fc.nat(9),
    }),
    { maxLength: 3 },
  ),
  risks: fc.array(fc.constant('r1'), { maxLength: 2 }),
  severity,
  example: fc.record({ file: text, line: fc.nat(), before: text, after: text }),
});

const risk: fc.Arbitrary<Risk> = fc.record({
  id: fc.constant('r1'),
  rule: fc.constantFrom('deletion' as const, 'image-change' as const),
  severity,
  title: text,
  why: text,
  advice: text,
  changes: fc.array(
    fc.nat(999).map((number) => `c${number}`),
    { maxLength: 30 },
  ),
  places,
});

const use = fc.record({ floor: fc.nat(9999), steady: fc.nat(9999), peak: fc.nat(9999) });

const finding = fc.record({
  rule: name,
  severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
  message: text,
  file: text,
  fix: text,
});

/** A review of trees in which anything may stand. Not shrunk: what is left of a failure of so many parts says little, and takes minutes. */
export const arbitraryReview: fc.Arbitrary<Review> = fc.noShrink(
  fc
    .record({
      verdict: fc.record({ level: fc.constantFrom('attention' as const, 'danger' as const), sentence: text }),
      base: fc.record({ name: text, commit: name, files: fc.nat() }),
      changes: fc.array(change, { maxLength: 25 }),
      risks: fc.array(risk, { maxLength: 25 }),
      gpus: fc.array(
        fc.record({
          cluster: name,
          production: fc.boolean(),
          pool: text,
          resource: text,
          base: use,
          head: use,
          capacity: fc.nat(),
        }),
        { maxLength: 25 },
      ),
      unpromoted: fc.array(
        fc.record({
          environment: name,
          changes: fc.array(fc.constant('c1'), { maxLength: 2 }),
          places,
          reason: text,
        }),
        { maxLength: 12 },
      ),
      findings: fc.record({
        judged: fc.boolean(),
        new: fc.array(finding, { maxLength: 12 }),
        fixed: fc.array(finding, { maxLength: 12 }),
      }),
      problems: fc.array(finding, { maxLength: 12 }),
    })
    .map((parts) => ({ ...largeReview({ services: 2, clusters: 2, changes: 2 }), ...parts })),
);
