import type { Finding, RelatedLocation, Severity } from './finding.ts';

const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * Findings in SARIF 2.1.0, as code scanning reads it.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(findings: readonly Finding[], version: string): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'fleetwright', version, rules: rules.map((id) => ({ id })) } },
        results: findings.map((finding) => toResult(finding, rules.indexOf(finding.rule))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function toResult(finding: Finding, ruleIndex: number): object {
  const { rule, severity, message, fix, file, related = [], waiver } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: fix === undefined ? message : `${message} ${fix}` },
    ...(file !== undefined && { locations: [toLocation({ ...finding, file })] }),
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({
        id,
        ...toLocation(other),
        message: { text: other.message },
      })),
    }),
    ...(waiver !== undefined && { suppressions: [{ kind: 'external', justification: waiver }] }),
  };
}

function toLocation({ file, line, column }: Pick<RelatedLocation, 'file' | 'line' | 'column'>): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
      ...(line !== undefined && {
        region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
      }),
    },
  };
}
