import { describe, expect, it } from 'vitest';
import {
  parseCluster,
  parseEnvironment,
  parseImageLock,
  parseModelService,
  type ParseResult,
} from '../parse-files.ts';
import { CLUSTER, ENVIRONMENT, FULL_SERVICE, IMAGE_LOCK } from '../sample-texts.ts';

type Row = [found: string, written: string, expected: string[]];

// `rule message <- related place`, so that a row shows both places that disagree.
const summary = ({ findings }: ParseResult<unknown>) =>
  findings.map(
    ({ rule, line, message, related }) =>
      `${line} ${rule} ${message}${related ? ` <- ${related[0]?.line}: ${related[0]?.message}` : ''}`,
  );

const edit = (text: string, found: string, written: string) => {
  expect(text).toContain(found);
  return text.replace(found, () => written);
};

describe('a model service that contradicts itself', () => {
  it.each<Row>([
    [
      'minReplicas: 2\n',
      'minReplicas: 9\n',
      [
        '51 input/replicas /spec/scaling/minReplicas is 9, above maxReplicas, which is 6. <- 52: maxReplicas is 6',
      ],
    ],
    [
      'minReplicas: 1, maxReplicas: 1',
      'minReplicas: 2, maxReplicas: 1',
      [
        '62 input/replicas /spec/overrides/0/spec/scaling/minReplicas is 2, above maxReplicas, which is 1. <- 62: maxReplicas is 1',
      ],
    ],
    [
      'type: queueTime, target: 20ms',
      'type: queueTime, target: 20',
      [
        '53 input/metric-target /spec/scaling/metric/target is 20; expected a duration such as 20ms, because type is queueTime. <- 53: type is queueTime',
      ],
    ],
    [
      'type: queueTime, target: 20ms',
      'type: pendingRequests, target: 20ms',
      [
        '53 input/metric-target /spec/scaling/metric/target is "20ms"; expected a count of requests per replica, because type is pendingRequests. <- 53: type is pendingRequests',
      ],
    ],
    [
      '{ setWeight: 50 }',
      '{ setWeight: 20 }',
      [
        '56 input/canary-weights /spec/rollout/canary/steps/2/setWeight is 20; expected more than 20, the weight before it. <- 56: the weight before is 20',
      ],
    ],
    [
      '{ setWeight: 50 }, { pause: { duration: 10m } }]',
      '{ setWeight: 50 }]',
      [
        '56 input/canary-last-step /spec/rollout/canary/steps/2 is setWeight: 50 and the last step; expected a pause after it, or the new version takes all traffic at once.',
      ],
    ],
    [
      '{ pause: { duration: 10m } }, { setWeight: 50 }',
      '{ pause: { duration: 0s } }, { setWeight: 50 }',
      [
        '56 input/amount /spec/rollout/canary/steps/1/pause/duration is "0s"; expected a duration above zero and of at most 365 days.',
      ],
    ],
    [
      'threshold: 1s',
      'threshold: 100ms',
      [
        '45 input/latency-order /spec/slo/latency/1/threshold is 100ms; expected more than 200ms, the threshold of the objective before it. <- 45: the threshold before is 200ms',
      ],
    ],
    [
      'threshold: 1s, target: 99.9',
      'threshold: 1s, target: 95',
      [
        '45 input/latency-order /spec/slo/latency/1/target is 95; expected more than 99, the target of the objective before it. <- 45: the target before is 99',
      ],
    ],
    [
      'requests: { cpu: "2", memory: 4Gi }',
      'requests: { cpu: "2", memory: 9Gi }',
      [
        '39 input/request-above-limit /spec/resources/requests/memory is 9Gi, above the limit, which is 8Gi. <- 40: the limit is 8Gi',
      ],
    ],
    [
      'gpuMemory: 2Gi',
      'gpuMemory: "0"',
      ['36 input/amount /spec/models/0/gpuMemory is "0"; expected an amount above zero and below 8Pi.'],
    ],
    [
      'gpu: { count: 1,',
      'gpu: { count: 0,',
      [
        '41 input/gpu /spec/gpu/count is 0, but minMemory asks something of a GPU. <- 41: minMemory asks something of a GPU',
      ],
    ],
    [
      'clusterSelector: { matchLabels: { fleetwright.dev/serving: "true" } }',
      'clusterSelector: { matchLabels: {} }',
      ['59 input/placement /spec/placement names neither clusters nor labels, so it selects every cluster.'],
    ],
    [
      '- version: 2',
      '- version: 1',
      [
        '20 input/repeated /spec/models/0/versions/1/version is 1, the version that /spec/models/0/versions/0/version already names. <- 16: the first version of this name',
      ],
    ],
    [
      '    - name: image_classification\n',
      '    - { name: Image_Classification, versions: [{ version: 1 }], config: {} }\n    - name: image_classification\n',
      [
        '15 input/repeated /spec/models/1/name is "image_classification", the model that /spec/models/0/name already names ("Image_Classification", in another case). <- 14: the first model of this name',
      ],
    ],
    [
      'backend: pytorch',
      'name: other\n        backend: pytorch',
      [
        '30 input/model-name /spec/models/0/config/name is "other", but the model is named "image_classification"; expected the same name. <- 14: the model is named "image_classification"',
      ],
    ],
    [
      'gpuMemory: 2Gi',
      'engineArgs: { dtype: float16 }',
      [
        '36 input/engine-args /spec/models/0/engineArgs is for backend vllm, but the backend is pytorch. <- 30: the backend',
      ],
    ],
    [
      'builtFor: { computeCapability: "8.0", tensorrt: "10.13" }',
      'builtFor: {}',
      [
        '26 input/unreachable-artifact /spec/models/0/versions/1/artifacts/1 is never delivered: entry 0 has no builtFor and fits every node pool. <- 22: fits every node pool',
      ],
    ],
  ])('%j as %j', (found, written, expected) => {
    expect(
      summary(
        parseModelService('apps/image-classification/model-service.yaml', edit(FULL_SERVICE, found, written)),
      ),
    ).toEqual(expected);
  });

  it('by a warning still has a value', () => {
    const text = edit(FULL_SERVICE, '{ setWeight: 50 }, { pause: { duration: 10m } }]', '{ setWeight: 50 }]');
    expect(parseModelService('apps/image-classification/model-service.yaml', text).value).toBeDefined();
  });
});

