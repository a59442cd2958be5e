import type { AnyRule } from '../../rule.ts';
import { absenceAlerted } from './absence-alerted.ts';
import { alertDescribed } from './alert-described.ts';
import { alertRouted } from './alert-routed.ts';
import { alertWaits } from './alert-waits.ts';
import { alertsAlike } from './alerts-alike.ts';
import { bucketExists } from './bucket-exists.ts';
import { counterAsRate } from './counter-as-rate.ts';
import { divisionGuarded } from './division-guarded.ts';
import { endpointNamesPort } from './endpoint-names-port.ts';
import { gatewayJob } from './gateway-job.ts';
import { gpuMetricsThere } from './gpu-metrics-there.ts';
import { groupHasRules } from './group-has-rules.ts';
import { labelAttached } from './label-attached.ts';
import { meshSeriesKnown } from './mesh-series-known.ts';
import { metricExists } from './metric-exists.ts';
import { metricSwitchedOn } from './metric-switched-on.ts';
import { monitorHasEndpoint } from './monitor-has-endpoint.ts';
import { prometheusAddress } from './prometheus-address.ts';
import { queryParses } from './query-parses.ts';
import { recordExists } from './record-exists.ts';
import { recordLabels } from './record-labels.ts';
import { scrapedAsStated } from './scraped-as-stated.ts';
import { scrapesMetricsPort } from './scrapes-metrics-port.ts';
import { seriesNamespace } from './series-namespace.ts';
import { seriesSourceExists } from './series-source-exists.ts';
import { workloadAlerted } from './workload-alerted.ts';

/** Rules about monitors, alerts and queries. */
export const monitoringRules: readonly AnyRule[] = [
  queryParses,
  metricExists,
  metricSwitchedOn,
  gpuMetricsThere,
  counterAsRate,
  divisionGuarded,
  recordExists,
  bucketExists,
  seriesSourceExists,
  labelAttached,
  scrapesMetricsPort,
  prometheusAddress,
  alertDescribed,
  alertWaits,
  absenceAlerted,
  workloadAlerted,
  recordLabels,
  monitorHasEndpoint,
  alertRouted,
  meshSeriesKnown,
  gatewayJob,
  groupHasRules,
  alertsAlike,
  seriesNamespace,
  endpointNamesPort,
  scrapedAsStated,
];
