import { describe, expect, it } from 'vitest';
import type { Schema } from './common.ts';
import { FILE_SCHEMAS } from './file-schemas.ts';
import { rewriteSchema } from './rewrite-schema.ts';

/** Every schema node of our own, by the words of a finding; Triton's ModelConfig has its own tests. */
function ownNodes(): Schema[] {
  const nodes: Schema[] = [];
  for (const schema of Object.values(FILE_SCHEMAS)) {
    const { ModelConfig: _config, ...own } = (schema as { $defs?: Schema }).$defs ?? {};
    rewriteSchema({ ...schema, $defs: own }, (node) => {
      nodes.push(node);
      return node;
    });
  }
  return nodes;
}

const nodes = ownNodes();
const patterned = [
  ...new Map(nodes.filter((node) => 'pattern' in node).map((node) => [node.pattern, node])).values(),
];

const HOSTILE = [
  'a'.repeat(100_000),
  'a-'.repeat(50_000),
  `${'a'.repeat(100_000)}!`,
  `${'1'.repeat(100_000)}!`,
  `a${'.'.repeat(100_000)}!`,
  `a/${'a'.repeat(100_000)}!`,
  `store://${'a-'.repeat(50_000)}!`,
  `store://a/${'a/'.repeat(50_000)}!`,
  `s3://aaa/${'a/'.repeat(50_000)}!`,
  `https://${'a.'.repeat(50_000)}!`,
  `https://a/${'a.'.repeat(50_000)}!`,
  `${'1h'.repeat(50_000)}!`,
  ' '.repeat(100_000),
];

describe('every pattern of the schemas', () => {
  it('has a length limit and words beside it', () => {
    const bare = nodes.filter(
      (node) =>
        'pattern' in node &&
        !(
          Number(node.maxLength) <= 4096 &&
          typeof node['x-expected'] === 'string' &&
          node['x-expected'] !== ''
        ),
    );
    expect(bare).toEqual([]);
    expect(patterned.length).toBeGreaterThan(20);
  });

  it.each(patterned.map((node) => [String(node.pattern), node]))(
    '%s answers long texts in linear time',
    (pattern) => {
      const expression = new RegExp(pattern, 'u');
      const started = performance.now();
      for (const text of HOSTILE) expression.test(text);
      // A quadratic pattern would take minutes.
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});

it('every object is closed or says what it may hold', () => {
  const open = nodes.filter(
    (node) => node.type === 'object' && !('additionalProperties' in node) && !('propertyNames' in node),
  );
  expect(open).toEqual([]);
});

it('every field of a closed object is described, or its name says all', () => {
  const selfEvident = new Set([
    'apiVersion',
    'kind',
    'minReplicas',
    'maxReplicas',
    'setWeight',
    'namespace',
    'serviceAccount',
    'name',
    'key',
    'operator',
    'value',
    'effect',
    'min',
    'max',
    'tensorrt',
    'tag',
    'digest',
    'port',
    'region',
    'trustDomain',
    'target',
    'policy',
    'match',
    'spec',
  ]);
  const bare = nodes.flatMap((node) =>
    Object.entries((node.properties ?? {}) as Record<string, Schema>)
      .filter(
        ([name, property]) => !('description' in property) && !('$ref' in property) && !selfEvident.has(name),
      )
      .map(([name]) => name),
  );
  expect(bare).toEqual([]);
});
