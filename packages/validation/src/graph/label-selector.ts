import type { LabelSelector } from '@fleetwright/kube-schemas';
import type { Loose } from './kinds.ts';

/** Labels of an object; a value that is no string is left to the schema. */
export type Labels = Readonly<Record<string, unknown>>;

/** Whether labels carry every pair of a plain selector; an empty selector selects nothing, as a Service's does. */
export function matchesLabels(selector: Labels | undefined, labels: Labels): boolean {
  const pairs = Object.entries(selector ?? {});
  return pairs.length > 0 && pairs.every(([key, value]) => labels[key] === value);
}

/**
 * Whether a label selector selects labels; an empty one selects everything.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function matchesSelector(selector: Loose<LabelSelector> | undefined, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((expression) => matchesExpression(expression, labels))
  );
}

function matchesExpression(
  { key = '', operator, values = [] }: NonNullable<Loose<LabelSelector>['matchExpressions']>[number],
  labels: Labels,
): boolean {
  const has = Object.hasOwn(labels, key);
  switch (operator) {
    case 'Exists':
      return has;
    case 'DoesNotExist':
      return !has;
    case 'NotIn':
      return !has || !values.includes(labels[key] as string);
    default:
      return has && values.includes(labels[key] as string);
  }
}
