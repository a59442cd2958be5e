import {
  API_VERSION,
  bytes,
  cidr,
  closedObject,
  clusterName,
  computeCapability,
  dnsLabel,
  duration,
  labels,
  named,
  minorVersion,
  namespacedName,
  port,
  QUALIFIED_KEY,
  quantity,
  tolerations,
  union,
  type Schema,
} from './common.ts';

const egress: Schema = {
  type: 'array',
  description: 'Where its traffic goes; a NetworkPolicy lets nothing else out.',
  minItems: 1,
  maxItems: 32,
  items: named('NetworkAndPort', closedObject('A network and a port.', { cidr, port }, ['cidr', 'port'])),
};

const trustDomain: Schema = {
  type: 'string',
  description: 'Trust domain of its identities; absent: cluster.local.',
  pattern: '^[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$',
  'x-expected': 'a domain such as cluster.local',
  maxLength: 253,
};

const revision: Schema = {
  ...dnsLabel,
  description: 'istio.io/rev of the control plane; absent: the default revision.',
};

const mesh = named(
  'Mesh',
  union('The service mesh.', 'mode', {
    sidecar: closedObject(
      'Istio with a proxy in every pod.',
      {
        cni: {
          type: 'boolean',
          description:
            'istio-cni redirects traffic; without it pods need NET_ADMIN, which Pod Security restricted refuses.',
        },
        nativeSidecars: {
          type: 'boolean',
          description: 'The proxy runs as a native sidecar, so that init containers have the network.',
        },
        revision,
        trustDomain,
        controlPlane: closedObject('Where istiod runs.', { namespace: dnsLabel, podLabels: labels }, [
          'namespace',
          'podLabels',
        ]),
        proxyResources: closedObject('What the proxy of one pod requests.', { cpu: quantity, memory: bytes }),
      },
      ['cni', 'nativeSidecars', 'controlPlane'],
    ),
    ambient: closedObject(
      "Istio's ambient mode: a proxy per node, and waypoints where HTTP is to be understood.",
      {
        trustDomain,
        waypoint: closedObject(
          'The waypoint of the namespace of the services; absent: there is none, and policies stay below HTTP.',
          { name: dnsLabel, serviceAccount: dnsLabel },
          ['name', 'serviceAccount'],
        ),
      },
    ),
    none: closedObject('No mesh: pods speak plain text, and NetworkPolicy alone protects them.', {}),
  }),
);

const gateway = named(
  'Gateway',
  closedObject(
    'The ingress gateway through which clients call.',
    {
      name: { ...namespacedName, description: '<namespace>/<name>, as in VirtualService.gateways.' },
      serviceAccount: { ...namespacedName, description: '<namespace>/<name> of its ServiceAccount.' },
      podLabels: { ...labels, description: 'Labels of its pods; absent: every pod of its namespace.' },
      hosts: {
        type: 'array',
        description: 'Hosts of its server; the first wildcard is the domain of the services.',
        items: {
          type: 'string',
          pattern: '^(?:\\*\\.)?[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$',
          'x-expected': 'a host name or a wildcard such as *.ml.example.com',
          maxLength: 253,
        },
        minItems: 1,
      },
      prometheusJob: {
        type: 'string',
        description: 'job label of its istio_requests_total.',
        pattern: '^[A-Za-z0-9][-_./A-Za-z0-9]*$',
        'x-expected': 'a Prometheus job: letters, digits, dashes, underscores, dots and slashes',
        maxLength: 128,
      },
    },
    ['name', 'serviceAccount', 'hosts', 'prometheusJob'],
  ),
);

