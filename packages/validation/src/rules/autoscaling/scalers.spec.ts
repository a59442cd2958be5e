import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { describe, expect, it } from 'vitest';
import { judgeAreas, rollout } from '../../testing-rollouts.ts';
import { add, judgeService, remove, set } from '../../testing.ts';

const SCALER = 'ScaledObject/image-classification';
const judge = (yaml: string) => judgeAreas(['autoscaling'], yaml);
const hpaService = {
  inputs: planInputsFixture(({ cluster }) => ({
    cluster: cluster.replace('controller: keda', 'controller: hpa'),
  })),
};

const deployment = (name: string, { spec = '', container = '', app = 'chat' } = {}) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  ${spec}
  selector: { matchLabels: { app: ${app} } }
  template:
    metadata: { labels: { app: ${app} } }
    spec: { containers: [{ name: chat, image: example.com/chat:1.0.0, ${container} }] }
---
`;
const QUEUE =
  '[{ type: External, external: { metric: { name: queue }, target: { type: Value, value: 20 } } }]';
const hpa = (apiVersion: string, kind: string, { name = 'chat', metrics = QUEUE } = {}) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}, namespace: shop }
spec:
  minReplicas: 2
  maxReplicas: 4
  scaleTargetRef: { apiVersion: ${apiVersion}, kind: ${kind}, name: chat }
  metrics: ${metrics}
---
`;
const scaledObject = (target: string, trigger = '{ type: cron, metadata: { timezone: UTC } }') => `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: chat, namespace: shop }
spec:
  scaleTargetRef: ${target}
  triggers: [${trigger}]
---
`;
const keepsOne = (yaml: string) => yaml.replace('spec:', 'spec:\n  minReplicaCount: 1');
const GPU = 'resources: { limits: { nvidia.com/gpu: 1 } }';
const resource = (name: string) =>
  `[{ type: Resource, resource: { name: ${name}, target: { type: Utilization, averageUtilization: 70 } } }]`;

describe('autoscaling/target-exists', () => {
  const found = (node: string, text: string) => [
    `autoscaling/target-exists ${node} /spec/scaleTargetRef: ${text}`,
  ];

  it('finds a kind that the workload does not have', () => {
    expect(judge(deployment('chat') + hpa('argoproj.io/v1alpha1', 'Rollout'))).toEqual(
      found(
        'HorizontalPodAutoscaler/chat',
        'There is no Rollout chat of argoproj.io in namespace shop; chat is a Deployment.',
      ),
    );
  });

  it('finds a group that has no such kind', () => {
    expect(judge(deployment('chat') + hpa('extensions/v1beta1', 'Deployment'))).toEqual(
      found(
        'HorizontalPodAutoscaler/chat',
        'There is no Deployment chat of extensions in namespace shop; chat is a Deployment.',
      ),
    );
  });

  it("goes by KEDA's default kind", () => {
    expect(judge(rollout('{ canary: {} }') + scaledObject('{ name: chat }'))).toEqual(
      found('ScaledObject/chat', 'There is no Deployment chat of apps in namespace shop; chat is a Rollout.'),
    );
    expect(judge(deployment('chat') + scaledObject('{ name: chat }'))).toEqual([]);
  });

  it('finds a kind that its group does not have', () => {
    expect(judge(deployment('chat') + hpa('apps/v1', 'Deploy'))).toEqual(
      found(
        'HorizontalPodAutoscaler/chat',
        'There is no Deploy chat of apps in namespace shop; chat is a Deployment.',
      ),
    );
  });

  it('finds a version that KEDA would look for in vain', () => {
    expect(judgeService([set(SCALER, '/spec/scaleTargetRef/apiVersion', 'argoproj.io/v1')])).toEqual([
      'autoscaling/target-exists ScaledObject/image-classification /spec/scaleTargetRef/apiVersion: ScaledObject/image-classification scales Rollout/image-classification as argoproj.io/v1; it is of argoproj.io/v1alpha1.',
    ]);
    expect(judge(deployment('chat') + hpa('apps/v1beta1', 'Deployment'))).toEqual([]);
  });

  it('knows nothing of kinds of others', () => {
    expect(judge(hpa('example.com/v1', 'Model'))).toEqual([]);
  });

  it.each([
    [
      'name',
      'image-clasification',
      'There is no Rollout image-clasification of argoproj.io in namespace ml-inference.',
    ],
    [
      'kind',
      'Deployment',
      'There is no Deployment image-classification of argoproj.io in namespace ml-inference; image-classification is a Rollout.',
    ],
    [
      'apiVersion',
      'apps/v1',
      'There is no Rollout image-classification of apps in namespace ml-inference; image-classification is a Rollout.',
    ],
  ])('finds another %s in the service', (field, value, text) => {
    expect(judgeService([set(SCALER, `/spec/scaleTargetRef/${field}`, value)])).toEqual([
      `autoscaling/target-exists ScaledObject/image-classification /spec/scaleTargetRef: ${text}`,
    ]);
  });
});

