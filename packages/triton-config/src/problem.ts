/** Something wrong with a model's configuration; the caller knows the file and adds the place. */
export interface ConfigProblem {
  rule: string;
  severity: 'error' | 'warning';
  /** JSON pointer into the configuration. */
  pointer: string;
  message: string;
  fix: string;
}

/** A problem that stops the model, or the server, from working. */
export function configError(
  rule: string,
  pointer: string,
  text: { message: string; fix: string },
): ConfigProblem {
  return { rule, severity: 'error', pointer, ...text };
}
