import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLUSTER_PRESETS } from './cluster/presets.ts';
import * as executors from './executors.ts';
import * as generators from './index.ts';
import { PRESETS } from './model-service/presets.ts';
import * as sync from './sync.ts';
import { ROOT } from './testing.ts';

interface Listed {
  schema: string;
  hidden?: boolean;
}

interface Option {
  description?: string;
  enum?: string[];
  'x-prompt'?: string | { items: { value: string }[] };
  $default?: { $source: string; index: number };
}

interface OptionSchema {
  description: string;
  examples?: { command: string }[];
  properties: Record<string, Option>;
  required?: string[];
  additionalProperties: boolean;
}

function readPackage<T>(file: string): T {
  return JSON.parse(readFileSync(join(ROOT, 'packages/nx', file), 'utf8')) as T;
}

const list = readPackage<{ generators: Record<string, Listed & { factory: string }> }>('generators.json');
const visible = Object.entries(list.generators).filter(([, { hidden }]) => hidden !== true);

describe('the options of each generator', () => {
  it.each(visible)('%s are few, described, and asked for where they are required', (name, { schema }) => {
    const {
      description,
      examples,
      properties,
      required = [],
      additionalProperties,
    } = readPackage<OptionSchema>(schema);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(additionalProperties).toBe(false);
    expect(Object.keys(properties).length).toBeLessThanOrEqual(8);
    for (const [option, { description: text }] of Object.entries(properties))
      expect(text, option).toMatch(/^[A-Z].*[.]$/);
    // Nx takes these for itself.
    for (const option of ['version', 'help', 'verbose', 'dryRun', 'interactive', 'quiet'])
      expect(properties).not.toHaveProperty(option);
    for (const option of required) expect(properties[option]?.['x-prompt'], option).toBeDefined();
    expect(Object.values(properties).filter(({ $default }) => $default?.index === 0)).toHaveLength(1);
    for (const { command } of examples ?? []) expect(command).toMatch(new RegExp(`^nx generate ${name} `));
  });

  it('offer the presets that there are', () => {
    const presets = (file: string) => readPackage<OptionSchema>(file).properties.preset;
    const cluster = presets('src/cluster/schema.json');
    const names = Object.keys(CLUSTER_PRESETS);
    expect(cluster?.enum).toEqual(names);
    expect((cluster?.['x-prompt'] as { items: { value: string }[] }).items.map(({ value }) => value)).toEqual(
      names,
    );
    expect(presets('src/model-service/schema.json')?.enum).toEqual(Object.keys(PRESETS));
  });
});

describe('what Nx loads from the package', () => {
  it('is exported by the entries that generators.json and executors.json name', () => {
    const { render } = readPackage<{ executors: Record<string, Record<string, string>> }>(
      'executors.json',
    ).executors;
    const entries: Record<string, object> = {
      './dist/index.js': generators,
      './dist/sync.js': sync,
      './dist/executors.js': executors,
    };
    const factories = Object.values(list.generators).map(({ factory }) => factory);
    for (const factory of [...factories, render?.implementation, render?.batchImplementation]) {
      const [file = '', name = ''] = (factory ?? '').split('#');
      expect(entries[file], factory).toHaveProperty(name);
    }
  });
});
