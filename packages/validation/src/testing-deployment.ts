import { InternalError } from '@fleetwright/findings';

/** Replaces a text that occurs once; a test that replaces nothing would prove nothing. */
export function replace(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new InternalError(`The text has not exactly one ${from}.`);
  return text.replace(from, () => to);
}

/** A text that occurs once, and what stands in its place. */
export type Replacement = readonly [from: string, to: string];

/** The sound deployment after replacements. */
export function deploymentWith(...edits: readonly Replacement[]): string {
  return edits.reduce((text, [from, to]) => replace(text, from, to), SOUND_DEPLOYMENT);
}

/** Triton as somebody else deploys it: a plain Deployment with labels of its own, in which nothing is wrong. */
export const SOUND_DEPLOYMENT = `
apiVersion: v1
kind: Namespace
metadata: { name: ml }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: vision, namespace: ml }
automountServiceAccountToken: false
---
apiVersion: v1
kind: ConfigMap
metadata: { name: vision-config, namespace: ml }
data:
  config.pbtxt: |
    name: "resnet"
    backend: "onnxruntime"
    max_batch_size: 8
    input [ { name: "INPUT" data_type: TYPE_FP32 dims: [ 16 ] } ]
    output [ { name: "OUTPUT" data_type: TYPE_FP32 dims: [ 4 ] } ]
    instance_group [ { kind: KIND_GPU count: 2 } ]
    dynamic_batching { max_queue_delay_microseconds: 100 }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: vision, namespace: ml, labels: { app: vision } }
spec:
  replicas: 2
  selector: { matchLabels: { app: vision } }
  template:
    metadata:
      labels: { app: vision }
    spec:
      serviceAccountName: vision
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 60
      nodeSelector: { nvidia.com/gpu.present: 'true' }
      tolerations: [{ key: nvidia.com/gpu, operator: Exists }]
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: vision } }
          matchLabelKeys: [pod-template-hash]
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: server
          image: nvcr.io/nvidia/tritonserver:26.07-py3@sha256:${'a'.repeat(64)}
          command: [tritonserver]
          args: [--model-repository=/models, --disable-auto-complete-config]
          env: [{ name: HOME, value: /tmp }, { name: USER, value: triton }]
          ports:
            - { name: http, containerPort: 8000 }
            - { name: grpc, containerPort: 8001 }
            - { name: metrics, containerPort: 8002 }
          startupProbe: { httpGet: { path: /v2/health/ready, port: http }, periodSeconds: 10, failureThreshold: 30 }
          readinessProbe: { httpGet: { path: /v2/health/ready, port: 8000 } }
          livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/live, port: http } }
          lifecycle: { preStop: { exec: { command: [sleep, '15'] } } }
          resources:
            requests: { cpu: '2', memory: 4Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }
            limits: { memory: 8Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          volumeMounts:
            - { name: models, mountPath: /models, readOnly: true }
            - { name: config, mountPath: /models/resnet, readOnly: true }
            - { name: scratch, mountPath: /tmp }
            - { name: shm, mountPath: /dev/shm }
      volumes:
        - name: models
          persistentVolumeClaim: { claimName: models, readOnly: true }
        - name: config
          configMap: { name: vision-config }
        - name: scratch
          emptyDir: { sizeLimit: 1Gi }
        - name: shm
          emptyDir: { medium: Memory, sizeLimit: 256Mi }
---
apiVersion: v1
kind: Service
metadata: { name: vision, namespace: ml, labels: { app: vision } }
spec:
  selector: { app: vision }
  ports:
    - { name: http, port: 80, targetPort: http }
    - { name: grpc, port: 8001, targetPort: grpc }
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics, namespace: ml, labels: { app: vision-metrics } }
spec:
  clusterIP: None
  selector: { app: vision }
  ports: [{ name: http-metrics, port: 8002, targetPort: metrics }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: vision, namespace: ml }
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector: { matchLabels: { app: vision } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: vision, namespace: ml }
spec:
  podSelector: { matchLabels: { app: vision } }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }]
      ports: [{ port: 8000 }, { port: grpc }]
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }]
      ports: [{ port: 8002 }]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`;
