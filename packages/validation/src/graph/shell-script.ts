import type { WorkloadContainer } from './workload.ts';

/** A script that a container gives to a shell: `sh -c <text> <name> <argument>…`. */
export interface ShellScript {
  text: string;
  /** JSON pointer of the text in the object. */
  pointer: string;
  /** `$1` and what follows. */
  args: readonly string[];
}

/** The script of a container whose command is a shell. */
export function shellScript({ container, pointer }: WorkloadContainer): ShellScript | undefined {
  const command = container.command ?? [];
  const words = [...command, ...(container.args ?? [])].map(String);
  if (!/^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/.test(words[0] ?? '')) return undefined;
  const at = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word)) + 1;
  const text = at === 0 ? undefined : words[at];
  if (text === undefined) return undefined;
  const place = at < command.length ? `/command/${at}` : `/args/${at - command.length}`;
  return { text, pointer: pointer + place, args: words.slice(at + 2) };
}

/**
 * How many arguments a script cannot do without. Only what is sure counts: arguments without a default that are read
 * outside of functions and single quotes, by a script that does not set them itself.
 */
export function argumentsNeeded(text: string): number {
  if (/<<|\bset\s+(?:--|[^-+\s])|\beval\b/.test(text)) return 0;
  const body = withoutFunctions(text);
  const reads = [...body.matchAll(/(?<![\\$])\$(?:([1-9])|\{([1-9])\})/g)]
    .filter(({ index }) => !isSingleQuoted(body.slice(0, index)))
    .map(([, plain, braced]) => Number(plain ?? braced));
  // After a shift $1 is another one.
  return reads.length === 0 ? 0 : /\bshift\b/.test(body) ? 1 : Math.max(...reads);
}

// Functions have arguments of their own. Where their end is not on a line of its own nothing is sure.
function withoutFunctions(text: string): string {
  const kept: string[] = [];
  let end: string | undefined;
  for (const line of text.split('\n')) {
    const [, indent] = /^(\s*)(?:function\s+)?[\w-]+\s*\(\s*\)/.exec(line) ?? [];
    if (end !== undefined) {
      if (line.trimEnd() === end) end = undefined;
    } else if (indent !== undefined) end = `${indent}}`;
    else if (!/^\s*#/.test(line)) kept.push(line);
  }
  const body = kept.join('\n');
  return end !== undefined || /\(\s*\)\s*\{|\bfunction\s/.test(body) ? '' : body;
}

// Both readings must agree: a single quote within double quotes is none, unless a command is substituted there.
function isSingleQuoted(before: string): boolean {
  const isOdd = before.split("'").length % 2 === 0;
  let quote = '';
  for (let at = 0; at < before.length; at++) {
    const character = before[at]!;
    if (character === '\\' && quote !== "'") at++;
    else if (quote === '') quote = character === "'" || character === '"' ? character : '';
    else if (character === quote) quote = '';
  }
  return isOdd || quote === "'";
}