const nodePool = named(
  'NodePool',
  closedObject(
    'Nodes that are alike.',
    {
      name: dnsLabel,
      nodeSelector: { ...labels, description: "GPU feature discovery's labels, verbatim." },
      tolerations,
      nodes: closedObject(
        'How many there are.',
        {
          min: { type: 'integer', minimum: 0, maximum: 5000 },
          max: { type: 'integer', minimum: 1, maximum: 5000 },
          provisioning: { ...duration, description: 'Time until a new node is ready.' },
        },
        ['min', 'max'],
      ),
      allocatable: {
        type: 'object',
        description: 'Per node, after daemon sets.',
        properties: { cpu: quantity, memory: bytes, 'ephemeral-storage': bytes },
        required: ['cpu', 'memory'],
        propertyNames: {
          pattern: `^(?:cpu|memory|ephemeral-storage|${QUALIFIED_KEY})$`,
          'x-expected': 'cpu, memory, ephemeral-storage or an extended resource such as nvidia.com/gpu',
          maxLength: 120,
        },
        additionalProperties: { anyOf: [{ type: 'integer', minimum: 0, maximum: 1024 }, quantity] },
      },
      gpu: named(
        'NodeGpu',
        closedObject(
          'The devices of a node.',
          {
            resource: {
              type: 'string',
              description: 'Extended resource, e.g. nvidia.com/gpu.',
              pattern: '^[a-z0-9][-.a-z0-9]*/[a-z0-9][-._a-z0-9]*$',
              'x-expected': 'an extended resource such as nvidia.com/gpu',
              maxLength: 120,
            },
            memory: { ...bytes, description: 'Memory of one device.' },
            computeCapability,
            driver: {
              type: 'string',
              description: 'NVIDIA driver.',
              pattern: '^[0-9]{1,4}(?:\\.[0-9]{1,4}){0,3}$',
              'x-expected': 'a quoted driver version such as "610.43"',
              maxLength: 19,
            },
            sharing: {
              enum: ['none', 'mig', 'time-slicing'],
              description:
                'none: a pod gets whole devices. mig: hardware partitions, memory is that of one. time-slicing: pods take turns on a device without isolation.',
            },
            replicas: {
              type: 'integer',
              description: 'time-slicing: pods per device.',
              minimum: 2,
              maximum: 128,
            },
            devices: {
              type: 'integer',
              description: 'deviceClass: devices per node.',
              minimum: 1,
              maximum: 1024,
            },
            deviceClass: {
              type: 'string',
              pattern: '^[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$',
              'x-expected': 'the name of a DeviceClass such as gpu.nvidia.com',
              // The service's name and a count are added for the name of its claims.
              maxLength: 128,
              description:
                'DeviceClass of dynamic resource allocation; absent: devices come from the device plugin by their resource.',
            },
          },
          ['memory', 'computeCapability', 'sharing'],
        ),
      ),
    },
    ['name', 'nodeSelector', 'nodes', 'allocatable'],
  ),
);

const modelStore = named(
  'ModelStore',
  closedObject(
    'A model store as this cluster reaches it.',
    {
      uri: {
        type: 'string',
        description:
          's3://<bucket>[/<prefix>], gs://<bucket>[/<prefix>], azureblob://<container>[/<prefix>], oci://<registry>/<repository> or pvc://<claim>[/<prefix>]; no credentials.',
        pattern:
          '^(?:s3|gs|azureblob|oci|pvc)://[a-z0-9][-.a-z0-9]{1,252}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._/@+=-]*)?$',
        'x-expected':
          's3://<bucket>, gs://<bucket>, azureblob://<container>, oci://<registry>/<repository> or pvc://<claim>, with a prefix where wanted and without credentials',
        maxLength: 512,
      },
      region: {
        type: 'string',
        pattern: '^[a-z0-9][-a-z0-9]*$',
        'x-expected': 'a region: lower-case letters, digits and dashes',
        maxLength: 64,
      },
      endpoint: {
        type: 'string',
        description: 'Address of an S3-compatible store; absent: the cloud provider.',
        pattern: '^https?://[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?(?::[0-9]{1,5})?$',
        'x-expected': 'an http or https address of a host, without path and credentials',
        maxLength: 255,
      },
      account: {
        type: 'string',
        description: 'Azure storage account.',
        pattern: '^[a-z0-9]{3,24}$',
        'x-expected': 'an Azure storage account: 3 to 24 lower-case letters and digits',
        maxLength: 24,
      },
      bandwidth: { ...bytes, description: 'Bytes per second that one pod gets.' },
      egress: {
        ...egress,
        description: 'Where traffic to the store goes; a NetworkPolicy lets nothing else out.',
      },
    },
    ['uri'],
  ),
);

