import { findSecret, hasUserInfo } from './suspicious-text.ts';

const SHOWN = 60;

/**
 * A value as a message shows it: short, every character visible, no secret. Characters outside ASCII are
 * escaped, because the point may be that they look like others.
 */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return showText(value);
  if (typeof value === 'number')
    return Number.isNaN(value) ? '.nan' : String(value).replace('Infinity', '.inf');
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return String(value);
}

/** The kind of a value in YAML's words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'boolean') return 'a boolean';
  return typeof value === 'number' ? 'a number' : 'a string';
}

function showText(text: string): string {
  const secret = findSecret(text);
  if (secret !== undefined) return `(${secret}, not shown)`;
  if (hasUserInfo(text)) return showText(text.replace(/:\/\/[^/@]*@/, '://'));
  const short = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return JSON.stringify(short).replace(/[^\u0000-\u007f…]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
