import type { AnyClusterRule } from '../../cluster-rule.ts';
import type { AnyRule } from '../../rule.ts';
import { dashboardFound } from './dashboard-found.ts';
import { labelsAgree } from './labels-agree.ts';
import { monitorPortExists } from './monitor-port-exists.ts';
import { monitorSelectsTargets } from './monitor-selects-targets.ts';
import { named } from './named.ts';
import { namedPortExists } from './named-port-exists.ts';
import { namesFit } from './names-fit.ts';
import { namespaceOfEnvironment } from './namespace-of-environment.ts';
import { noControllerValues } from './no-controller-values.ts';
import { oneObjectPerName } from './one-object-per-name.ts';
import { podsHaveOneOwner } from './pods-have-one-owner.ts';
import { podsScrapedOnce } from './pods-scraped-once.ts';
import { policySelectsPods } from './policy-selects-pods.ts';
import { portDeclared } from './port-declared.ts';
import { prometheusSelectsMonitor } from './prometheus-selects-monitor.ts';
import { recommendedLabels } from './recommended-labels.ts';
import { rolloutServicesMatchTemplate } from './rollout-services-match-template.ts';
import { securityLabelsComplete } from './security-labels-complete.ts';
import { selectorUnchanged } from './selector-unchanged.ts';
import { serviceKeepsToItself } from './service-keeps-to-itself.ts';
import { serviceSelectsPods } from './service-selects-pods.ts';

/** Rules about names, labels and selectors. */
export const identityRules: readonly AnyRule[] = [
  serviceSelectsPods,
  rolloutServicesMatchTemplate,
  podsHaveOneOwner,
  selectorUnchanged,
  monitorSelectsTargets,
  monitorPortExists,
  prometheusSelectsMonitor,
  podsScrapedOnce,
  policySelectsPods,
  namedPortExists,
  portDeclared,
  namesFit,
  recommendedLabels,
  serviceKeepsToItself,
  noControllerValues,
  named,
  labelsAgree,
  namespaceOfEnvironment,
  dashboardFound,
  securityLabelsComplete,
];

/** The same over all objects of a cluster. */
export const identityClusterRules: readonly AnyClusterRule[] = [oneObjectPerName];
