import type { AnyRule } from '../../rule.ts';
import { analysisArgsBound } from './analysis-args-bound.ts';
import { analysisArgsUsed } from './analysis-args-used.ts';
import { analysisConditionsTotal } from './analysis-conditions-total.ts';
import { analysisEnds } from './analysis-ends.ts';
import { analysisHasTime } from './analysis-has-time.ts';
import { analysisRepeats } from './analysis-repeats.ts';
import { analysisSeesCanary } from './analysis-sees-canary.ts';
import { analysisTemplateExists } from './analysis-template-exists.ts';
import { analysisTemplateUsed } from './analysis-template-used.ts';
import { analysisWaitsForRequests } from './analysis-waits-for-requests.ts';
import { canaryAnalysed } from './canary-analysed.ts';
import { claimTemplateKept } from './claim-template-kept.ts';
import { conditionReads } from './condition-reads.ts';
import { deadlineCoversStart } from './deadline-covers-start.ts';
import { deadlineStated } from './deadline-stated.ts';
import { hasStrategy } from './has-strategy.ts';
import { metricHasProvider } from './metric-has-provider.ts';
import { pauseEnds } from './pause-ends.ts';
import { scaleDownBeforeDeadline } from './scale-down-before-deadline.ts';
import { sequencesStay } from './sequences-stay.ts';
import { servicesDiffer } from './services-differ.ts';
import { servicesExist } from './services-exist.ts';
import { stepsRise } from './steps-rise.ts';
import { templateComplete } from './template-complete.ts';
import { weightHasRouter } from './weight-has-router.ts';
import { workloadRefNotScaled } from './workload-ref-not-scaled.ts';

/** Rules about rollouts and their analysis. */
export const rolloutRules: readonly AnyRule[] = [
  servicesExist,
  servicesDiffer,
  stepsRise,
  weightHasRouter,
  pauseEnds,
  canaryAnalysed,
  analysisTemplateExists,
  analysisArgsBound,
  analysisArgsUsed,
  analysisEnds,
  analysisHasTime,
  analysisConditionsTotal,
  analysisSeesCanary,
  analysisWaitsForRequests,
  deadlineCoversStart,
  deadlineStated,
  scaleDownBeforeDeadline,
  workloadRefNotScaled,
  templateComplete,
  sequencesStay,
  hasStrategy,
  metricHasProvider,
  conditionReads,
  analysisRepeats,
  analysisTemplateUsed,
  claimTemplateKept,
];
