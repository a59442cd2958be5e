import { InternalError } from '@fleetwright/findings';
import type { ModelConfig } from './generated/model-config.ts';
import type { FieldType, MessageType, ValueType } from './message-types.ts';
import { MODEL_CONFIG_TYPE } from './model-config-types.ts';

/**
 * Writes a ModelConfig as the text of a config.pbtxt: fields in the order of Triton's own definition, maps by
 * key, two blanks of indentation. Fields that are undefined are left out.
 */
export function formatModelConfig(config: ModelConfig): string {
  const lines: string[] = [];
  appendMessage(lines, config as Fields, MODEL_CONFIG_TYPE, '');
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

type Fields = Record<string, unknown>;

function appendMessage(lines: string[], message: Fields, type: MessageType, indent: string): void {
  for (const field of type.fields.values()) {
    const value = message[field.name];
    if (value !== undefined && value !== null) appendField(lines, value, field, indent);
  }
}

function appendField(lines: string[], value: unknown, field: FieldType, indent: string): void {
  if (field.shape === 'map') appendMap(lines, value as Fields, field, indent);
  else if (field.shape === 'single') appendValue(lines, value, field.value, indent + field.name);
  else if (field.value.kind === 'message') appendMessages(lines, value as Fields[], field, indent);
  else appendScalars(lines, value as unknown[], field, indent);
}

function appendMessages(lines: string[], items: readonly Fields[], field: FieldType, indent: string): void {
  if (items.length === 0) lines.push(`${indent}${field.name} [ ]`);
  if (items.length === 0 || field.value.kind !== 'message') return;
  lines.push(`${indent}${field.name} [`);
  for (const [index, item] of items.entries()) {
    lines.push(`${indent}  {`);
    appendMessage(lines, item, field.value.type, `${indent}    `);
    lines.push(`${indent}  }${index < items.length - 1 ? ',' : ''}`);
  }
  lines.push(`${indent}]`);
}

function appendScalars(lines: string[], items: readonly unknown[], field: FieldType, indent: string): void {
  const values = items.map((item) => formatScalar(item, field.value)).join(', ');
  lines.push(`${indent}${field.name}: [ ${values}${values === '' ? '' : ' '}]`);
}

// Map keys in code-unit order, numbers by value: the order of the keys of an object says nothing.
function appendMap(lines: string[], map: Fields, field: FieldType, indent: string): void {
  const keys = Object.keys(map);
  if (keys.length === 0) lines.push(`${indent}${field.name} [ ]`);
  if (field.key === 'string') keys.sort();
  else keys.sort((a, b) => Number(a) - Number(b));
  for (const key of keys) {
    lines.push(`${indent}${field.name} {`);
    lines.push(`${indent}  key: ${field.key === 'string' ? quoteText(key) : formatNumber(key)}`);
    appendValue(lines, map[key], field.value, `${indent}  value`);
    lines.push(`${indent}}`);
  }
}

function appendValue(lines: string[], value: unknown, type: ValueType, start: string): void {
  if (type.kind !== 'message') {
    lines.push(`${start}: ${formatScalar(value, type)}`);
    return;
  }
  const indent = start.slice(0, start.length - start.trimStart().length);
  lines.push(`${start} {`);
  appendMessage(lines, value as Fields, type.type, `${indent}  `);
  lines.push(`${indent}}`);
}

function formatScalar(value: unknown, type: ValueType): string {
  if (type.kind === 'scalar' && type.scalar === 'string') return quoteText(String(value));
  if (type.kind === 'scalar' && type.scalar === 'bool') return value === true ? 'true' : 'false';
  if (type.kind !== 'enum') return formatNumber(value);
  if (!type.type.numbers.has(String(value)))
    throw new InternalError(
      `A ModelConfig was formatted unchecked: ${JSON.stringify(value)} in ${type.type.name}.`,
    );
  return String(value);
}

// Nothing but a number is written without quotes, so that no value can smuggle in further fields.
function formatNumber(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'number' ? Number.isFinite(value) : /^[0-9]+$/.test(String(value)))
    return String(value);
  throw new InternalError(`A ModelConfig was formatted unchecked: ${JSON.stringify(value)} is no number.`);
}

const PLAIN = /^[ !#-[\]-~]*$/;
const SPECIAL = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;
const SHORT_ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
const encoder = new TextEncoder();

// Whatever is not visible is written as octal bytes of its UTF-8 form, so no value can end the string.
function quoteText(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  const escaped = text.replace(SPECIAL, (character) => SHORT_ESCAPES[character] ?? octalBytes(character));
  return `"${escaped}"`;
}

function octalBytes(character: string): string {
  return [...encoder.encode(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
