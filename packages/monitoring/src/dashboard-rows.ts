import {
  latencyQuantile,
  pendingRequests,
  queueTimeMs,
  requestRateByService,
  type ServingPlan,
} from '@fleetwright/plan';
import { timeseries, type Panel, type Row } from './dashboard-panel.ts';
import { gpuSignals, gpuTitle } from './gpu-signals.ts';
import {
  cacheHitShare,
  counterRate,
  gaugeMax,
  meanBatchSize,
  meanDurationMs,
  podHash,
  requestRateByVersion,
} from './server-signals.ts';
import {
  availabilityObjective,
  badShare,
  badShareOver,
  listObjectives,
  recordedRate,
} from './slo-records.ts';

/** Grafana's variable: at least four scrapes, so that a rate always has samples. */
const RANGE = '$__rate_interval';

/** The rows of a service's dashboard; what the service does not have is left out. */
export function dashboardRows(plan: ServingPlan): Row[] {
  return [
    { title: 'Overview', panels: overviewPanels(plan) },
    { title: 'Queue and batching', panels: queuePanels(plan) },
    { title: 'Models', panels: modelPanels(plan) },
    { title: 'GPU', panels: gpuPanels(plan) },
    { title: 'Canary', panels: canaryPanels(plan) },
    { title: 'Server', panels: serverPanels(plan) },
  ].filter(({ panels }) => panels.length > 0);
}

function overviewPanels(plan: ServingPlan): Panel[] {
  const availability = availabilityObjective(plan);
  return [
    timeseries('Requests', 'reqps', { series: [['requests', recordedRate(plan, availability)]] }),
    timeseries('Failed requests', 'percentunit', {
      series: [['failed', badShare(plan, availability)]],
      lines: [availability.budget],
    }),
    ...(plan.slo.latencySource === 'none' ? [] : [latencyPanel(plan)]),
    timeseries(`Error budget left of ${plan.slo.window}`, 'percentunit', {
      series: listObjectives(plan).map((objective) => [
        objective.name,
        `1 - ${badShareOver(plan, objective, plan.slo.windowSeconds)} / ${objective.budget}`,
      ]),
      negative: true,
    }),
  ];
}

function latencyPanel(plan: ServingPlan): Panel {
  return timeseries('Latency', 'ms', {
    series: [0.5, 0.95, 0.99].map((quantile) => [
      `p${quantile * 100}`,
      latencyQuantile(plan, quantile, { audience: 'all', range: RANGE }),
    ]),
    lines: plan.slo.latency.map(({ thresholdMs }) => thresholdMs),
  });
}

function queuePanels(plan: ServingPlan): Panel[] {
  const { scaling } = plan;
  return [
    timeseries('Queue time', 'ms', {
      series: [['mean', queueTimeMs(plan, 'all', RANGE)]],
      lines:
        scaling.controller !== 'none' && scaling.metric.type === 'queueTime' ? [scaling.metric.targetMs] : [],
    }),
    timeseries('Pending requests', 'short', { series: [['pending', pendingRequests(plan, 'all')]] }),
    timeseries('Mean batch size', 'short', {
      series: [['{{model}}', meanBatchSize(plan, { range: RANGE, by: 'model' })]],
    }),
    // Triton does not count requests that meet a full queue: they are among the failed ones.
    timeseries('Timed out in the queue', 'reqps', {
      series: [
        [
          '{{model}}',
          counterRate(plan, 'nv_inference_request_failure', {
            range: RANGE,
            by: 'model',
            matchers: ['reason="REJECTED"'],
          }),
        ],
      ],
    }),
  ];
}

function modelPanels(plan: ServingPlan): Panel[] {
  const reading = { range: RANGE, by: 'model' } as const;
  return [
    timeseries('Answered requests', 'reqps', {
      series: [['{{model}}', counterRate(plan, 'nv_inference_request_success', reading)]],
    }),
    timeseries('Mean request time', 'ms', {
      series: [['{{model}}', meanDurationMs(plan, 'nv_inference_request_duration_us', reading)]],
    }),
  ];
}

function gpuPanels(plan: ServingPlan): Panel[] {
  const gpu = gpuSignals(plan);
  if (gpu === undefined) return [];
  return [
    timeseries(gpuTitle(plan.gpu, 'utilization'), 'percentunit', { series: [[gpu.legend, gpu.utilization]] }),
    timeseries(gpuTitle(plan.gpu, 'memory'), 'bytes', { series: [[gpu.legend, gpu.memoryBytes]] }),
  ];
}

function canaryPanels(plan: ServingPlan): Panel[] {
  if (plan.rollout.strategy !== 'canary') return [];
  const hash = podHash(plan);
  const reading = { range: RANGE, by: hash } as const;
  return [
    timeseries('Requests, stable and canary', 'reqps', {
      series: [
        plan.gateway === undefined
          ? [`{{${hash}}}`, requestRateByVersion(plan, RANGE)]
          : ['{{destination_service_name}}', requestRateByService(plan, plan.gateway, RANGE)],
      ],
    }),
    timeseries('Mean request time by version', 'ms', {
      series: [[`{{${hash}}}`, meanDurationMs(plan, 'nv_inference_request_duration_us', reading)]],
    }),
    timeseries('Backend failures by version', 'reqps', {
      series: [
        [
          `{{${hash}}}`,
          counterRate(plan, 'nv_inference_request_failure', { ...reading, matchers: ['reason="BACKEND"'] }),
        ],
      ],
    }),
  ];
}

/** Triton reads CPU and memory of the whole node, not of its container. */
function serverPanels(plan: ServingPlan): Panel[] {
  const cached = plan.triton.args.some((arg) => arg.startsWith('--cache-config'));
  return [
    timeseries('Node CPU', 'percentunit', {
      series: [['{{pod}}', gaugeMax(plan, 'nv_cpu_utilization', 'pod')]],
    }),
    timeseries('Node memory', 'bytes', {
      series: [['{{pod}}', gaugeMax(plan, 'nv_cpu_memory_used_bytes', 'pod')]],
    }),
    ...(cached
      ? [
          timeseries('Response cache hits', 'percentunit', {
            series: [['{{model}}', cacheHitShare(plan, { range: RANGE, by: 'model' })]],
          }),
        ]
      : []),
  ];
}
