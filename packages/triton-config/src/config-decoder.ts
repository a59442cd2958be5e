import { appendPointer, nearestName, type Finding, type Position } from '@fleetwright/findings';
import type { FieldType, MessageType } from './message-types.ts';
import { decodeEnum, decodeScalar } from './text-scalars.ts';
import type { FieldNode, MessageNode, NodeComments, ScalarNode, ValueNode } from './text-syntax.ts';

/** Comments of a config.pbtxt around the value at a JSON pointer; `end` are the last lines of a block. */
export interface ConfigComments {
  before?: string[];
  trailing?: string;
  end?: string[];
}

type Place = Pick<FieldNode, 'line' | 'column'>;

/** Turns a tree into values by the message types; gathers comments, places and findings on the way. */
export class ConfigDecoder {
  readonly findings: Finding[] = [];
  readonly comments = new Map<string, ConfigComments>();
  readonly positions = new Map<string, Position>();

  constructor(private readonly file: string) {}

  decodeMessage(node: MessageNode, type: MessageType, pointer: string): Record<string, unknown> {
    const values = new Map<string, unknown>();
    const seen = new Map<string, FieldNode>();
    for (const field of node.fields) {
      const known = type.fields.get(field.name);
      if (!known) this.addUnknown(field, type, pointer);
      else if (this.isFirst(field, known, { seen, pointer }))
        this.decodeField(field, known, { values, pointer });
    }
    this.addComments(pointer, { end: node.end });
    return Object.fromEntries(
      [...values].map(([name, value]) => [name, value instanceof Map ? Object.fromEntries(value) : value]),
    );
  }

  addComments(pointer: string, comments: Partial<NodeComments> & { end?: string[] }): void {
    const { before = [], trailing, end = [] } = comments;
    if (before.length === 0 && end.length === 0 && trailing === undefined) return;
    const entry = this.comments.get(pointer) ?? {};
    this.comments.set(pointer, entry);
    if (before.length > 0) entry.before = [...(entry.before ?? []), ...before];
    if (end.length > 0) entry.end = [...(entry.end ?? []), ...end];
    if (trailing === undefined) return;
    if (entry.trailing === undefined) entry.trailing = trailing;
    else entry.before = [...(entry.before ?? []), trailing];
  }

  // A single field may be given once, and only one member of a oneof group.
  private isFirst(
    field: FieldNode,
    type: FieldType,
    { seen, pointer }: { seen: Map<string, FieldNode>; pointer: string },
  ): boolean {
    if (type.shape !== 'single') return true;
    const group = type.oneof ?? type.name;
    const other = seen.get(group);
    seen.set(group, other ?? field);
    if (!other) return true;
    const twice = other.name === field.name;
    this.add('triton/config-duplicate-field', field, {
      pointer: appendPointer(pointer, field.name),
      message: twice
        ? `${field.name} is given twice.`
        : `${field.name} is given beside ${other.name}; only one of them is possible.`,
      fix: 'Remove one of them.',
      related: [
        { file: this.file, line: other.line, column: other.column, message: `${other.name} stands here.` },
      ],
    });
    return false;
  }

  private decodeField(
    field: FieldNode,
    type: FieldType,
    { values, pointer }: { values: Map<string, unknown>; pointer: string },
  ): void {
    const at = appendPointer(pointer, field.name);
    if (!this.positions.has(at)) this.positions.set(at, { line: field.line, column: field.column });
    const isList = field.value.kind === 'list';
    if (isList && type.shape === 'single') return this.addList(field, at);
    if (!field.hasColon && type.value.kind !== 'message' && type.shape !== 'map')
      return this.addColon(field, at);
    if (isList) this.addComments(at, field);
    if (!values.has(field.name) && type.shape === 'list') values.set(field.name, []);
    if (!values.has(field.name) && type.shape === 'map') values.set(field.name, new Map<string, unknown>());
    const items = field.value.kind === 'list' ? field.value.items : [{ ...field, value: field.value }];
    for (const item of items) this.addItem(item, type, { values, at });
    if (field.value.kind === 'list') this.addComments(at, { end: field.value.end });
  }

  private addItem(
    item: NodeComments & { value: ValueNode },
    type: FieldType,
    { values, at }: { values: Map<string, unknown>; at: string },
  ): void {
    if (type.shape === 'map') return this.addEntry(item, type, { values, at });
    const list = type.shape === 'list' ? (values.get(type.name) as unknown[]) : undefined;
    const pointer = list ? appendPointer(at, list.length) : at;
    if (list) this.positions.set(pointer, { line: item.value.line, column: item.value.column });
    this.addComments(pointer, item);
    const value = this.decodeValue(item.value, type, pointer);
    if (list) list.push(value);
    else values.set(type.name, value);
  }

