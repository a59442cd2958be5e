import { InternalError } from '@fleetwright/findings';
import {
  parseCluster,
  parseEnvironment,
  parseImageLock,
  parseModelService,
  type ParseResult,
  type Parsed,
} from '@fleetwright/model-service';
import { CLUSTER } from '@fleetwright/model-service/sample-texts';
import type { PlanInputs } from './resolution.ts';

/** Texts of the files of one placement, by role. */
export interface InputTexts {
  service: string;
  environment: string;
  images: string;
  cluster: string;
}

/**
 * Parsed inputs for tests of the plan. A test edits only the text that its case is about; a text that does not
 * parse is a mistake of the test.
 */
export function planInputsFixture(edit: (texts: InputTexts) => Partial<InputTexts> = () => ({})): PlanInputs {
  const texts = { ...BASE, ...edit(BASE) };
  return {
    service: sound(parseModelService('apps/image-classification/model-service.yaml', texts.service)),
    environment: sound(parseEnvironment('environments/production/environment.yaml', texts.environment)),
    images: sound(parseImageLock('environments/production/images.yaml', texts.images)),
    cluster: sound(parseCluster('clusters/prod-us-east/cluster.yaml', texts.cluster)),
  };
}

function sound<T>({ value, findings }: ParseResult<T>): Parsed<T> {
  if (value === undefined) throw new InternalError(findings.map(({ message }) => message).join('\n'));
  return value;
}

/** The smallest spec that serves something. */
export const MINIMAL_SPEC = `apiVersion: fleetwright.dev/v1alpha1
kind: ModelService
metadata: { name: image-classification }
spec:
  models:
    - name: image_classification
      versions: [{ version: 1 }]
      config:
        backend: onnxruntime
        max_batch_size: 8
        input: [{ name: INPUT, data_type: TYPE_FP32, dims: [16] }]
        output: [{ name: OUTPUT, data_type: TYPE_FP32, dims: [4] }]
`;

const BASE: InputTexts = {
  service: `apiVersion: fleetwright.dev/v1alpha1
kind: ModelService
metadata:
  name: image-classification
  labels: { team: vision }
spec:
  triton: { release: '26.07' }
  models:
    - name: image_classification
      versions:
        - version: 1
          artifacts:
            - storageUri: store://models/image_classification/1.4.0
              sha256: ${'b'.repeat(64)}
              size: 98Mi
      config:
        backend: pytorch
        max_batch_size: 8
        input: [{ name: INPUT__0, data_type: TYPE_FP32, dims: [3, 224, 224] }]
        output: [{ name: OUTPUT__0, data_type: TYPE_FP32, dims: [1000] }]
        instance_group: [{ kind: KIND_GPU, count: 1 }]
        dynamic_batching: { max_queue_delay_microseconds: 2000 }
      gpuMemory: 2Gi
  resources:
    requests: { cpu: '2', memory: 4Gi }
    limits: { memory: 8Gi }
  gpu: { count: 1, minMemory: 8Gi, minComputeCapability: '7.5' }
  slo:
    availability: { target: 99.9 }
    latency: [{ threshold: 200ms, target: 99 }]
  traffic: { protocols: [http, grpc], expectedRate: 300 }
  scaling:
    minReplicas: 2
    maxReplicas: 6
    metric: { type: queueTime, target: 20ms }
  rollout:
    canary:
      steps: [{ setWeight: 20 }, { pause: { duration: 10m } }, { setWeight: 50 }, { pause: { duration: 10m } }]
`,
  environment: `apiVersion: fleetwright.dev/v1alpha1
kind: Environment
metadata: { name: production }
spec:
  namespace: ml-inference
  owners: ['@acme/ml-platform']
  defaults:
    slo: { window: 30d }
  policy:
    minReplicas: 2
    triton: { minRelease: '26.05' }
    artifacts: { stores: [models] }
    rollout: { maxFirstWeight: 20 }
  alerts:
    severity: page
    labels: { receiver: ml-oncall }
    runbookUrl: https://git.example.com/acme/fleet/docs/runbooks
`,
  images: `apiVersion: fleetwright.dev/v1alpha1
kind: ImageLock
metadata: { name: production }
spec:
  images:
    - repository: nvcr.io/nvidia/tritonserver
      tag: 26.07-py3
      digest: sha256:${'a'.repeat(64)}
    - repository: docker.io/rclone/rclone
      tag: 1.71.1
      digest: sha256:${'c'.repeat(64)}
`,
  cluster: CLUSTER,
};