describe('a cluster that contradicts itself', () => {
  it.each<Row>([
    [
      'min: 2, max: 6',
      'min: 7, max: 6',
      ['25 input/nodes /spec/nodePools/0/nodes/min is 7, above max, which is 6. <- 25: max is 6'],
    ],
    [
      'allocatable: { nvidia.com/gpu: 8, ',
      'allocatable: { ',
      [
        '27 input/gpu-resource /spec/nodePools/0/gpu/resource is nvidia.com/gpu, but allocatable has no nvidia.com/gpu; expected the number of devices per node. <- 26: allocatable has no nvidia.com/gpu',
      ],
    ],
    [
      'nvidia.com/gpu: 8',
      'nvidia.com/gpu: 500m',
      [
        '27 input/gpu-resource /spec/nodePools/0/gpu/resource is nvidia.com/gpu, but allocatable has nvidia.com/gpu: "500m"; expected the number of devices per node. <- 26: allocatable has nvidia.com/gpu: "500m"',
      ],
    ],
    [
      '    - name: a100\n',
      '    - { name: a100, nodeSelector: {}, nodes: { min: 0, max: 1 }, allocatable: { cpu: "1", memory: 1Gi } }\n    - name: a100\n',
      [
        '23 input/repeated /spec/nodePools/1/name is "a100", the node pool that /spec/nodePools/0/name already names. <- 22: the first node pool of this name',
      ],
    ],
    [
      "'*.ml.example.com'",
      'ml.example.com',
      [
        '19 input/gateway-hosts /spec/gateway/hosts has no wildcard; expected one such as *.ml.example.com, the domain of the services.',
      ],
    ],
    [
      'region: us-east-1',
      'endpoint: "http://169.254.169.254"',
      [
        '31 input/link-local-address /spec/modelStores/models/endpoint is "http://169.254.169.254", a link-local address; expected one that is routed.',
      ],
    ],
    [
      'region: us-east-1',
      'endpoint: "http://minio:99999"',
      [
        '31 input/address /spec/modelStores/models/endpoint is "http://minio:99999", which is no address: its host or port cannot exist.',
      ],
    ],
    [
      's3://ml-models-us-east-1',
      's3://ml-models-us-east-1/../x',
      [
        '30 input/storage-path /spec/modelStores/models/uri is "s3://ml-models-us-east-1/../x"; expected a prefix without "." and "..".',
      ],
    ],
    [
      's3://ml-models-us-east-1\n      region: us-east-1',
      'azureblob://models',
      [
        '30 input/missing-field /spec/modelStores/models has no account, which an azureblob store needs. <- 30: the store is azureblob://models',
      ],
    ],
    [
      'cidr: 10.20.0.0/16, port: 443 }]',
      'cidr: 10.20.1.0/16, port: 443 }]',
      ['33 input/network /spec/modelStores/models/egress/0/cidr is "10.20.1.0/16"; expected 10.20.0.0/16.'],
    ],
    [
      'cidr: 10.20.0.0/16, port: 443 }]',
      'cidr: 10.256.0.0/16, port: 443 }]',
      [
        '33 input/network /spec/modelStores/models/egress/0/cidr is "10.256.0.0/16"; expected an IPv4 network such as 10.20.0.0/16.',
      ],
    ],
    [
      'cidr: 10.20.0.0/16, port: 443 }]',
      'cidr: "fd00:::/32", port: 443 }]',
      [
        '33 input/network /spec/modelStores/models/egress/0/cidr is "fd00:::/32"; expected an IPv6 network such as fd00:20::/32.',
      ],
    ],
    [
      'uri: s3://ml-models',
      'uri: s3://user:pa55@ml-models',
      [
        '30 input/secret /spec/modelStores/models/uri is an address with credentials (value not shown); secrets do not belong into a spec.',
      ],
    ],
    [
      'uri: s3://ml-models-us-east-1',
      'uri: file:///models',
      [
        '30 input/pattern /spec/modelStores/models/uri is "file:///models"; expected s3://<bucket>, gs://<bucket>, azureblob://<container>, oci://<registry>/<repository> or pvc://<claim>, with a prefix where wanted and without credentials.',
      ],
    ],
    [
      'sharing: none',
      'sharing: mps',
      ['27 input/choice /spec/nodePools/0/gpu/sharing is "mps"; expected none, mig or time-slicing.'],
    ],
    [
      'sharing: none',
      'sharing: time-slicing',
      ['27 input/exclusive /spec/nodePools/0/gpu/sharing is time-slicing, but replicas is missing.'],
    ],
    [
      'mode: sidecar',
      'mode: linkerd',
      ['11 input/choice /spec/mesh/mode is "linkerd"; expected sidecar, ambient or none.'],
    ],
    [
      'modelDelivery: { mode: fetch }',
      'modelDelivery: { mode: pvc }',
      [
        '30 input/delivery /spec/modelStores/models/uri is "s3://ml-models-us-east-1", which delivery pvc cannot read; expected pvc://. <- 34: delivery is pvc',
      ],
    ],
  ])('%j as %j', (found, written, expected) => {
    expect(
      summary(parseCluster('clusters/prod-us-east/cluster.yaml', edit(CLUSTER, found, written))),
    ).toEqual(expected);
  });

  it.each(['fd00:20::/32', '192.0.2.1/32', '::1/128'])('but not the network %s', (cidr) => {
    const text = edit(CLUSTER, 'cidr: 10.20.0.0/16, port: 443 }]', `cidr: "${cidr}", port: 443 }]`);
    expect(summary(parseCluster('clusters/prod-us-east/cluster.yaml', text))).toEqual([]);
  });
});