  private addEntry(
    item: NodeComments & { value: ValueNode },
    type: FieldType,
    { values, at }: { values: Map<string, unknown>; at: string },
  ): void {
    if (item.value.kind !== 'message') return this.addType(item.value, at, 'a block with key and value');
    const entries = values.get(type.name) as Map<string, unknown>;
    const { fields, end } = item.value;
    const keyNode = fields.find((field) => field.name === 'key');
    const valueNode = fields.find((field) => field.name === 'value');
    const key = keyNode ? this.decodeKey(keyNode, type, at) : type.key === 'string' ? '' : '0';
    const pointer = appendPointer(at, key);
    this.positions.set(pointer, { line: item.value.line, column: item.value.column });
    this.addComments(pointer, item);
    this.checkEntryFields(item.value, type, pointer);
    if (keyNode) this.addComments(pointer, keyNode);
    if (entries.has(key)) this.addRepeatedKey(keyNode ?? item.value, pointer, key);
    if (valueNode) this.addComments(pointer, valueNode);
    entries.set(key, valueNode ? this.decodeValue(valueNode.value, type, pointer) : emptyValue(type));
    this.addComments(pointer, { end });
  }

  private checkEntryFields(entry: MessageNode, type: FieldType, pointer: string): void {
    const seen = new Set<string>();
    for (const field of entry.fields) {
      const name = JSON.stringify(field.name);
      if (field.name !== 'key' && field.name !== 'value') {
        const message = `An entry of ${type.name} has no field ${name}.`;
        this.add('triton/config-unknown-field', field, { pointer, message, fix: 'It has key and value.' });
      } else if (seen.has(field.name)) {
        const message = `${field.name} is given twice.`;
        this.add('triton/config-duplicate-field', field, { pointer, message, fix: 'Remove one of them.' });
      }
      seen.add(field.name);
    }
  }

  private decodeKey(field: FieldNode, type: FieldType, at: string): string {
    if (field.value.kind !== 'scalar' || type.key === undefined) {
      this.addType(field.value, at, 'a key');
      return '';
    }
    const decoded = decodeScalar(field.value, type.key);
    if ('value' in decoded) return String(decoded.value);
    this.add('triton/config-type', field.value, { pointer: at, ...decoded });
    return '';
  }

  private decodeValue(node: ValueNode, type: FieldType, pointer: string): unknown {
    if (type.value.kind === 'message') {
      if (node.kind === 'message') return this.decodeMessage(node, type.value.type, pointer);
      return this.addType(node, pointer, 'a block { … }');
    }
    if (node.kind !== 'scalar') return this.addType(node, pointer, 'a single value');
    const decoded =
      type.value.kind === 'enum' ? decodeEnum(node, type.value.type) : decodeScalar(node, type.value.scalar);
    if ('value' in decoded) return decoded.value;
    return this.add('triton/config-type', node, { pointer, ...decoded });
  }

  private addUnknown(field: FieldNode, type: MessageType, pointer: string): void {
    const names = [...type.fields.keys()];
    const near = nearestName(field.name, names);
    this.add('triton/config-unknown-field', field, {
      pointer: appendPointer(pointer, field.name),
      message: `${type.name} has no field ${JSON.stringify(field.name)}.`,
      fix: near ? `Did you mean ${near}?` : `Remove it. ${type.name} has ${names.join(', ') || 'no fields'}.`,
    });
  }

  private addType(node: ValueNode, pointer: string, what: string): undefined {
    const found = node.kind === 'list' ? 'a list' : node.kind === 'message' ? 'a block' : quoted(node);
    const fix = `Write ${what}.`;
    this.add('triton/config-type', node, { pointer, message: `Expected ${what}, found ${found}.`, fix });
  }

  private addList(field: FieldNode, pointer: string): void {
    const message = `${field.name} takes one value, found a list.`;
    this.add('triton/config-type', field.value, { pointer, message, fix: 'Remove the brackets.' });
  }

  private addColon(field: FieldNode, pointer: string): void {
    const message = `Expected ":" after ${JSON.stringify(field.name)}.`;
    this.add('triton/config-syntax', field.value, { pointer, message, fix: 'Write the colon.' });
  }

  private addRepeatedKey(place: Place, pointer: string, key: string): void {
    this.findings.push({
      rule: 'triton/config-repeated-key',
      severity: 'warning',
      file: this.file,
      line: place.line,
      column: place.column,
      pointer,
      message: `The key ${JSON.stringify(key)} is given twice; the last one counts.`,
      fix: 'Remove one of them.',
    });
  }

  private add(
    rule: string,
    { line, column }: Place,
    rest: Pick<Finding, 'pointer' | 'message' | 'fix' | 'related'>,
  ): undefined {
    this.findings.push({ rule, severity: 'error', file: this.file, line, column, ...rest });
  }
}

function emptyValue({ value }: FieldType): unknown {
  return value.kind === 'message' ? {} : '';
}

function quoted(node: ScalarNode): string {
  return node.type === 'string' ? node.text : JSON.stringify(node.text);
}
