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
    /^(?:AppProject|Application|ApplicationSet) .* delete .*\/ignoreDifferences\/\*\/group$/,
    'the core group, and for kinds of others the kind alone',
  ),

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
  choice(
    /^(?:AppProject|Application|ApplicationSet) .* (?:delete|rename|change) .*(?:notifications\.argoproj\.io|manifest-generate-paths|compare-options|syncWindows|description|syncPolicy|sync-wave|annotations$|preserveResources)/,
    'how and when Argo CD syncs and whom it tells is what the environment says',
  ),
  choice(
    /^(?:Application|ApplicationSet) .* \/(?:spec\/template\/)?metadata\/labels(?:\/.*)?$/,
    'labels by which people filter Applications',
  ),
  hole(
    /^NetworkPolicy .* delete .*\/(?:podSelector|namespaceSelector)(?:\/matchLabels(?:\/.*)?|\/matchExpressions)?$/,
    'a wider opening works as well; the review of a change shows it',
  ),
  hole(
    /^(?:Rollout|Deployment) .* delete .*\/(?:nodeSelector(?:\/.*)?|tolerations\/\*\/(?:effect|key|operator))$/,
    'a wider choice of nodes, all of which offer the device',
  ),

  hole(
    /^(?:AppProject|Application|ApplicationSet) /,
    'the folder of Argo CD is judged without the facts of its environment',
  ),
  hole(
    /^AuthorizationPolicy /,
    'who is let in is compared with the flows of the plan by the proofs, not by a rule',
  ),
  hole(
    /^PeerAuthentication .* delete \/spec\/(?:mtls|portLevelMtls)(?:\/.*)?$/,
    'whether peers are strict is inherited, and the mesh above is not known',
  ),
  hole(/^NetworkPolicy /, 'labels of the pods of a gateway or of the DNS are facts that no rule compares'),
  hole(
    /^(?:Rollout|Deployment) .* change .*\/volumeMounts\/.*\/mountPath$/,
    'which path a container reads is known of its arguments and variables alone',
  ),
  hole(
    /^(?:Rollout|Deployment) .* delete .*\/initContainers\/.*\/(?:args|command|env)$/,
    'what an init container does is its own affair',
  ),
  hole(
    /^(?:Rollout|Deployment) .* (?:delete|change) .*\/(?:claims|resourceClaimTemplateName|claimName|image\/reference)$/,
    'what a claim or an image volume refers to may be made by others',
  ),
  hole(
    /azure\.workload\.identity~1use|excludeOutboundIPRanges/,
    'labels and annotations that webhooks of a cloud or a mesh read',
  ),
  hole(
    /^(?:AnalysisTemplate|ScaledObject|PrometheusRule) .* change .*\/(?:query|expr) \(matcher\)$/,
    'values of labels that nobody here states',
  ),
  hole(/^PrometheusRule /, 'texts and labels of alerts that their severity does not demand'),
  hole(
    /^ResourceClaimTemplate /,
    'a claim without a device is allowed, and Argo CD options are not compared',
  ),
  hole(
    /^Service .* (?:\/metadata\/labels\/app\.kubernetes\.io~1component|\/spec\/clusterIP|\/spec\/ports\/\[http-metrics\]\/port)$/,
    'a Service that is scraped may have another component, address and port',
  ),
  hole(
    /^ServiceMonitor .* delete \/spec\/(?:endpoints\/\*\/port|selector\/.*)$/,
    'a monitor without a port scrapes all of them',
  ),
  hole(
    /^HorizontalPodAutoscaler .* (?:change \/spec\/scaleTargetRef\/apiVersion|delete \/spec\/metrics)$/,
    'an autoscaler falls back to CPU, and finds its target by kind',
  ),
];
