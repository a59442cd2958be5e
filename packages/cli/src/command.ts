import type { Finding } from '@fleetwright/findings';

/** An option of a command, as `--name=VALUE` or as a switch. */
export interface Option {
  name: string;
  /** What stands for the value in the help; absent: a switch. */
  value?: string;
  /** The only values allowed. */
  choices?: readonly string[];
  description: string;
}

/** An argument of a command that has no dashes. */
export interface Operand {
  name: string;
  required: boolean;
  /** Takes all that follow; only the last operand may. */
  repeated?: true;
  description: string;
}

/** One command of the command line, as help and parsing see it. */
export interface CommandSpec {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  operands: readonly Operand[];
  options: readonly Option[];
  examples: readonly string[];
  /** Loads the code of the command: a command pays only for itself. */
  load: () => Promise<(input: CommandInput) => Promise<ExitCode>>;
}

/** What was given on the command line, checked against the command's own words. */
export interface CommandInput {
  operands: readonly string[];
  /** Value by option name; a switch that was given has the value `true`. */
  options: Readonly<Record<string, string | true | undefined>>;
  terminal: Terminal;
}

/** Where a command prints. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Whether results may be coloured. */
  colour: boolean;
  /** Whether somebody watches the progress. */
  progress: boolean;
  /** The folder in which the command was started. */
  folder: string;
}

/** 0: nothing wrong. 1: errors or drift. 2: usage, or something could not be read or checked. */
export type ExitCode = 0 | 1 | 2;

// What keeps the command from seeing an input at all, as opposed to what is wrong with its values.
const UNREADABLE = new Set([
  'explain/unknown-pointer',
  'input/alias',
  'input/directive',
  'input/duplicate-key',
  'input/empty',
  'input/merge-key',
  'input/multiple-documents',
  'input/tab',
  'input/tag',
  'input/too-deep',
  'input/too-large',
  'input/yaml-syntax',
  'manifest/kustomization-feature',
  'manifest/no-object',
  'manifest/template',
  'manifest/too-large',
  'manifest/yaml-syntax',
  'repository/unreadable',
  'workspace/encoding',
  'workspace/journal',
  'workspace/locked',
  'workspace/missing',
  'workspace/not-plain',
  'workspace/system-error',
  'workspace/too-large',
  'workspace/unknown-name',
  'workspace/unreadable',
]);

/** How the ids of rules start that say what could not be checked: a check was incomplete, nothing was found wrong. */
export const COULD_NOT_CHECK = 'could-not-check/';

/** The exit code that findings lead to; where both 1 and 2 apply, 1 wins. */
export function exitCodeOf(findings: readonly Finding[]): ExitCode {
  const errors = findings.filter(({ severity, waiver }) => severity === 'error' && waiver === undefined);
  if (errors.length === 0) return 0;
  return errors.every(({ rule }) => UNREADABLE.has(rule) || rule.startsWith(COULD_NOT_CHECK)) ? 2 : 1;
}
