import { CLUSTER_RULES, RULES, type AnyClusterRule, type AnyRule } from '@fleetwright/validation';
import type { Page } from './page.ts';

/** Where the pages of rules stand; nothing else stands there. */
export const RULES_FOLDER = 'docs/rules';

const NEEDS: Record<string, string> = {
  cluster: "the cluster's file",
  environment: "the environment's file",
  clusters: 'the files of all clusters of the environment',
  base: 'the manifests at the base revision',
};

/** A page per rule, and the list of them. */
export function rulePages(): Page[] {
  const rules = [...RULES, ...CLUSTER_RULES].sort((left, right) => (left.id < right.id ? -1 : 1));
  return [
    { path: `${RULES_FOLDER}/README.md`, text: writeList(rules) },
    ...rules.map((rule) => ({ path: `${RULES_FOLDER}/${rule.id}.md`, text: writeRule(rule) })),
  ];
}

function writeList(rules: readonly (AnyRule | AnyClusterRule)[]): string {
  const rows = rules.map(
    ({ id, severity, holds }) => `| [${id}](${id}.md) | ${severity} | ${escapeCell(holds)} |`,
  );
  return [
    '# Rules',
    '',
    `What \`fleetwright validate\` checks across objects, besides the schemas: ${rules.length} rules. A finding names its rule;`,
    'an environment records an exception under `waivers`. A rule whose facts are not given is not applicable, and counted.',
    '',
    '| rule | severity | what must hold |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function writeRule(rule: AnyRule | AnyClusterRule): string {
  const { id, severity, holds, why, sources, plan } = rule;
  return [
    `# ${id}`,
    '',
    holds,
    '',
    `**Otherwise:** ${why}`,
    '',
    '| | |',
    '|---|---|',
    `| severity | ${severity} |`,
    `| judges | ${'collect' in rule ? 'all objects of a cluster together' : 'the objects of a service, or any set of manifests'} |`,
    `| needs | ${describeNeeds(rule)} |`,
    ...(plan === undefined ? [] : [`| decided by | \`${plan}\`, as \`fleetwright explain\` knows it |`]),
    '',
    ...(sources.length === 0 ? [] : ['Read more:', '', ...sources.map((source) => `- <${source}>`), '']),
  ].join('\n');
}

function describeNeeds(rule: AnyRule | AnyClusterRule): string {
  const needs = 'collect' in rule ? (rule.needsCluster ? ['cluster'] : []) : rule.needs;
  return ['manifests', ...needs.map((need) => NEEDS[need])].join(', ');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