describe('an environment', () => {
  it.each<Row>([
    [
      'slo: { window: 30d }',
      'scaling: { minReplicas: 3, maxReplicas: 2 }',
      [
        '10 input/replicas /spec/defaults/scaling/minReplicas is 3, above maxReplicas, which is 2. <- 10: maxReplicas is 2',
      ],
    ],
    [
      'runbookUrl: https://git.example.com',
      'runbookUrl: http://169.254.169.254',
      [
        '20 input/link-local-address /spec/alerts/runbookUrl is "http://169.254.169.254/acme/fleet/docs/runbooks", a link-local address; expected one that is routed.',
      ],
    ],
    [
      'name: production',
      'name: staging',
      [
        '4 input/name-directory /metadata/name is "staging", but the file lies in the directory "production"; expected the same name.',
      ],
    ],
  ])('with %j as %j is refused', (found, written, expected) => {
    expect(
      summary(
        parseEnvironment('environments/production/environment.yaml', edit(ENVIRONMENT, found, written)),
      ),
    ).toEqual(expected);
  });
});

describe('an image lock', () => {
  const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

  it.each<Row>([
    [
      `digest: ${DIGEST}`,
      'digest: sha256:0123',
      [
        '9 input/pattern /spec/images/0/digest is "sha256:0123"; expected sha256: and 64 lower-case hexadecimal digits.',
      ],
    ],
    [
      `      digest: ${DIGEST}\n`,
      '',
      ['7 input/missing-field /spec/images/0 has no digest, which is required.'],
    ],
    [
      'repository: nvcr.io/nvidia/tritonserver',
      'repository: nvcr.io/nvidia/tritonserver:26.07-py3',
      [
        '7 input/image-repository /spec/images/0/repository is "nvcr.io/nvidia/tritonserver:26.07-py3"; expected a repository without tag, such as registry.example.com/team/image.',
      ],
    ],
    [
      '      sample: true\n',
      `    - { repository: nvcr.io/nvidia/tritonserver, tag: 26.07-py3, digest: "${DIGEST}" }\n`,
      [
        '11 input/repeated /spec/images/1/tag is "26.07-py3", the image that /spec/images/0/tag already names. <- 8: the first image of this name',
      ],
    ],
  ])('with %j as %j is refused', (found, written, expected) => {
    expect(
      summary(parseImageLock('environments/production/images.yaml', edit(IMAGE_LOCK, found, written))),
    ).toEqual(expected);
  });
});
