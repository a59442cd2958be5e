import { CST, Lexer, type LineCounter, Parser } from 'yaml';
import { showValue } from './show-value.ts';
import type { TextProblem } from './yaml-problems.ts';

/** Deepest nesting of mappings and lists. */
export const MAX_DEPTH = 64;

/** Most keys, values and marks such as - and [ of a file; a spec has a few hundred. */
export const MAX_TOKENS = 100_000;

// First characters of what becomes a node, or the sign that a plain or block scalar follows.
const NODE_START = `${CST.SCALAR}"'[{-?:`;

const MAX_PROBLEMS = 20;
const CORE_TAGS = /^!!(?:str|int|float|bool|null|map|seq)$/;

/** The syntax tokens of a text, unless something in them must not be composed. */
export interface YamlTokens {
  tokens: CST.Token[];
  problems: TextProblem[];
}

/**
 * Reads a text into syntax tokens and stops at what would make composing them slow, unsafe or surprising:
 * deep nesting, anchors, aliases, tags beyond the core schema and directives.
 */
export function readTokens(text: string, lines: LineCounter): YamlTokens {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  const problems: TextProblem[] = [];
  let isScalar = false;
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const problem = isScalar ? undefined : forbiddenToken(lexeme, parser.offset);
    if (problem) problems.push(problem);
    if (!isScalar && NODE_START.includes(lexeme.charAt(0) || ' ') && ++count > MAX_TOKENS)
      return { tokens: [], problems: [tooMany(parser.offset)] };
    isScalar = lexeme === CST.SCALAR;
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (isTooDeep(parser.stack)) problems.push(tooDeep(parser.offset));
    if (isTooDeep(parser.stack) || problems.length >= MAX_PROBLEMS) return { tokens: [], problems };
  }
  tokens.push(...parser.end());
  return { tokens, problems };
}

// The stack holds collections and the scalar or document around and in them; most lexemes leave it short.
function isTooDeep(stack: readonly CST.Token[]): boolean {
  return stack.length > MAX_DEPTH && stack.filter(CST.isCollection).length > MAX_DEPTH;
}

function tooDeep(offset: number): TextProblem {
  return {
    rule: 'input/too-deep',
    offset,
    message: `Mappings and lists are nested more than ${MAX_DEPTH} deep.`,
    fix: 'Flatten the structure.',
  };
}

function tooMany(offset: number): TextProblem {
  return {
    rule: 'input/too-large',
    offset,
    message: `The file has more than ${MAX_TOKENS} keys, values and marks.`,
    fix: 'Split it.',
  };
}

function forbiddenToken(lexeme: string, offset: number): TextProblem | undefined {
  switch (lexeme[0]) {
    case '&':
      return {
        rule: 'input/alias',
        offset,
        message: `${showValue(lexeme)} is an anchor; anchors and aliases are refused.`,
        fix: 'Write the value out, or move what services share to environment defaults.',
      };
    case '*':
      return {
        rule: 'input/alias',
        offset,
        message: `${showValue(lexeme)} is an alias; anchors and aliases are refused.`,
        fix: 'Write the value out; quote it if it is text.',
      };
    case '!':
      if (CORE_TAGS.test(lexeme)) return undefined;
      return {
        rule: 'input/tag',
        offset,
        message: `${showValue(lexeme)} is a tag; only the tags of YAML 1.2 core are read.`,
        fix: 'Remove the tag; quote the value if it is text.',
      };
    case '%':
      return {
        rule: 'input/directive',
        offset,
        message: `${showValue(lexeme)} is a directive; directives are refused, files are read as YAML 1.2.`,
        fix: 'Remove the line.',
      };
    default:
      return undefined;
  }
}
