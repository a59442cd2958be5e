import { describe, expect, it } from 'vitest';
import { readBrokenServices } from './broken-services.ts';

describe('the broken services', () => {
  it('have names that a service may have', () => {
    const names = readBrokenServices().map(({ name }) => name);
    expect(names.filter((name) => !/^[a-z][-a-z0-9]{0,39}$/.test(name))).toEqual([]);
  });

  it.each(readBrokenServices())('$name: names what must tell of it', ({ patches, failure }) => {
    expect(Object.keys(patches)).not.toEqual([]);
    expect(['Application', 'Rollout', 'Pod']).toContain(failure.of);
    expect(failure.message.length).toBeGreaterThan(10);
  });
});
