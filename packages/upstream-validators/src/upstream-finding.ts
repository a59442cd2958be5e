import type { JudgeName } from './judges.ts';

/** One thing that a judge says, in upstream's words. */
export interface UpstreamFinding {
  judge: JudgeName;
  /**
   * `error`: upstream refuses the document; `warning` and `info`: it accepts it and says so;
   * `could-not-check`: the judge reached no verdict.
   */
  severity: 'error' | 'warning' | 'info' | 'could-not-check';
  /** Empty, as are namespace and name, where the finding is about no document or the document does not say. */
  kind: string;
  namespace: string;
  name: string;
  /** Which of the documents; -1 for all of them. */
  index: number;
  /** Field as upstream writes it, e.g. `spec.template.spec.containers[0].image`; empty when upstream names none. */
  path: string;
  message: string;
  /** Upstream's code, for `istio-analysis`: https://istio.io/latest/docs/reference/config/analysis/. */
  code?: string;
}

/** The finding that a judge reached no verdict on any document. */
export function findNoVerdict(judge: JudgeName, message: string): UpstreamFinding {
  return {
    judge,
    severity: 'could-not-check',
    kind: '',
    namespace: '',
    name: '',
    index: -1,
    path: '',
    message,
  };
}