describe('autoscaling/target-is-rollout', () => {
  it('finds a Deployment scaled beside a Rollout of the same pods', () => {
    expect(judge(rollout('{ canary: {} }') + deployment('chat') + hpa('apps/v1', 'Deployment'))).toEqual([
      'autoscaling/target-is-rollout HorizontalPodAutoscaler/chat /spec/scaleTargetRef: HorizontalPodAutoscaler/chat scales Deployment/chat; Rollout/chat selects the same pods.',
    ]);
  });

  it('accepts a Deployment of other pods', () => {
    expect(
      judge(rollout('{ canary: {} }') + deployment('chat', { app: 'web' }) + hpa('apps/v1', 'Deployment')),
    ).toEqual([]);
  });
});

describe('autoscaling/replicas-unset', () => {
  it('finds replicas stated twice', () => {
    expect(judge(deployment('chat', { spec: 'replicas: 2' }) + hpa('apps/v1', 'Deployment'))).toEqual([
      'autoscaling/replicas-unset Deployment/chat /spec/replicas: Deployment/chat states 2 replicas, and HorizontalPodAutoscaler/chat scales it.',
    ]);
  });

  it('finds them in the service', () => {
    expect(judgeService([set('Rollout/image-classification', '/spec/replicas', 2)])).toEqual([
      'autoscaling/replicas-unset Rollout/image-classification /spec/replicas: Rollout/image-classification states 2 replicas, and ScaledObject/image-classification scales it.',
    ]);
  });

  it.each([
    ['no replicas', deployment('chat') + hpa('apps/v1', 'Deployment')],
    ['autoscaling switched off', deployment('chat', { spec: 'replicas: 0' }) + hpa('apps/v1', 'Deployment')],
    [
      'another workload',
      deployment('web', { spec: 'replicas: 2' }) + deployment('chat') + hpa('apps/v1', 'Deployment'),
    ],
  ])('accepts %s', (_case, yaml) => {
    expect(judge(yaml)).toEqual([]);
  });
});

