import type { ErrorCode, YAMLParseError } from 'yaml';
import { escapeHidden } from './suspicious-text.ts';

/** A mistake at a place of the text, as opposed to a pointer of the value. */
export interface TextProblem {
  rule: string;
  /** In UTF-16 code units from the start of the text. */
  offset: number;
  message: string;
  fix?: string;
  related?: { offset: number; message: string };
}

const EXPLAINED: Partial<Record<ErrorCode, Omit<TextProblem, 'offset'>>> = {
  TAB_AS_INDENT: {
    rule: 'input/tab',
    message: 'A tab indents this line; YAML indents with spaces only.',
    fix: 'Replace the tab by spaces.',
  },
  MULTIPLE_DOCS: {
    rule: 'input/multiple-documents',
    message: 'A second document starts here; a file holds one.',
    fix: 'Move it to a file of its own, or remove the --- line.',
  },
  NON_STRING_KEY: {
    rule: 'input/key',
    message: 'A mapping or list stands where a key is expected.',
    fix: 'Use a plain key. Text that begins with { or [ needs quotes.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    rule: 'input/yaml-syntax',
    message: 'A second colon follows on one line: a mapping cannot start inside a value.',
    fix: 'Quote the value, or start the mapping on the next line.',
  },
  BAD_SCALAR_START: {
    rule: 'input/yaml-syntax',
    message: 'A value cannot begin with this character.',
    fix: 'Quote the value.',
  },
  BAD_INDENT: {
    rule: 'input/yaml-syntax',
    message: 'The indentation fits no mapping or list around it.',
    fix: 'Align the line with its siblings.',
  },
};

/** Says in our words what the YAML reader found. */
export function explainYamlError(error: YAMLParseError): TextProblem {
  const explained = EXPLAINED[error.code];
  const offset = error.pos[0];
  if (explained) return { ...explained, offset };
  return {
    rule: 'input/yaml-syntax',
    offset,
    message: `Not YAML: ${escapeHidden(error.message.slice(0, 200))}.`,
    fix: 'Correct the syntax.',
  };
}
