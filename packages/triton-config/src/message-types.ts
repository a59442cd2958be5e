import { InternalError } from '@fleetwright/findings';

/** A protobufjs JSON descriptor, as far as proto3 messages and enumerations need it. */
export interface Descriptor {
  nested?: Record<string, Descriptor>;
  fields?: Record<string, { rule?: string; keyType?: string; type: string; id: number }>;
  oneofs?: Record<string, { oneof: string[] }>;
  values?: Record<string, number>;
  [option: string]: unknown;
}

/** Scalar types that the ModelConfig uses. */
export type ScalarType = 'string' | 'bool' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'float' | 'double';

/** The type of a field's value, or of one element of it. */
export type ValueType =
  | { kind: 'scalar'; scalar: ScalarType }
  | { kind: 'enum'; type: EnumType }
  | { kind: 'message'; type: MessageType };

/** An enumeration: its names and their numbers, in the order of the descriptor. */
export interface EnumType {
  name: string;
  numbers: ReadonlyMap<string, number>;
  names: ReadonlyMap<number, string>;
}

/** One field of a message. */
export interface FieldType {
  name: string;
  value: ValueType;
  shape: 'single' | 'list' | 'map';
  /** Type of the keys of a map. */
  key?: ScalarType;
  /** Name of the group of which only one member may be set. */
  oneof?: string;
}

/** A message type; `fields` is in the order of the descriptor. */
export interface MessageType {
  name: string;
  fields: ReadonlyMap<string, FieldType>;
  /** Members of each oneof group. */
  oneofs: ReadonlyMap<string, readonly string[]>;
}

const SCALARS = new Set<string>(['string', 'bool', 'int32', 'uint32', 'int64', 'uint64', 'float', 'double']);

interface Scope {
  name: string;
  node: Descriptor;
  parent?: Scope;
}

/** Compiles a descriptor into message types that refer to each other; the first one is the whole file's root. */
export function compileMessages(descriptor: Descriptor): ReadonlyMap<string, MessageType> {
  const messages = new Map<string, MessageType>();
  const enums = new Map<string, EnumType>();
  const scopes = listScopes({ name: '', node: packageOf(descriptor) });
  for (const { name, node } of scopes) {
    if (node.values) enums.set(name, compileEnum(name, node.values));
    if (node.fields) messages.set(name, { name, fields: new Map(), oneofs: compileOneofs(node) });
  }
  const resolve = (type: string, scope: Scope): ValueType => {
    if (SCALARS.has(type)) return { kind: 'scalar', scalar: type as ScalarType };
    for (let at: Scope | undefined = scope; at; at = at.parent) {
      const name = joinName(at.name, type);
      const message = messages.get(name);
      if (message) return { kind: 'message', type: message };
      const enumeration = enums.get(name);
      if (enumeration) return { kind: 'enum', type: enumeration };
    }
    throw new InternalError(`The ModelConfig descriptor has no type ${type}, used in ${scope.name}.`);
  };
  for (const scope of scopes) {
    const message = messages.get(scope.name);
    if (!message) continue;
    for (const [name, field] of Object.entries(scope.node.fields ?? {})) {
      (message.fields as Map<string, FieldType>).set(name, {
        name,
        value: resolve(field.type, scope),
        shape: field.keyType ? 'map' : field.rule === 'repeated' ? 'list' : 'single',
        key: field.keyType as ScalarType | undefined,
        oneof: [...message.oneofs].find(([, members]) => members.includes(name))?.[0],
      });
    }
  }
  return messages;
}

// The proto package is the one nested namespace of the root.
function packageOf(descriptor: Descriptor): Descriptor {
  const [first] = Object.values(descriptor.nested ?? {});
  if (!first) throw new InternalError('The ModelConfig descriptor is empty.');
  return first;
}

function listScopes(parent: Scope): Scope[] {
  return Object.entries(parent.node.nested ?? {}).flatMap(([name, node]) => {
    const scope = { name: joinName(parent.name, name), node, parent };
    return [scope, ...listScopes(scope)];
  });
}

function joinName(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

function compileEnum(name: string, values: Record<string, number>): EnumType {
  const entries = Object.entries(values);
  return { name, numbers: new Map(entries), names: new Map(entries.map(([key, number]) => [number, key])) };
}

function compileOneofs(node: Descriptor): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(node.oneofs ?? {}).map(([name, { oneof }]) => [name, oneof]));
}
