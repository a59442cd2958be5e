/** A change of one place of an object. */
export interface Change {
  /** What is done, in words: part of the pattern by which differences are listed. */
  name: string;
  apply: (parent: Parent, key: string) => void;
}

/** An object or list as JavaScript sees both. */
export type Parent = Record<string, unknown>;

const set = (name: string, value: unknown): Change => ({
  name,
  apply: (parent, key) => void (parent[key] = value),
});

const edit = <T>(name: string, change: (value: T) => unknown): Change => ({
  name,
  apply: (parent, key) => void (parent[key] = change(parent[key] as T)),
});

const REMOVE: Change = {
  name: 'remove',
  apply: (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  },
};

const RENAME: Change = {
  name: 'rename',
  apply: (parent, key) => {
    parent[`${key}s`] = parent[key];
    delete parent[key];
  },
};

const REPEAT: Change = {
  name: 'repeat',
  apply: (parent, key) => void (parent as unknown as unknown[]).push(structuredClone(parent[key])),
};

const EVERYWHERE = [REMOVE, set('null', null)];

const OF_STRINGS = [
  edit<string>('suffix', (text) => `${text}-x`),
  edit<string>('upper case', (text) => text.toUpperCase()),
  edit<string>('blank', (text) => `${text} x`),
  edit<string>('underscore', (text) => `${text}_x`),
  edit<string>('long', (text) => `${text}${'x'.repeat(300)}`),
  edit<string>('negative', (text) => `-${text}`),
  edit<string>('doubled unit', (text) => `${text}Ki`),
  set('empty', ''),
  set('number for text', 5),
  set('truth for text', true),
  set('list for text', ['x']),
];

const OF_NUMBERS = [
  set('minus one', -1),
  set('zero', 0),
  set('fraction', 1.5),
  set('above ports', 65_536),
  set('above 32 bit', 2 ** 32),
  edit<number>('text for number', String),
  set('words for number', 'many'),
  set('object for number', { x: 1 }),
];

const OF_TRUTHS = [
  edit<boolean>('other', (value) => !value),
  edit<boolean>('text for truth', String),
  set('number for truth', 1),
];

const OF_OBJECTS = [
  set('text for object', 'x'),
  set('list for object', []),
  set('emptied', {}),
  edit<object>('unknown key', (value) => ({ ...value, unknown: 'x' })),
];

const OF_LISTS = [
  set('text for list', 'x'),
  set('object for list', {}),
  set('emptied', []),
  edit<unknown[]>('number in list', (value) => [...value, 5]),
];

/** Every change of a value that a person or a merge makes; it can leave the object sound. */
export function changesOf(parent: unknown, value: unknown): Change[] {
  return [...EVERYWHERE, Array.isArray(parent) ? REPEAT : RENAME, ...changesOfType(value)];
}

function changesOfType(value: unknown): Change[] {
  switch (typeof value) {
    case 'string':
      return OF_STRINGS;
    case 'number':
      return OF_NUMBERS;
    case 'boolean':
      return OF_TRUTHS;
    default:
      if (Array.isArray(value)) return OF_LISTS;
      return value === null ? [] : OF_OBJECTS;
  }
}
