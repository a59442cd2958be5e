import { nearestName } from '@fleetwright/findings';
import { findFlag, FLAGS, type Flag, type FlagType } from './flags.ts';

/** A flag's value; a list gives a repeatable flag several times. */
export type FlagValue = string | number | boolean | readonly string[];

/** Something wrong with a flag that a user wrote. */
export interface FlagProblem {
  rule: string;
  severity: 'error' | 'warning';
  /** The flag as it was written. */
  flag: string;
  message: string;
  fix: string;
}

/** What is wrong with flags that a user wrote: unknown, derived by Fleetwright, deprecated, of the wrong type. */
export function checkFlags(flags: Readonly<Record<string, FlagValue>>): FlagProblem[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    const flag = findFlag(name);
    if (!flag) return [unknownFlag(name)];
    if (flag.owned) return [ownedFlag(flag, flag.owned)];
    const problems = flag.deprecated ? [deprecatedFlag(flag, flag.deprecated)] : [];
    return [...problems, ...checkFlagValue(flag, value)];
  });
}

/** Command-line arguments in the order of the flags; a list becomes one argument per item. */
export function formatFlags(flags: Readonly<Record<string, FlagValue>>): string[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    if (findFlag(name)?.type === 'none') return value === true ? [`--${name}`] : [];
    return [value].flat().map((item) => `--${name}=${item}`);
  });
}

function unknownFlag(name: string): FlagProblem {
  const bare = name.replace(/^-+/, '').replaceAll('_', '-');
  const users = FLAGS.filter((flag) => !flag.owned && !flag.deprecated).map((flag) => flag.name);
  const near = users.includes(bare) ? bare : nearestName(name, users);
  return {
    rule: 'triton/flag-unknown',
    severity: 'error',
    flag: name,
    message: `tritonserver has no flag ${JSON.stringify(name)}.`,
    fix: near ? `Did you mean ${near}?` : 'Remove it.',
  };
}

function ownedFlag({ name }: Flag, reason: string): FlagProblem {
  const message = `The flag ${name} may not be set. ${reason}`;
  return { rule: 'triton/flag-owned', severity: 'error', flag: name, message, fix: 'Remove it.' };
}

function deprecatedFlag({ name }: Flag, replacement: string): FlagProblem {
  const message = `The flag ${name} is deprecated.`;
  const fix = `Use ${replacement}.`;
  return { rule: 'triton/flag-deprecated', severity: 'warning', flag: name, message, fix };
}

/** What is wrong with the value of a flag. */
export function checkFlagValue(flag: Flag, value: FlagValue): FlagProblem[] {
  if (typeof value === 'object') {
    if (flag.repeatable) return value.flatMap((item) => checkFlagValue(flag, item));
    return [wrongValue(flag, 'one value', value)];
  }
  const text = String(value);
  if (flag.values && !flag.values.includes(text))
    return [wrongValue(flag, `one of ${flag.values.join(', ')}`, value)];
  return isOfType(text, flag) ? [] : [wrongValue(flag, EXPECTED[flag.type] ?? flag.form ?? '', value)];
}

const EXPECTED: Partial<Record<FlagType, string>> = {
  string: 'text on one line',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
};

function wrongValue(flag: Flag, expected: string, value: FlagValue): FlagProblem {
  return {
    rule: 'triton/flag-type',
    severity: 'error',
    flag: flag.name,
    message: `The flag ${flag.name} is ${JSON.stringify(value)}; expected ${expected}.`,
    fix: flag.form ? `Write it as ${flag.form}.` : `Give ${expected}.`,
  };
}

const INTEGER = /^-?[0-9]{1,18}$/;
const NUMBER = /^-?[0-9]{1,18}(?:\.[0-9]{1,18})?$/;
const BOOLEAN = /^(?:true|false|on|off|1|0)$/i;
const ONE_LINE = /^[^\u0000-\u001f\u007f]+$/;

function isOfType(text: string, flag: Flag): boolean {
  if (flag.type === 'integer') return INTEGER.test(text);
  if (flag.type === 'number') return NUMBER.test(text);
  if (flag.type === 'boolean') return BOOLEAN.test(text);
  return ONE_LINE.test(text) && (flag.form === undefined || hasForm(text, flag.form));
}

// The separators of the form must be there; a mode or a device before the first one may be left out.
function hasForm(text: string, form: string): boolean {
  return form.includes('=') ? /[^,:=]=./.test(text) : /[^:]:[^:]/.test(text);
}
