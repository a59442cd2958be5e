import { describe, expect, it } from 'vitest';
import type { Resource } from '../e2e/resource.ts';
import { listMutants } from './mutants.ts';

const SERVICE: Resource = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', namespace: 'ml', labels: { one: 'x', two: 'y' } },
  spec: { ports: [{ port: 80 }, { port: 81 }] },
};

const MUTANTS = listMutants([SERVICE, { ...SERVICE, metadata: { name: 'b' } }]);

function find(pattern: string): unknown {
  return MUTANTS.find((mutant) => mutant.pattern === `Service ${pattern}`)?.changed;
}

describe('listMutants', () => {
  it('changes one place of a copy', () => {
    expect(find('/spec/ports/*/port: above ports')).toEqual({
      ...SERVICE,
      spec: { ports: [{ port: 65_536 }, { port: 81 }] },
    });
    expect(find('/metadata/name: remove')).toEqual({
      ...SERVICE,
      metadata: { namespace: 'ml', labels: { one: 'x', two: 'y' } },
    });
    expect(find('/spec: rename')).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: SERVICE.metadata,
      specs: SERVICE.spec,
    });
    expect(SERVICE.metadata.name).toBe('a');
  });

  it('counts the items of a list, the keys of a map and objects of a kind as one', () => {
    const patterns = MUTANTS.map(({ pattern }) => pattern);
    expect(new Set(patterns).size).toBe(patterns.length);
    expect(patterns).toContain('Service /metadata/labels/*: null');
    expect(patterns.filter((pattern) => pattern.includes('labels/one'))).toEqual([]);
    expect(patterns).toContain('Service /metadata/labels: unknown key');
  });

  it('leaves what the address of a request says', () => {
    const places = new Set(
      MUTANTS.map(({ pattern }) => pattern.slice('Service '.length, pattern.indexOf(':'))),
    );
    expect(places).not.toContain('/apiVersion');
    expect(places).not.toContain('/kind');
    expect(places).not.toContain('/metadata/namespace');
  });
});