describe('autoscaling/follows-gpu', () => {
  it.each(['cpu', 'memory'])('finds an inference server scaled by %s', (name) => {
    expect(
      judge(
        deployment('chat', { container: GPU }) + hpa('apps/v1', 'Deployment', { metrics: resource(name) }),
      ),
    ).toEqual([
      `autoscaling/follows-gpu HorizontalPodAutoscaler/chat /spec/metrics/0: HorizontalPodAutoscaler/chat scales Deployment/chat, an inference server, by ${name}.`,
    ]);
  });

  it('finds a trigger and an autoscaler of the first version', () => {
    const trigger = "{ type: cpu, metricType: Utilization, metadata: { value: '70' } }";
    expect(
      judge(deployment('chat', { container: GPU }) + keepsOne(scaledObject('{ name: chat }', trigger))),
    ).toEqual([
      'autoscaling/follows-gpu ScaledObject/chat /spec/triggers/0/type: ScaledObject/chat scales Deployment/chat, an inference server, by cpu.',
    ]);
    const first = hpa('apps/v1', 'Deployment').replace(
      `metrics: ${QUEUE}`,
      'targetCPUUtilizationPercentage: 70',
    );
    expect(judge(deployment('chat', { container: GPU }) + first)).toEqual([
      'autoscaling/follows-gpu HorizontalPodAutoscaler/chat /spec/targetCPUUtilizationPercentage: HorizontalPodAutoscaler/chat scales Deployment/chat, an inference server, by cpu.',
    ]);
  });

  it.each(['metrics: []', ''])('finds an autoscaler with %j, to which the API server adds CPU', (none) => {
    const empty = hpa('apps/v1', 'Deployment').replace(`metrics: ${QUEUE}`, none);
    expect(judge(deployment('chat', { container: GPU }) + empty)).toEqual([
      'autoscaling/follows-gpu HorizontalPodAutoscaler/chat /spec: HorizontalPodAutoscaler/chat scales Deployment/chat, an inference server, by cpu, the default.',
    ]);
    expect(judge(deployment('chat') + empty)).toEqual([]);
  });

  it('finds the metric of the service gone', () => {
    expect(
      judgeService([remove('HorizontalPodAutoscaler/image-classification', '/spec/metrics')], hpaService),
    ).toEqual([
      'autoscaling/follows-gpu HorizontalPodAutoscaler/image-classification /spec: HorizontalPodAutoscaler/image-classification scales Rollout/image-classification, an inference server, by cpu, the default.',
    ]);
  });

  it('accepts CPU for what runs on it', () => {
    expect(judge(deployment('chat') + hpa('apps/v1', 'Deployment', { metrics: resource('cpu') }))).toEqual(
      [],
    );
  });
});

describe('autoscaling/averaging-fits', () => {
  const trigger = (type: string, query: string) =>
    `{ type: prometheus, ${type} metadata: { query: '${query}', threshold: '5', serverAddress: 'http://p' } }`;
  const RATIO = 'sum(rate(a[1m])) / (sum(rate(b[1m])) > 0)';

  it.each([
    ['', '', 'AverageValue, the default,'],
    ['metricType: AverageValue,', '/metricType', 'AverageValue'],
  ])('finds a ratio divided by the pods with %s', (type, field, text) => {
    expect(judge(deployment('chat') + scaledObject('{ name: chat }', trigger(type, RATIO)))).toEqual([
      `autoscaling/averaging-fits ScaledObject/chat /spec/triggers/0${field}: The trigger 0 of ScaledObject/chat asks for a ratio, which ${text} divides by the number of pods.`,
    ]);
  });

  it.each([
    ['metricType: Value,', RATIO],
    ['', 'sum(waiting)'],
    ['', 'sum(waiting) / 2'],
  ])('accepts %s for %s', (type, query) => {
    expect(judge(deployment('chat') + scaledObject('{ name: chat }', trigger(type, query)))).toEqual([]);
  });

  it('finds the type of the service gone', () => {
    expect(judgeService([remove(SCALER, '/spec/triggers/0/metricType')])).toEqual([
      'autoscaling/averaging-fits ScaledObject/image-classification /spec/triggers/0: The trigger 0 of ScaledObject/image-classification asks for a ratio, which AverageValue, the default, divides by the number of pods.',
    ]);
  });
});

describe('autoscaling/metric-served', () => {
  const HPA = 'HorizontalPodAutoscaler/image-classification';
  const METRIC = '/spec/metrics/0/external/metric';

  it('accepts the service of a cluster with the adapter', () => {
    expect(judgeService([], hpaService)).toEqual([]);
  });

  it('finds a metric that the adapter does not serve', () => {
    expect(judgeService([set(HPA, `${METRIC}/name`, 'fleetwright_queue_time_seconds')], hpaService)).toEqual([
      'autoscaling/metric-served HorizontalPodAutoscaler/image-classification /spec/metrics/0/external/metric/name: HorizontalPodAutoscaler/image-classification asks for the metric fleetwright_queue_time_seconds; the adapter of cluster prod-us-east serves fleetwright_queue_time_milliseconds, fleetwright_pending_requests.',
    ]);
  });

  it('finds a Service that is not there', () => {
    expect(
      judgeService(
        [set(HPA, `${METRIC}/selector/matchLabels/service`, 'image-classification-metric')],
        hpaService,
      ),
    ).toEqual([
      'autoscaling/metric-served HorizontalPodAutoscaler/image-classification /spec/metrics/0/external/metric/selector/matchLabels/service: HorizontalPodAutoscaler/image-classification asks for fleetwright_queue_time_milliseconds of the Service image-classification-metric, which does not exist in namespace ml-inference.',
    ]);
  });

  it('finds the selector gone', () => {
    expect(judgeService([remove(HPA, `${METRIC}/selector`)], hpaService)).toEqual([
      'autoscaling/metric-served HorizontalPodAutoscaler/image-classification /spec/metrics/0/external/metric: HorizontalPodAutoscaler/image-classification asks for fleetwright_queue_time_milliseconds of every service: its selector has no label service.',
    ]);
  });

  it('knows nothing of metrics of other adapters', () => {
    expect(judgeService([set(HPA, `${METRIC}/name`, 'sqs_messages_visible')], hpaService)).toEqual([]);
  });
});

