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
  type: string | string[];
  description?: string;
  enum?: string[];
  default?: unknown;
  minimum?: number;
  'x-prompt'?: string | { message: string; type: string; items: { value: string; label: string }[] };
  'x-priority'?: string;
  $default?: { $source: string; index: number };
}

interface OptionSchema {
  $id: string;
  title: string;
  description: string;
  cli: string;
  examples?: { command: string; description: string }[];
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

describe('the form of each generator in Nx Console', () => {
  const forms = visible.map(([name, { schema }]) => [name, readPackage<OptionSchema>(schema)] as const);

  it('has a title and an identity of its own, and examples that say what they do', () => {
    const unique = (values: string[]) => expect(new Set(values).size).toBe(forms.length);
    unique(forms.map(([, { $id }]) => $id));
    unique(forms.map(([, { title }]) => title));
    for (const [name, { cli, title, examples = [] }] of forms) {
      expect([name, cli]).toEqual([name, 'nx']);
      expect(title).toMatch(/^[A-Z][a-z ]+$/);
      expect(examples.length, name).toBeGreaterThan(0);
      for (const { description } of examples) expect(description).toMatch(/^[A-Z].*[^.]$/);
    }
  });

  it.each(forms)(
    '%s: shows first what is required, the argument before all',
    (_, { properties, required = [] }) => {
      const [first] = Object.values(properties);
      expect(first?.$default).toEqual({ $source: 'argv', index: 0 });
      for (const option of required) expect(properties[option]?.['x-priority'], option).toBe('important');
      const priorities = Object.values(properties).map((option) => option['x-priority'] ?? 'none');
      expect(priorities).toEqual(priorities.toSorted());
      for (const priority of priorities) expect(['important', 'none']).toContain(priority);
    },
  );

  it.each(forms)('%s: has a field for each type', (_, { properties }) => {
    for (const [name, { type, default: preset, minimum, enum: choices }] of Object.entries(properties)) {
      // A form takes the first of several types; a release such as 26.07 must stay text.
      const [first, ...others] = [type].flat();
      expect(['string', 'boolean', 'integer'], name).toContain(first);
      expect(
        others.every((other) => other === 'number'),
        name,
      ).toBe(true);
      if (first === 'boolean') expect(typeof preset, name).toBe('boolean');
      if (first === 'integer') expect(minimum, name).toBe(1);
      if (name === 'preset') expect(choices?.length).toBeGreaterThan(1);
    }
  });

  it.each(forms)('%s: asks in questions, and offers choices with labels', (_, { properties }) => {
    for (const [name, option] of Object.entries(properties)) {
      const prompt = option['x-prompt'];
      if (prompt === undefined) continue;
      const { message, items } = typeof prompt === 'string' ? { message: prompt, items: [] } : prompt;
      expect(message, name).toMatch(/^[A-Z].*[?)]$/);
      for (const { value, label } of items) expect(label).toMatch(new RegExp(`^${value}: .`));
      if (option.enum !== undefined) expect(items.map(({ value }) => value)).toEqual(option.enum);
    }
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
