/** Survivors of one pattern. */
export interface Accepted {
  /**
   * `same`: the cluster does what it did; `choice`: another setting that works as well, which only the spec could
   * contradict; `hole`: a mistake that nothing notices yet.
   */
  kind: 'same' | 'choice' | 'hole';
  /** Of `<kind> <builder> <mutation> <place>`. */
  pattern: RegExp;
  reason: string;
}

function same(pattern: RegExp, reason: string): Accepted {
  return { kind: 'same', pattern, reason };
}

function choice(pattern: RegExp, reason: string): Accepted {
  return { kind: 'choice', pattern, reason };
}

function hole(pattern: RegExp, reason: string): Accepted {
  return { kind: 'hole', pattern, reason };
}

/**
 * Mutants that may live, and why. A survivor that no pattern matches fails `npm run mutants`, and so does a pattern
 * that matches none.
 */
export const ACCEPTED: readonly Accepted[] = [
  same(/ change \/metadata\/name$/, 'nothing refers to the object by its name'),
  same(
    /^Service .* (?:delete .*\/(?:targetPort|appProtocol)|change \/spec\/ports\/\[(?:grpc|http)\]\/name)$/,
    'the protocol stands in the name of the port and in appProtocol, and the target has the same number',
  ),
  same(
    /^(?:Rollout|Deployment) .* delete .*\/(?:automountServiceAccountToken|readOnly)$/,
    'the account says it, too, or the volume is read-only itself',
  ),
  same(/^ServiceAccount .* delete \/automountServiceAccountToken$/, 'the pod says it, too'),
  same(
    / delete \/spec\/template\/spec\/.*ontainers\/.*\/resources\/requests\/memory$/,
    'a request that is not given is the limit',
  ),
  same(
    /^Deployment .* delete \/spec\/strategy\/(?:type|rollingUpdate\/maxUnavailable)$/,
    'a Deployment rolls by default',
  ),
  same(/^AuthorizationPolicy .* delete \/spec\/targetRefs\/.*\/group$/, 'a Service is of the core group'),
  same(
    /^ServiceMonitor .* delete \/spec\/namespaceSelector(?:\/matchNames)?$/,
    'a monitor selects in its own namespace',
  ),
  same(
    / (?:delete|rename) .*\/annotations\/kubectl\.kubernetes\.io~1default-container$/,
    'kubectl takes the first container',
  ),
  same(
    /^ServiceAccount .* delete .*\/azure\.workload\.identity~1use$/,
    'the webhook reads the label of the pod',
  ),
  same(/^Service .* delete \/spec\/clusterIP$/, 'Prometheus scrapes endpoints, with and without an address'),
  same(
    /^ServiceMonitor .* delete \/spec\/selector\/.*component$/,
    'the other Services have no port of that name',
  ),
  same(
    /^HorizontalPodAutoscaler .* change \/spec\/scaleTargetRef\/apiVersion$/,
    'the target is found by its group and kind',
  ),
  same(/^NetworkPolicy .* delete \/spec\/podSelector$/, 'without one, all pods are selected'),
  same(/^AppProject .* delete \/spec\/clusterResourceWhitelist$/, 'an empty list permits as little'),
  same(/^ApplicationSet .* delete \/spec\/syncPolicy\/applicationsSync$/, 'the default'),
  same(/^ApplicationSet .* delete \/spec\/goTemplateOptions$/, 'every parameter of the template is given'),

  choice(
    /^AnalysisTemplate .* delete .*\/(?:failureLimit|inconclusiveLimit|initialDelay)$/,
    'how patient an analysis is',
  ),
  choice(
    /^(?:HorizontalPodAutoscaler|ScaledObject) .* delete .*\/(?:behavior|scaleUp|scaleDown|stabilizationWindowSeconds|pollingInterval|advanced|horizontalPodAutoscalerConfig)$/,
    'how fast an autoscaler acts',
  ),
  choice(
    /^(?:Rollout|Deployment) .* delete \/spec\/(?:minReadySeconds|revisionHistoryLimit|progressDeadlineSeconds|replicas|strategy\/canary\/(?:dynamicStableScale|analysis\/startingStep))$/,
    'how a rollout goes about it',
  ),
  choice(
    /^(?:Rollout|Deployment) .* delete .*Probe\/(?:failureThreshold|periodSeconds|timeoutSeconds)$/,
    'how patient a probe is: too impatient ones are found',
  ),
  choice(
    /^(?:Rollout|Deployment) .* (?:delete|change) .*\/topologySpreadConstraints(?:\/.*)?$/,
    'how pods spread',
  ),
  choice(
    /^(?:Rollout|Deployment) .* delete .*\/(?:enableServiceLinks|fsGroupChangePolicy)$/,
    'what is in the environment, and how fast volumes are mounted',
  ),
  choice(/ delete .*\/annotations\/sidecar\.istio\.io~1proxy(?:CPU|Memory)$/, 'what the proxy requests'),
  choice(
    /^(?:Rollout|Deployment) .* change .*\/labels\/app\.kubernetes\.io~1version$/,
    'a version by any name',
  ),
  choice(/^PrometheusRule .* delete \/spec\/groups\/.*\/interval$/, 'how often rules are evaluated'),
  choice(
    /^ServiceMonitor .* delete \/spec\/(?:sampleLimit|labelLimit|jobLabel|endpoints\/\*\/(?:interval|scrapeTimeout))$/,
    'how often is scraped, and how much at most',
  ),
  choice(/^LimitRange .* delete /, 'defaults for containers that state nothing; those here state all'),
  choice(
    /^VirtualService .* delete .*\/match\/\*\/method(?:\/exact)?$/,
    'other methods are answered by Triton with an error',
  ),
  choice(/^AppProject .* delete \/spec\/description$/, 'a text for people'),

  hole(
    /^Service .* \/metadata\/labels\/app\.kubernetes\.io~1component$/,
    'of a Service that nothing selects by it the component may be another',
  ),
  hole(
    /^Deployment .* delete .*\/nodeSelector\/node-role\.example\.com~1general$/,
    'a server without a GPU may run on any node that has room',
  ),
];
