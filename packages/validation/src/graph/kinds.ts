import type {
  AnalysisTemplate,
  AppProject,
  Application,
  ApplicationSet,
  AuthorizationPolicy,
  ClusterAnalysisTemplate,
  ConfigMap,
  Deployment,
  DestinationRule,
  Gateway,
  HorizontalPodAutoscaler,
  Job,
  LimitRange,
  Namespace,
  NetworkPolicy,
  PeerAuthentication,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  PodMonitor,
  PrometheusRule,
  ResourceClaimTemplate,
  ResourceQuota,
  Rollout,
  ScaledObject,
  Secret,
  Service,
  ServiceAccount,
  ServiceEntry,
  ServiceMonitor,
  Sidecar,
  TriggerAuthentication,
  VirtualService,
} from '@fleetwright/kube-schemas';

/** The kinds that rules ask for by name, and the shape that a schema demands of each. */
export interface Kinds {
  AnalysisTemplate: AnalysisTemplate;
  AppProject: AppProject;
  Application: Application;
  ApplicationSet: ApplicationSet;
  AuthorizationPolicy: AuthorizationPolicy;
  ClusterAnalysisTemplate: ClusterAnalysisTemplate;
  ConfigMap: ConfigMap;
  Deployment: Deployment;
  DestinationRule: DestinationRule;
  Gateway: Gateway;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  Job: Job;
  LimitRange: LimitRange;
  Namespace: Namespace;
  NetworkPolicy: NetworkPolicy;
  PeerAuthentication: PeerAuthentication;
  PersistentVolumeClaim: PersistentVolumeClaim;
  PodDisruptionBudget: PodDisruptionBudget;
  PodMonitor: PodMonitor;
  PrometheusRule: PrometheusRule;
  ResourceClaimTemplate: ResourceClaimTemplate;
  ResourceQuota: ResourceQuota;
  Rollout: Rollout;
  ScaledObject: ScaledObject;
  Secret: Secret;
  Service: Service;
  ServiceAccount: ServiceAccount;
  ServiceEntry: ServiceEntry;
  ServiceMonitor: ServiceMonitor;
  Sidecar: Sidecar;
  TriggerAuthentication: TriggerAuthentication;
  VirtualService: VirtualService;
}

/** The API group of each kind: other groups have kinds of the same names. */
export const GROUPS: Readonly<Record<keyof Kinds, string>> = {
  AnalysisTemplate: 'argoproj.io',
  AppProject: 'argoproj.io',
  Application: 'argoproj.io',
  ApplicationSet: 'argoproj.io',
  AuthorizationPolicy: 'security.istio.io',
  ClusterAnalysisTemplate: 'argoproj.io',
  ConfigMap: '',
  Deployment: 'apps',
  DestinationRule: 'networking.istio.io',
  Gateway: 'networking.istio.io',
  HorizontalPodAutoscaler: 'autoscaling',
  Job: 'batch',
  LimitRange: '',
  Namespace: '',
  NetworkPolicy: 'networking.k8s.io',
  PeerAuthentication: 'security.istio.io',
  PersistentVolumeClaim: '',
  PodDisruptionBudget: 'policy',
  PodMonitor: 'monitoring.coreos.com',
  PrometheusRule: 'monitoring.coreos.com',
  ResourceClaimTemplate: 'resource.k8s.io',
  ResourceQuota: '',
  Rollout: 'argoproj.io',
  ScaledObject: 'keda.sh',
  Secret: '',
  Service: '',
  ServiceAccount: '',
  ServiceEntry: 'networking.istio.io',
  ServiceMonitor: 'monitoring.coreos.com',
  Sidecar: 'networking.istio.io',
  TriggerAuthentication: 'keda.sh',
  VirtualService: 'networking.istio.io',
};

/**
 * A type of which nothing may be taken for given: rules read manifests of anybody, and a schema's verdict comes
 * beside theirs, not before.
 */
export type Loose<T> = T extends readonly (infer Item)[]
  ? Loose<Item>[]
  : T extends object
    ? { [Field in keyof T]?: Loose<T[Field]> | undefined }
    : T;