/** `clusters/<cluster>/cluster.yaml`. */
export const clusterSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ClusterFile',
  ...closedObject(
    'Facts of one cluster. They are read, never merged with anything.',
    {
      apiVersion: { const: API_VERSION },
      kind: { const: 'Cluster' },
      metadata: closedObject(
        'Identity.',
        {
          name: { ...clusterName, description: "The directory's name." },
          labels: { ...labels, description: 'Labels that placement.clusterSelector matches.' },
        },
        ['name'],
      ),
      spec: named(
        'ClusterSpec',
        closedObject(
          'Facts.',
          {
            environment: { ...dnsLabel, description: 'Its one environment.' },
            destination: closedObject(
              "Argo CD's cluster.",
              {
                name: {
                  type: 'string',
                  pattern: '^[A-Za-z0-9](?:[-._A-Za-z0-9]*[A-Za-z0-9])?$',
                  'x-expected':
                    'letters, digits, dashes, underscores and dots; a letter or digit first and last',
                  maxLength: 253,
                },
              },
              ['name'],
            ),
            versions: closedObject(
              'What runs there.',
              {
                kubernetes: minorVersion,
                istio: minorVersion,
                argoRollouts: minorVersion,
                prometheusOperator: minorVersion,
                keda: minorVersion,
              },
              ['kubernetes', 'prometheusOperator'],
            ),
            mesh,
            rollouts: closedObject(
              'Argo Rollouts.',
              {
                enabled: {
                  type: 'boolean',
                  description:
                    'Its controller runs in the cluster; otherwise services are plain Deployments.',
                },
              },
              ['enabled'],
            ),
            gateway,
            nodePools: {
              type: 'array',
              description: 'The first that fits a service is taken.',
              items: nodePool,
              minItems: 1,
              maxItems: 64,
            },
            modelStores: {
              type: 'object',
              description: 'Model stores by name.',
              // The names of containers and volumes prefix it and have 63 characters themselves.
              propertyNames: {
                pattern: '^[a-z](?:[-a-z0-9]*[a-z0-9])?$',
                'x-expected': 'a store name: lower-case letters, digits and dashes, starting with a letter',
                maxLength: 50,
              },
              additionalProperties: modelStore,
            },
            modelDelivery: union('How models reach a pod.', 'mode', {
              fetch: closedObject(
                'An init container copies them from a bucket to a local volume and verifies them.',
                {},
              ),
              'image-volume': closedObject(
                'The kubelet mounts them as OCI images, by digest; Kubernetes 1.33 or later.',
                {},
              ),
              pvc: closedObject(
                'They lie on a claim that pods mount read-only; an init container verifies them.',
                {},
              ),
              remote: closedObject(
                'Triton reads the repository in the bucket itself; nothing is verified.',
                {},
              ),
            }),
            identity: closedObject(
              'How pods get credentials for the stores.',
              {
                provider: {
                  enum: ['irsa', 'gke-workload-identity', 'azure-workload-identity', 'pod-identity', 'none'],
                  description:
                    "The cloud provider's workload identity; none where stores need no credentials.",
                },
                annotations: {
                  type: 'object',
                  description: 'Annotations of the ServiceAccount; ${service} stands for the service name.',
                  propertyNames: {
                    pattern: `^${QUALIFIED_KEY}$`,
                    'x-expected': 'an annotation key such as eks.amazonaws.com/role-arn',
                    maxLength: 317,
                  },
                  additionalProperties: {
                    type: 'string',
                    pattern: '^[A-Za-z0-9$][-A-Za-z0-9:/._@${}=+,]*$',
                    'x-expected':
                      'an identifier of the cloud provider; ${service} stands for the service name',
                    maxLength: 512,
                  },
                },
                labels: { ...labels, description: 'Labels of the ServiceAccount and its pods.' },
                egress,
              },
              ['provider'],
            ),
            monitoring: closedObject(
              'Prometheus and Grafana.',
              {
                prometheus: closedObject(
                  'The Prometheus that scrapes the services.',
                  {
                    namespace: dnsLabel,
                    serviceAccount: dnsLabel,
                    podLabels: {
                      ...labels,
                      description: 'Labels of its pods; absent: every pod of its namespace.',
                    },
                    address: {
                      type: 'string',
                      description: 'Its query address.',
                      pattern:
                        '^https?://[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?(?::[0-9]{1,5})?(?:/[A-Za-z0-9._/-]*)?$',
                      'x-expected': 'an http or https address without credentials',
                      maxLength: 255,
                    },
                  },
                  ['namespace', 'serviceAccount', 'address'],
                ),
                monitorLabels: {
                  ...labels,
                  description: 'Labels that its serviceMonitorSelector and ruleSelector select.',
                },
                dashboardLabels: {
                  ...labels,
                  description: "Labels by which Grafana's sidecar finds dashboards.",
                },
                scrapeInterval: duration,
                dcgmExporter: {
                  type: 'boolean',
                  description: "NVIDIA's DCGM exporter runs on the GPU nodes.",
                },
              },
              ['prometheus', 'monitorLabels'],
            ),
            autoscaling: union('What scales workloads.', 'controller', {
              keda: closedObject('KEDA asks Prometheus.', {}),
              hpa: closedObject(
                'A HorizontalPodAutoscaler asks the Prometheus adapter, which needs the rules of the platform overlay.',
                {},
              ),
              none: closedObject('Nothing: services run minReplicas.', {}),
            }),
            network: closedObject(
              'How NetworkPolicies must be written.',
              {
                policy: { enum: ['kubernetes'], description: 'networking.k8s.io/v1.' },
                dns: closedObject('The cluster DNS.', { namespace: dnsLabel, podLabels: labels }, [
                  'namespace',
                  'podLabels',
                ]),
                nodeLocalDns: {
                  type: 'boolean',
                  description: 'Pods ask a DNS cache on their node (169.254.20.10).',
                },
              },
              ['policy', 'dns'],
            ),
            priorityClassName: { ...dnsLabel, description: 'PriorityClass of inference pods.' },
            imagePullSecrets: {
              type: 'array',
              description: 'Secrets in the namespace of the services with which the kubelet pulls images.',
              items: dnsLabel,
              maxItems: 8,
              uniqueItems: true,
            },
          },
          [
            'environment',
            'destination',
            'versions',
            'mesh',
            'rollouts',
            'nodePools',
            'modelStores',
            'modelDelivery',
            'identity',
            'monitoring',
            'autoscaling',
            'network',
          ],
        ),
      ),
    },
    ['apiVersion', 'kind', 'metadata', 'spec'],
  ),
};