describe('autoscaling/scale-down-waits', () => {
  const start = (failureThreshold: number) =>
    `${GPU}, startupProbe: { tcpSocket: { port: 80 }, failureThreshold: ${failureThreshold} }`;

  it('finds pods that go sooner than others start', () => {
    expect(judge(deployment('chat', { container: start(60) }) + hpa('apps/v1', 'Deployment'))).toEqual([
      'autoscaling/scale-down-waits HorizontalPodAutoscaler/chat /spec/behavior/scaleDown/stabilizationWindowSeconds: HorizontalPodAutoscaler/chat scales down after 300s of low load; a pod of Deployment/chat may take 600s to start.',
    ]);
  });

  it('finds it in the service', () => {
    const pointer =
      '/spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown/stabilizationWindowSeconds';
    expect(judgeService([set(SCALER, pointer, 60)])).toEqual([
      `autoscaling/scale-down-waits ScaledObject/image-classification ${pointer}: ScaledObject/image-classification scales down after 60s of low load; a pod of Rollout/image-classification may take 120s to start.`,
    ]);
  });

  it('accepts the default for what starts in time', () => {
    expect(judge(deployment('chat', { container: start(30) }) + hpa('apps/v1', 'Deployment'))).toEqual([]);
  });
});

describe('autoscaling/one-scaler', () => {
  const vertical = (mode: string) => `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: chat, namespace: shop }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: chat }
  updatePolicy: { updateMode: ${mode} }
`;
  const BOTH = deployment('chat') + hpa('apps/v1', 'Deployment', { metrics: resource('cpu') });

  it('finds two autoscalers of one workload', () => {
    expect(judge(BOTH + scaledObject('{ name: chat }'))).toEqual([
      'autoscaling/one-scaler ScaledObject/chat /spec/scaleTargetRef: ScaledObject/chat and HorizontalPodAutoscaler/chat both scale Deployment/chat.',
    ]);
  });

  it('finds a second one beside that of the service', () => {
    const second = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: second, namespace: ml-inference }
spec:
  minReplicas: 2
  maxReplicas: 4
  scaleTargetRef: { apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: image-classification }
  metrics: [{ type: External, external: { metric: { name: messages }, target: { type: Value, value: '5' } } }]
`;
    const found = judgeService([add(second)]).filter((finding) => finding.startsWith('autoscaling/'));
    expect(found).toEqual([
      'autoscaling/one-scaler ScaledObject/image-classification /spec/scaleTargetRef: ScaledObject/image-classification and HorizontalPodAutoscaler/second both scale Rollout/image-classification.',
    ]);
  });

  it('finds requests and replicas both set by CPU', () => {
    expect(judge(BOTH + vertical('Auto'))).toEqual([
      'autoscaling/one-scaler VerticalPodAutoscaler/chat /spec/targetRef: VerticalPodAutoscaler/chat and HorizontalPodAutoscaler/chat both scale Deployment/chat.',
    ]);
  });

  it('accepts a vertical autoscaler that only recommends', () => {
    expect(judge(BOTH + vertical("'Off'"))).toEqual([]);
  });
});

describe('autoscaling/budget-allows-eviction', () => {
  const budget = (spec: string) => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: chat, namespace: shop }
spec: { selector: { matchLabels: { app: chat } }, ${spec} }
---
`;
  const found = (field: string, text: string) => [
    `autoscaling/budget-allows-eviction PodDisruptionBudget/chat /spec/${field}: PodDisruptionBudget/chat allows no eviction: ${text}.`,
  ];
  const TWO = deployment('chat', { spec: 'replicas: 2' });

  it.each([
    ['minAvailable: 2', 'minAvailable', 'minAvailable is 2 of 2 replicas at least of Deployment/chat'],
    ["minAvailable: '51%'", 'minAvailable', 'minAvailable is 51% of 2 replicas at least of Deployment/chat'],
    ["minAvailable: '100%'", 'minAvailable', 'minAvailable is 100% of the pods of Deployment/chat'],
    ['maxUnavailable: 0', 'maxUnavailable', 'maxUnavailable is 0 for the pods of Deployment/chat'],
    ["maxUnavailable: '0%'", 'maxUnavailable', 'maxUnavailable is 0% for the pods of Deployment/chat'],
  ])('finds %s of two replicas', (spec, field, text) => {
    expect(judge(TWO + budget(spec))).toEqual(found(field, text));
  });

  it('goes by the least number of an autoscaler', () => {
    expect(judge(deployment('chat') + hpa('apps/v1', 'Deployment') + budget('minAvailable: 2'))).toEqual(
      found('minAvailable', 'minAvailable is 2 of 2 replicas at least of Deployment/chat'),
    );
  });

  it.each([
    ['minAvailable: 1', TWO],
    ["minAvailable: '50%'", TWO],
    ["maxUnavailable: '10%'", TWO],
    ['minAvailable: 2', deployment('chat')],
    ['minAvailable: 2', TWO + deployment('more', { spec: 'replicas: 2' })],
  ])('accepts %s', (spec, workloads) => {
    expect(judge(workloads + budget(spec))).toEqual([]);
  });

  it('finds it in the service', () => {
    expect(
      judgeService([set('PodDisruptionBudget/image-classification', '/spec/maxUnavailable', 0)]),
    ).toEqual([
      'autoscaling/budget-allows-eviction PodDisruptionBudget/image-classification /spec/maxUnavailable: PodDisruptionBudget/image-classification allows no eviction: maxUnavailable is 0 for the pods of Rollout/image-classification.',
    ]);
  });
});

describe('autoscaling/budget-protects', () => {
  const budget = (spec: string) => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: chat, namespace: shop }
spec: { selector: { matchLabels: { app: chat } }${spec} }
`;

  it.each([
    ['', 'has neither minAvailable nor maxUnavailable'],
    [', minAvailable: 0', 'has minAvailable 0'],
    [", minAvailable: '0%'", 'has minAvailable 0%'],
    [", maxUnavailable: '100%'", 'has maxUnavailable 100%'],
  ])('finds a budget with %j', (spec, text) => {
    expect(judge(budget(spec))).toEqual([
      `autoscaling/budget-protects PodDisruptionBudget/chat /spec: PodDisruptionBudget/chat ${text}: it protects no pod.`,
    ]);
  });

  it('finds the number of the service gone', () => {
    expect(
      judgeService([remove('PodDisruptionBudget/image-classification', '/spec/maxUnavailable')]),
    ).toEqual([
      'autoscaling/budget-protects PodDisruptionBudget/image-classification /spec: PodDisruptionBudget/image-classification has neither minAvailable nor maxUnavailable: it protects no pod.',
    ]);
  });

  it('accepts one pod at a time', () => {
    expect(judge(budget(', maxUnavailable: 1'))).toEqual([]);
  });
});

describe('autoscaling/never-zero', () => {
  it('finds an inference server that may have no pod', () => {
    expect(judge(deployment('chat', { container: GPU }) + scaledObject('{ name: chat }'))).toEqual([
      'autoscaling/never-zero ScaledObject/chat /spec: ScaledObject/chat scales Deployment/chat, an inference server, down to zero.',
    ]);
  });

  it('accepts it of other workloads, and one replica', () => {
    expect(judge(deployment('chat') + scaledObject('{ name: chat }'))).toEqual([]);
    expect(judge(deployment('chat', { container: GPU }) + keepsOne(scaledObject('{ name: chat }')))).toEqual(
      [],
    );
  });
});

describe('autoscaling/trigger-complete', () => {
  const found = (field: string, text: string) =>
    `autoscaling/trigger-complete ScaledObject/image-classification /spec/triggers/0${field}: The trigger 0 of ScaledObject/image-classification ${text}.`;

  it.each(['serverAddress', 'query', 'threshold'])('misses %s', (field) => {
    expect(judgeService([remove(SCALER, `/spec/triggers/0/metadata/${field}`)])).toEqual([
      found('/metadata', `lacks ${field}`),
    ]);
  });

  it('refuses a threshold that is no number', () => {
    expect(judgeService([set(SCALER, '/spec/triggers/0/metadata/threshold', '20ms')])).toEqual([
      found('/metadata/threshold', 'has the threshold 20ms, which is no number'),
    ]);
  });

  it('refuses a type that is nearly one', () => {
    expect(judgeService([set(SCALER, '/spec/triggers/0/type', 'promotheus')])).toEqual([
      found('/type', 'has the type promotheus, which KEDA does not know'),
    ]);
  });

  it.each([
    '{ type: aws-sqs-queue, metadata: { queueURL: a } }',
    '{ type: cron, metadata: { timezone: UTC } }',
  ])('accepts %s', (trigger) => {
    expect(judge(deployment('chat') + scaledObject('{ name: chat }', trigger))).toEqual([]);
  });
});

describe('autoscaling/absence-noticed', () => {
  const trigger = (ignore: string) =>
    `{ type: prometheus, metadata: { serverAddress: 'http://p', query: up, threshold: '1', ${ignore} } }`;
  const found = [
    'autoscaling/absence-noticed ScaledObject/chat /spec/triggers/0/metadata: The trigger 0 of ScaledObject/chat takes no metrics for no load of Deployment/chat.',
  ];

  it.each([
    ['', found],
    ["ignoreNullValues: 'true'", found],
    ["ignoreNullValues: 'false'", []],
  ])('judges a trigger with %j', (ignore, expected) => {
    const yaml = keepsOne(scaledObject('{ name: chat }', trigger(ignore)));
    expect(judge(deployment('chat', { container: GPU }) + yaml)).toEqual(expected);
  });

  it('says nothing of other workloads', () => {
    expect(judge(deployment('chat') + scaledObject('{ name: chat }', trigger('')))).toEqual([]);
  });

  it('finds it in the service', () => {
    expect(judgeService([remove(SCALER, '/spec/triggers/0/metadata/ignoreNullValues')])).toEqual([
      'autoscaling/absence-noticed ScaledObject/image-classification /spec/triggers/0/metadata: The trigger 0 of ScaledObject/image-classification takes no metrics for no load of Rollout/image-classification.',
    ]);
  });
});

describe('autoscaling/maximum-fits-quota', () => {
  const quota = (hard: string, namespace = 'shop') => `
apiVersion: v1
kind: ResourceQuota
metadata: { name: gpus, namespace: ${namespace} }
spec: { hard: { ${hard} } }
---
`;
  const SCALED = deployment('chat', { container: GPU }) + hpa('apps/v1', 'Deployment');

  it('finds replicas that the quota does not allow', () => {
    expect(judge(SCALED + quota("requests.nvidia.com/gpu: '3'"))).toEqual([
      'autoscaling/maximum-fits-quota Deployment/chat /spec/template: Deployment/chat takes 4 nvidia.com/gpu at 4 replicas; ResourceQuota/gpus allows 3 in namespace shop.',
    ]);
  });

  it.each([
    quota("requests.nvidia.com/gpu: '4'"),
    quota("requests.nvidia.com/gpu: '3'", 'other'),
    quota("requests.cpu: '1'"),
  ])('accepts the quota %s', (yaml) => {
    expect(judge(SCALED + yaml)).toEqual([]);
  });
});
