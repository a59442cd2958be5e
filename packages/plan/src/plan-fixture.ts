import { PORTS, placementLabels, resourceNames, selectorLabels } from '@fleetwright/kube';
import type { ServingPlan } from './serving-plan.ts';

const SERVICE = 'image-classification';
const CLUSTER = 'prod-us-east';

/**
 * A complete plan for tests of builders: one PyTorch model on two replicas of one whole GPU. A test overrides
 * only what its case is about; the plan's own tests prove that resolving the sample inputs gives this very plan.
 */
export function planFixture(overrides: Partial<ServingPlan> = {}): ServingPlan {
  return { ...basePlan(), ...overrides };
}

function basePlan(): ServingPlan {
  return {
    service: {
      name: SERVICE,
      file: `apps/${SERVICE}/model-service.yaml`,
      team: 'vision',
      description: undefined,
    },
    environment: { name: 'production', owners: ['@acme/ml-platform'] },
    cluster: {
      name: CLUSTER,
      versions: {
        kubernetes: '1.34',
        istio: '1.31',
        argoRollouts: '1.9',
        prometheusOperator: '0.85',
        keda: '2.21',
      },
    },
    placement: `${CLUSTER}.${SERVICE}`,
    namespace: 'ml-inference',
    names: resourceNames(SERVICE),
    labels: placementLabels(SERVICE, CLUSTER, 'vision'),
    selectorLabels: selectorLabels(SERVICE),
    triton: {
      release: '26.07',
      variant: 'py3',
      image: `nvcr.io/nvidia/tritonserver:26.07-py3@sha256:${'a'.repeat(64)}`,
      args: [
        '--model-repository=/models',
        '--model-control-mode=none',
        '--strict-readiness=true',
        '--exit-on-error=true',
        '--disable-auto-complete-config',
        '--exit-timeout-secs=30',
        '--metrics-config=histogram_latencies=true',
        '--log-format=ISO8601',
      ],
      ports: PORTS,
      env: { HOME: '/tmp', USER: 'triton-server', XDG_CACHE_HOME: '/tmp/.cache' },
    },
    models: [
      {
        name: 'image_classification',
        backend: 'pytorch',
        maxBatchSize: 8,
        decoupled: false,
        instances: 1,
        configText: CONFIG_TEXT,
        versions: [
          {
            version: 1,
            artifact: {
              store: 'models',
              path: 'image_classification/1.4.0',
              sha256: 'b'.repeat(64),
              imageDigest: undefined,
              size: 98 * 2 ** 20,
            },
            engineText: undefined,
          },
        ],
      },
    ],
    configuration: {
      files: [
        {
          annotation: 'config.fleetwright.dev/image_classification',
          text: CONFIG_TEXT,
          path: 'image_classification/config.pbtxt',
        },
      ],
    },
    delivery: {
      mode: 'fetch',
      fetchers: [
        {
          store: 'models',
          image: `docker.io/rclone/rclone:1.71.1@sha256:${'c'.repeat(64)}`,
          env: {
            RCLONE_CONFIG_STORE_TYPE: 's3',
            RCLONE_CONFIG_STORE_PROVIDER: 'AWS',
            RCLONE_CONFIG_STORE_ENV_AUTH: 'true',
            RCLONE_CONFIG_STORE_REGION: 'us-east-1',
          },
          items: [
            {
              source: 'store:ml-models-us-east-1/image_classification/1.4.0',
              directory: 'image_classification/1',
              sha256: 'b'.repeat(64),
            },
          ],
        },
      ],
    },
    identity: {
      provider: 'irsa',
      serviceAccountAnnotations: {
        'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/triton-image-classification',
      },
      labels: {},
    },
    nodePool: {
      name: 'a100',
      nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB' },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      priorityClassName: undefined,
      imagePullSecrets: [],
    },
    gpu: { kind: 'whole', resource: 'nvidia.com/gpu', count: 1 },
    resources: {
      requests: { cpu: '2', memory: '4Gi', 'ephemeral-storage': '1792Mi' },
      limits: { memory: '8Gi', 'ephemeral-storage': '1792Mi' },
    },
    volumes: {
      models: { sizeLimit: '256Mi' },
      scratch: { sizeLimit: '1Gi' },
      sharedMemory: { sizeLimit: '64Mi' },
    },
    budgets: {
      imagePull: 300,
      fetch: 10,
      load: 11,
      warmUp: 0,
      nodeProvisioning: 360,
      startupProbe: { periodSeconds: 5, failureThreshold: 24 },
      minReadySeconds: 10,
      progressDeadlineSeconds: 800,
      preStopSeconds: 15,
      exitTimeoutSeconds: 30,
      terminationGracePeriodSeconds: 55,
      scaleDownDelaySeconds: 30,
    },
    slo: {
      window: '30d',
      windowSeconds: 2_592_000,
      availability: { target: 99.9 },
      latency: [{ thresholdMs: 200, target: 99, source: 'triton-first-response' }],
      firstToken: [],
      latencySource: 'triton-first-response',
    },
    traffic: {
      protocols: ['http', 'grpc'],
      host: 'image-classification.ml.example.com',
      expectedRate: 300,
      streaming: false,
      timeoutSeconds: 10,
      retries: { attempts: 1, retryOn: 'connect-failure,refused-stream' },
      connections: { maxPendingRequests: 1024, maxRequests: 6000, connectTimeoutSeconds: 2 },
      outlierDetection: {
        consecutiveErrors: 20,
        intervalSeconds: 10,
        baseEjectionSeconds: 30,
        maxEjectionPercent: 50,
      },
      callers: [],
    },
    gateway: {
      name: 'istio-ingress/public',
      namespace: 'istio-ingress',
      principal: 'cluster.local/ns/istio-ingress/sa/public-gateway',
      prometheusJob: 'istio-ingress',
    },
    mesh: {
      mode: 'sidecar',
      injectionLabel: { 'sidecar.istio.io/inject': 'true' },
      podAnnotations: {
        'proxy.istio.io/config': '{"holdApplicationUntilProxyStarts":true,"terminationDrainDuration":"45s"}',
        'sidecar.istio.io/proxyCPU': '100m',
        'sidecar.istio.io/proxyMemory': '128Mi',
      },
      trustDomain: 'cluster.local',
    },
    scaling: {
      controller: 'keda',
      minReplicas: 2,
      maxReplicas: 6,
      metric: { type: 'queueTime', targetMs: 20 },
      prometheusAddress: 'http://prometheus.monitoring:9090',
      pollingIntervalSeconds: 15,
      scaleUpStabilizationSeconds: 0,
      scaleDownStabilizationSeconds: 300,
    },
    disruption: { maxUnavailable: 1 },
    rollout: {
      strategy: 'canary',
      canary: {
        steps: [
          { setWeight: 20 },
          { pause: { durationSeconds: 600 } },
          { setWeight: 50 },
          { pause: { durationSeconds: 600 } },
        ],
        dynamicStableScale: false,
        analysis: {
          intervalSeconds: 60,
          failureLimit: 2,
          minRequests: 50,
          windowSeconds: 120,
          initialDelaySeconds: 120,
        },
      },
    },
    flows: [
      {
        id: 'gateway',
        direction: 'ingress',
        peer: {
          kind: 'workload',
          namespace: 'istio-ingress',
          podLabels: {},
          principal: 'cluster.local/ns/istio-ingress/sa/public-gateway',
        },
        ports: [
          { protocol: 'TCP', port: 8000 },
          { protocol: 'TCP', port: 8001 },
        ],
        reason: 'clients call through the gateway',
        plaintext: false,
      },
      {
        id: 'prometheus',
        direction: 'ingress',
        peer: { kind: 'workload', namespace: 'monitoring', podLabels: {}, principal: undefined },
        ports: [{ protocol: 'TCP', port: 8002 }],
        reason: 'Prometheus scrapes metrics',
        plaintext: true,
      },
      {
        id: 'dns',
        direction: 'egress',
        peer: {
          kind: 'workload',
          namespace: 'kube-system',
          podLabels: { 'k8s-app': 'kube-dns' },
          principal: undefined,
        },
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
        reason: 'names are resolved',
        plaintext: true,
      },
      {
        id: 'istiod',
        direction: 'egress',
        peer: {
          kind: 'workload',
          namespace: 'istio-system',
          podLabels: { app: 'istiod' },
          principal: undefined,
        },
        ports: [{ protocol: 'TCP', port: 15012 }],
        reason: 'the proxy gets configuration and certificates',
        plaintext: true,
      },
      {
        id: 'store:models',
        direction: 'egress',
        peer: { kind: 'network', cidr: '10.20.0.0/16' },
        ports: [{ protocol: 'TCP', port: 443 }],
        reason: 'models are fetched from the store models',
        plaintext: true,
      },
      {
        id: 'identity',
        direction: 'egress',
        peer: { kind: 'network', cidr: '10.20.0.0/16' },
        ports: [{ protocol: 'TCP', port: 443 }],
        reason: 'credentials are exchanged with the identity provider',
        plaintext: true,
      },
    ],
    monitoring: {
      prometheus: { namespace: 'monitoring', address: 'http://prometheus.monitoring:9090' },
      monitorLabels: { release: 'kube-prometheus-stack' },
      dashboardLabels: { grafana_dashboard: '1' },
      scrapeIntervalSeconds: 15,
      gpuMetrics: 'dcgm',
      alerts: {
        severity: 'page',
        labels: { receiver: 'ml-oncall' },
        runbookUrl: 'https://git.example.com/acme/fleet/docs/runbooks',
      },
    },
  };
}

const CONFIG_TEXT = `name: "image_classification"
backend: "pytorch"
max_batch_size: 8
input [
  {
    name: "INPUT__0"
    data_type: TYPE_FP32
    dims: [ 3, 224, 224 ]
  }
]
output [
  {
    name: "OUTPUT__0"
    data_type: TYPE_FP32
    dims: [ 1000 ]
  }
]
dynamic_batching {
  max_queue_delay_microseconds: 2000
}
instance_group [
  {
    kind: KIND_GPU
    count: 1
  }
]
model_metrics {
  metric_control [
    {
      metric_identifier {
        family: "nv_inference_first_response_histogram_ms"
      }
      histogram_options {
        buckets: [ 25, 50, 100, 150, 200, 300, 400, 800, 2000 ]
      }
    }
  ]
}
`;
