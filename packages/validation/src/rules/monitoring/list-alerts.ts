import type { PrometheusRule, PrometheusRuleRule } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { Node } from '../../graph/node.ts';

/** One alert of a PrometheusRule. */
export interface Alert {
  alert: string;
  rule: Loose<PrometheusRuleRule>;
  /** JSON pointer of the alert in the object. */
  pointer: string;
  /** How often it is evaluated, where its group says it. */
  interval: string | undefined;
}

/** The alerts of a PrometheusRule. */
export function listAlerts({ object }: Node<PrometheusRule>): Alert[] {
  return (object.spec?.groups ?? []).flatMap(({ interval, rules = [] }, group) =>
    rules.flatMap((rule, index) =>
      rule.alert === undefined
        ? []
        : [{ alert: rule.alert, rule, pointer: `/spec/groups/${group}/rules/${index}`, interval }],
    ),
  );
}
