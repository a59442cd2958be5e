import type { CoreReferences } from './crd-schemas.ts';
import type { CoreKind } from './core-schemas.ts';

interface GoModuleSource {
  /** Key of this version in a cluster's `spec.versions`; argoCd, which runs beside the clusters, has none there. */
  component: string;
  /** Minor version, as a cluster declares it. */
  minor: string;
  /** Folder below `packages/kube-schemas/schemas`. */
  folder: string;
  /** File below `packages/kube-schemas/src/generated` that holds the types; one version per component has types. */
  types?: string;
  module: string;
  version: string;
  /** Checksum of the module as in go.sum. */
  sum: string;
  /** Files inside the module that hold the schemas. */
  files: readonly string[];
}

/** Kubernetes itself: one OpenAPI document holds every kind. */
export interface CoreSource extends GoModuleSource {
  format: 'swagger';
  kinds: readonly CoreKind[];
}

/** A project that publishes CustomResourceDefinitions. */
export interface CrdSource extends GoModuleSource {
  format: 'crd';
  kinds: readonly string[];
  coreReferences?: CoreReferences;
}

/** The served version whose TypeScript types the builders use; the older ones are only in the schema files. */
export const TYPED_VERSIONS: Readonly<Record<string, string>> = {
  'networking.istio.io': 'v1',
  'security.istio.io': 'v1',
  'argoproj.io': 'v1alpha1',
  'monitoring.coreos.com': 'v1',
  'keda.sh': 'v1alpha1',
};

/** Kinds that every Kubernetes version here has. */
const CORE_KINDS: readonly CoreKind[] = [
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'LimitRange' },
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  { apiVersion: 'v1', kind: 'ResourceQuota' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
];

/** Dynamic resource allocation is resource.k8s.io/v1 since Kubernetes 1.34. */
const CLAIM_KINDS: readonly CoreKind[] = [
  { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate' },
];

/** The Kubernetes version whose types the builders use, and to whose definitions the schemas of the others refer. */
export const KUBERNETES: CoreSource = {
  ...kubernetesModule('v1.34.4', 'h1:Yy6R4QB8C9kJPp25GFqEvX5XQwY5qzKeqD0Xx6oAcmk='),
  types: 'kubernetes.ts',
  kinds: [...CORE_KINDS, ...CLAIM_KINDS],
};

/** The other Kubernetes versions that clusters may declare: schemas alone. */
export const OTHER_KUBERNETES: readonly CoreSource[] = [
  {
    ...kubernetesModule('v1.31.14', 'h1:UtjLfqvXLuSVDdJ4+NpQCIfFkKkLnAAVmxAEMsnkhjk='),
    kinds: CORE_KINDS,
  },
  {
    ...kubernetesModule('v1.32.13', 'h1:5TGYdZ6YZqdp6h/Rp1vX/4TIoybMPdgv97LCZCtPuNQ='),
    kinds: CORE_KINDS,
  },
  {
    ...kubernetesModule('v1.33.13', 'h1:bmH31xUdSzeA5vk0wZAK9MZp11mdLuzUSeKk0qN3hPQ='),
    kinds: CORE_KINDS,
  },
  {
    ...kubernetesModule('v1.35.4', 'h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM='),
    kinds: [...CORE_KINDS, ...CLAIM_KINDS],
  },
];

function kubernetesModule(version: string, sum: string): Omit<CoreSource, 'kinds'> {
  const minor = /\d+\.\d+/.exec(version)![0];
  return {
    component: 'kubernetes',
    minor,
    // The name that kubeconform looks for when it runs with -strict -kubernetes-version <minor>.0.
    folder: `v${minor}.0-standalone-strict`,
    module: 'k8s.io/kubernetes',
    version,
    sum,
    files: ['api/openapi-spec/swagger.json'],
    format: 'swagger',
  };
}

/** Every project with CustomResourceDefinitions, in the versions that clusters may declare. */
export const CRD_SOURCES: readonly CrdSource[] = [
  {
    component: 'istio',
    minor: '1.31',
    folder: 'istio-1.31',
    types: 'istio.ts',
    module: 'istio.io/api',
    version: 'v1.31.4',
    sum: 'h1:AcnncYrlDj1PJkym7h88Gggkef4MAra8QpGaXRMsr+E=',
    files: ['kubernetes/customresourcedefinitions.gen.yaml'],
    format: 'crd',
    kinds: [
      'AuthorizationPolicy',
      'DestinationRule',
      'Gateway',
      'PeerAuthentication',
      'ServiceEntry',
      'Sidecar',
      'VirtualService',
    ],
  },
  {
    component: 'argoRollouts',
    minor: '1.9',
    folder: 'argo-rollouts-1.9',
    types: 'argo-rollouts.ts',
    module: 'github.com/argoproj/argo-rollouts',
    version: 'v1.9.2',
    sum: 'h1:NaAtrUjjm9AFAyurAEFRJjP54mk98s8007B3vsdFEbI=',
    files: [
      'manifests/crds/rollout-crd.yaml',
      'manifests/crds/analysis-template-crd.yaml',
      'manifests/crds/cluster-analysis-template-crd.yaml',
    ],
    format: 'crd',
    kinds: ['AnalysisTemplate', 'ClusterAnalysisTemplate', 'Rollout'],
    // These CRDs leave volumes and resources of a pod open; the controller creates core objects from them.
    coreReferences: {
      Rollout: { '/spec/selector': 'LabelSelector', '/spec/template': 'PodTemplateSpec' },
      AnalysisTemplate: { '/spec/metrics/*/provider/job/spec': 'JobSpec' },
      ClusterAnalysisTemplate: { '/spec/metrics/*/provider/job/spec': 'JobSpec' },
    },
  },
  {
    component: 'prometheusOperator',
    minor: '0.85',
    folder: 'prometheus-operator-0.85',
    types: 'prometheus-operator.ts',
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    files: [
      'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml',
      'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml',
      'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml',
    ],
    format: 'crd',
    kinds: ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
    coreReferences: {
      PodMonitor: { '/spec/selector': 'LabelSelector' },
      ServiceMonitor: { '/spec/selector': 'LabelSelector' },
    },
  },
  {
    component: 'keda',
    minor: '2.21',
    folder: 'keda-2.21',
    types: 'keda.ts',
    module: 'github.com/kedacore/keda/v2',
    version: 'v2.21.0',
    sum: 'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
    files: [
      'config/crd/bases/keda.sh_scaledobjects.yaml',
      'config/crd/bases/keda.sh_triggerauthentications.yaml',
    ],
    format: 'crd',
    kinds: ['ScaledObject', 'TriggerAuthentication'],
  },
  {
    component: 'argoCd',
    minor: '3.2',
    folder: 'argo-cd-3.2',
    types: 'argo-cd.ts',
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.2.11',
    sum: 'h1:3hkR11XCp/nlyM2cWr3qeUSGuZgi3JkFdMpzgL5qOR8=',
    files: [
      'manifests/crds/application-crd.yaml',
      'manifests/crds/applicationset-crd.yaml',
      'manifests/crds/appproject-crd.yaml',
    ],
    format: 'crd',
    kinds: ['AppProject', 'Application', 'ApplicationSet'],
  },
];
