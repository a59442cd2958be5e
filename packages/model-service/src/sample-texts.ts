/** The shortest useful spec, for tests. */
export const MINIMAL_SERVICE = `apiVersion: fleetwright.dev/v1alpha1
kind: ModelService
metadata:
  name: sentiment
spec:
  models:
    - name: sentiment
      versions:
        - version: 1
      config:
        backend: onnxruntime
        max_batch_size: 8
`;

/** A spec that says something in every block, for tests. */
export const FULL_SERVICE = `apiVersion: fleetwright.dev/v1alpha1
kind: ModelService
metadata:
  name: image-classification
  labels: { team: vision }
  description: |
    Names what a picture shows.
    Called by the upload service.
spec:
  triton:
    release: "26.07"
    flags: { http-thread-count: 16 }
  models:
    - name: image_classification
      versions:
        - version: 1
          artifacts:
            - storageUri: store://models/image_classification/1.3.0
            # the candidate
        - version: 2
          artifacts:
            - storageUri: store://models/image_classification/1.4.0-trt
              sha256: "${'0123456789abcdef'.repeat(4)}"
              size: 61Mi
              builtFor: { computeCapability: "8.0", tensorrt: "10.13" }
            - storageUri: store://models/image_classification/1.4.0
              sha256: "${'fedcba9876543210'.repeat(4)}"
              size: 98Mi
      config:
        backend: pytorch
        max_batch_size: 8
        input: [{ name: INPUT__0, data_type: TYPE_FP32, dims: [3, 224, 224] }]
        output: [{ name: OUTPUT__0, data_type: TYPE_FP32, dims: [1000] }]
        instance_group: [{ kind: KIND_GPU, count: 1 }]
        dynamic_batching: { max_queue_delay_microseconds: 2000 }
      gpuMemory: 2Gi
      loadTime: 20s
  resources:
    requests: { cpu: "2", memory: 4Gi }
    limits: { memory: 8Gi }
  gpu: { count: 1, minMemory: 8Gi, minComputeCapability: "7.5", sharing: [none] }
  slo:
    window: 30d
    availability: { target: 99.9 }
    latency: [{ threshold: 200ms, target: 99 }, { threshold: 1s, target: 99.9 }]
  traffic:
    protocols: [http, grpc]
    expectedRate: 300
    callers: [{ namespace: shop, serviceAccount: upload }]
  scaling:
    minReplicas: 2
    maxReplicas: 6
    metric: { type: queueTime, target: 20ms }
  rollout:
    canary:
      steps: [{ setWeight: 20 }, { pause: { duration: 10m } }, { setWeight: 50 }, { pause: { duration: 10m } }]
      analysis: { interval: 1m, failureLimit: 2, minRequests: 50 }
  placement:
    clusterSelector: { matchLabels: { fleetwright.dev/serving: "true" } }
  overrides:
    - match: { environment: dev }
      spec: { scaling: { minReplicas: 1, maxReplicas: 1 }, slo: { latency: null } }
    - match: { cluster: prod-eu-west }
      spec: { traffic: { expectedRate: 120 }, scaling: { metric: { target: 30ms } } }
`;

/** A cluster, for tests. */
export const CLUSTER = `apiVersion: fleetwright.dev/v1alpha1
kind: Cluster
metadata:
  name: prod-us-east
  labels: { fleetwright.dev/serving: 'true' }
spec:
  environment: production
  destination: { name: prod-us-east }
  versions: { kubernetes: '1.34', istio: '1.31', argoRollouts: '1.9', prometheusOperator: '0.85', keda: '2.21' }
  mesh:
    mode: sidecar
    cni: true
    nativeSidecars: true
    controlPlane: { namespace: istio-system, podLabels: { app: istiod } }
  rollouts: { enabled: true }
  gateway:
    name: istio-ingress/public
    serviceAccount: istio-ingress/public-gateway
    hosts: ['*.ml.example.com']
    prometheusJob: istio-ingress
  nodePools:
    - name: a100
      nodeSelector: { nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB }
      tolerations: [{ key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }]
      nodes: { min: 2, max: 6, provisioning: 6m }
      allocatable: { nvidia.com/gpu: 8, cpu: '94', memory: 900Gi, ephemeral-storage: 800Gi }
      gpu: { resource: nvidia.com/gpu, memory: 80Gi, computeCapability: '8.0', sharing: none }
  modelStores:
    models:
      uri: s3://ml-models-us-east-1
      region: us-east-1
      bandwidth: 400Mi
      egress: [{ cidr: 10.20.0.0/16, port: 443 }]
  modelDelivery: { mode: fetch }
  identity:
    provider: irsa
    annotations: { eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/triton-\${service}' }
    egress: [{ cidr: 10.20.0.0/16, port: 443 }]
  monitoring:
    prometheus: { namespace: monitoring, serviceAccount: prometheus, address: 'http://prometheus.monitoring:9090' }
    monitorLabels: { release: kube-prometheus-stack }
    dashboardLabels: { grafana_dashboard: '1' }
    scrapeInterval: 15s
    dcgmExporter: true
  autoscaling: { controller: keda }
  network:
    policy: kubernetes
    dns: { namespace: kube-system, podLabels: { k8s-app: kube-dns } }
`;

/** An environment, for tests. */
export const ENVIRONMENT = `apiVersion: fleetwright.dev/v1alpha1
kind: Environment
metadata:
  name: production
spec:
  namespace: ml-inference
  owners: ["@acme/ml-platform"]
  defaults:
    rollout: { canary: { analysis: { interval: 1m, failureLimit: 2 } } }
    slo: { window: 30d }
  policy:
    minReplicas: 2
    triton: { minRelease: "26.05" }
    artifacts: { verified: true, stores: [models] }
    rollout: { maxFirstWeight: 20, requireAnalysis: true }
    autoComplete: false
  alerts:
    severity: page
    labels: { receiver: ml-oncall }
    runbookUrl: https://git.example.com/acme/fleet/docs/runbooks
`;

/** An image lock, for tests. */
export const IMAGE_LOCK = `apiVersion: fleetwright.dev/v1alpha1
kind: ImageLock
metadata:
  name: production
spec:
  images:
    - repository: nvcr.io/nvidia/tritonserver
      tag: 26.07-py3
      digest: sha256:${'0123456789abcdef'.repeat(4)}
      mirror: registry.example.com:5000/nvidia/tritonserver
      sample: true
`;
