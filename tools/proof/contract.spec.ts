import { describe, expect, it } from 'vitest';
import { applyJsonPatch, type PatchOperation } from './json-patch.ts';
import { allOverlays, goldenOverlays, nameOf, readResources, type Manifest } from './overlays.ts';
import { findBrokenReferences } from './references.ts';
import { selectValues } from './select-values.ts';

const overlays = allOverlays().map((overlay) => ({ ...overlay, resources: readResources(overlay) }));

/** Names that other teams, dashboards and Argo CD know: a change recreates objects on every cluster. */
function contractedNames(service: string): string[] {
  return [
    `AuthorizationPolicy/${service}`,
    `DestinationRule/${service}`,
    `DestinationRule/${service}-canary`,
    `NetworkPolicy/${service}`,
    `PeerAuthentication/${service}`,
    `PodDisruptionBudget/${service}`,
    `PrometheusRule/${service}`,
    `Rollout/${service}`,
    `ScaledObject/${service}`,
    `Service/${service}`,
    `Service/${service}-canary`,
    `Service/${service}-metrics`,
    `ServiceAccount/${service}`,
    `ServiceMonitor/${service}`,
    `VirtualService/${service}`,
    `AnalysisTemplate/${service}-success`,
  ].sort();
}

function optionalNames(service: string): string[] {
  return [`AnalysisTemplate/${service}-latency`, `ConfigMap/${service}-dashboard`];
}

describe.each(overlays)('the overlay of $title', ({ cluster, service, resources }) => {
  it('has the contracted names and no other', () => {
    const names = resources.map(nameOf).filter((name) => !optionalNames(service).includes(name));
    expect(names.sort()).toEqual(contractedNames(service));
  });

  it('selects its pods by the contracted label alone', () => {
    const contracted = { 'fleetwright.dev/service': service };
    expect(selectValues(resources, 'Rollout spec/selector')).toEqual([{ matchLabels: contracted }]);
    expect(selectValues(resources, 'Service spec/selector')).toEqual([contracted, contracted, contracted]);
  });

  it('labels every resource, and keeps to one namespace', () => {
    const namespaces = new Set(resources.map(({ metadata }) => metadata.namespace));
    expect([...namespaces]).toEqual([expect.stringMatching(/^ml/)]);
    for (const resource of resources) {
      expect(resource.metadata.labels, nameOf(resource)).toMatchObject({
        'app.kubernetes.io/name': service,
        'app.kubernetes.io/instance': service,
        'app.kubernetes.io/component': expect.stringMatching(/^(inference-server|metrics)$/) as unknown,
        'app.kubernetes.io/part-of': service,
        'app.kubernetes.io/managed-by': 'fleetwright',
        'fleetwright.dev/service': service,
        'fleetwright.dev/placement': `${cluster}.${service}`,
      });
    }
  });

  it('points at nothing that it does not hold', () => {
    expect(findBrokenReferences(resources)).toEqual([]);
  });
});

describe('findBrokenReferences', () => {
  const sound = readResources(
    goldenOverlays().find(({ title }) => title.startsWith('an-onnx-model-with-dashboard'))!,
  );

  function edit(name: string, ...operations: PatchOperation[]): Manifest[] {
    expect(sound.map(nameOf)).toContain(name);
    return sound.map((resource) =>
      nameOf(resource) === name ? applyJsonPatch(resource, operations) : resource,
    );
  }

  const canary = '/spec/strategy/canary';
  const pod = '/spec/template/spec';

  it.each([
    [
      'Rollout/sentiment',
      `${canary}/stableService`,
      'x',
      /stableService is x, which no Service metadata\/name is/,
    ],
    ['Rollout/sentiment', `${canary}/trafficRouting/istio/virtualService/routes/0`, 'x', /routes\/\* is x/],
    ['Rollout/sentiment', `${canary}/analysis/templates/0/templateName`, 'x', /templateName is x/],
    ['Rollout/sentiment', `${canary}/analysis/args/0/name`, 'x', /args\/\*\/name is x/],
    ['Rollout/sentiment', `${pod}/serviceAccountName`, 'x', /serviceAccountName is x/],
    ['Rollout/sentiment', `${pod}/containers/0/volumeMounts/0/name`, 'x', /volumeMounts\/\*\/name is x/],
    ['Rollout/sentiment', `${pod}/containers/0/ports/0/name`, 'x', /targetPort is http, which no/],
    [
      'Rollout/sentiment',
      `${pod}/containers/0/livenessProbe/httpGet/port`,
      'x',
      /livenessProbe\/httpGet\/port is x/,
    ],
    ['Rollout/sentiment', '/spec/template/metadata/labels', {}, /Service spec\/selector .* matches no pod/],
    ['Rollout/sentiment', '/spec/template/metadata/annotations', {}, /a volume reads metadata.annotations/],
    [
      'Rollout/sentiment',
      `${pod}/containers/0/volumeMounts`,
      [],
      /the volume shared-memory is mounted nowhere/,
    ],
    ['ScaledObject/sentiment', '/spec/scaleTargetRef/name', 'x', /scaleTargetRef\/name is x/],
    [
      'PodDisruptionBudget/sentiment',
      '/spec/selector/matchLabels',
      {},
      /PodDisruptionBudget .* matches no pod/,
    ],
    [
      'NetworkPolicy/sentiment',
      '/spec/podSelector/matchLabels',
      { a: 'b' },
      /NetworkPolicy .* matches no pod/,
    ],
    ['NetworkPolicy/sentiment', '/spec/ingress/0/ports/0/port', 9, /ports\/\*\/port is 9/],
    [
      'AuthorizationPolicy/sentiment',
      '/spec/rules/0/to/0/operation/ports/0',
      '9',
      /operation\/ports\/\* is 9/,
    ],
    ['PeerAuthentication/sentiment', '/spec/portLevelMtls', { 9: {} }, /portLevelMtls\/~ is 9/],
    ['ServiceMonitor/sentiment', '/spec/endpoints/0/port', 'x', /endpoints\/\*\/port is x/],
    [
      'ServiceMonitor/sentiment',
      '/spec/selector/matchLabels',
      { 'fleetwright.dev/service': 'sentiment' },
      /the ServiceMonitor selects 3 Services/,
    ],
    ['VirtualService/sentiment', '/spec/http/0/route/1/destination/host', 'x', /destination\/host is x/],
    ['VirtualService/sentiment', '/spec/http/0/route/1/destination/port/number', 9, /port\/number is 9/],
    ['DestinationRule/sentiment', '/spec/host', 'sentiment', /is for sentiment, which is no Service/],
    ['AnalysisTemplate/sentiment-latency', '/spec/args', [], /uses \{\{args.canary-hash\}\}/],
    ['Service/sentiment-metrics', '/metadata/name', 'x', /reads series of the Service sentiment-metrics/],
    ['PrometheusRule/sentiment', '/spec/groups/0/rules/0/record', 'x', /which nothing records/],
  ] as [string, string, unknown, RegExp][])('finds a %s with another %s', (name, path, value, message) => {
    const problems = findBrokenReferences(edit(name, { op: 'replace', path, value }));
    expect(problems.filter((problem) => message.test(problem)).length, problems.join('\n')).toBeGreaterThan(
      0,
    );
  });

  it('finds a resource that is there twice', () => {
    expect(findBrokenReferences([...sound, sound[0]!])).toContain('ServiceAccount/sentiment is there twice');
  });
});
