export { checkSet, type RuleFinding, type SetVerdict } from './check-set.ts';
export { ResourceGraph, type GraphSources } from './graph/resource-graph.ts';
export { type AnyRule, type Facts, type RuleText, type Scope, type Violation } from './rule.ts';
export { CLUSTER_RULES, RULES } from './rules/index.ts';
export { type AnyClusterRule, type ClusterViolation, type Fact, type Place } from './cluster-rule.ts';
