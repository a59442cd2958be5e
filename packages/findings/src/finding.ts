/** `error` blocks (exit code 1), `warning` and `info` do not. */
export type Severity = 'error' | 'warning' | 'info';

/** Another place that takes part in a finding: the second of two values that disagree. */
export interface RelatedLocation {
  file: string;
  line?: number;
  column?: number;
  message: string;
}

/**
 * One validation result. `message` says what was found and what was expected; `fix` says what to do.
 * The field names are a stable contract: scripts read them from `--format=json`.
 */
export interface Finding {
  /** Stable id, `<area>/<what is wrong>`, e.g. `input/unknown-field`. */
  rule: string;
  severity: Severity;
  message: string;
  /** Path relative to the workspace root, with forward slashes. */
  file?: string;
  /** 1-based. */
  line?: number;
  /** 1-based. */
  column?: number;
  /** JSON pointer (RFC 6901) into the file or, for derived values, into the plan. */
  pointer?: string;
  /** `<kind>/<name>` of the Kubernetes object concerned. */
  resource?: string;
  service?: string;
  environment?: string;
  cluster?: string;
  related?: RelatedLocation[];
  fix?: string;
  /** Page that explains the rule. */
  docs?: string;
  /** Present when a recorded waiver covers the finding. */
  waiver?: string;
}
