import { describe, expect, it } from 'vitest';
import { fieldEntry, objectEntry } from '../testing/entry-fixture.ts';
import { networkOpening } from './network-opening.ts';

describe('the risk network-opening', () => {
  it.each([
    [
      'a policy that goes',
      objectEntry('NetworkPolicy/a', 'removed'),
      'high',
      'NetworkPolicy/a no longer protects anything',
    ],
    [
      'a rule more',
      fieldEntry('NetworkPolicy/a', 'spec.ingress[1]', [undefined, { from: [] }]),
      'high',
      'NetworkPolicy/a allows more: spec.ingress[1]',
    ],
    [
      'a rule without its peers',
      fieldEntry('NetworkPolicy/a', 'spec.ingress[0].from', [[{ podSelector: {} }], undefined]),
      'high',
      'NetworkPolicy/a allows more: spec.ingress[0].from',
    ],
    [
      'a wider range',
      fieldEntry('NetworkPolicy/a', 'spec.egress[0].to[0].ipBlock.cidr', ['10.1.0.0/16', '10.0.0.0/8']),
      'high',
      'NetworkPolicy/a allows more: spec.egress[0].to[0].ipBlock.cidr',
    ],
    [
      'a direction that is not restricted',
      fieldEntry('NetworkPolicy/a', 'spec.policyTypes[]', ['Egress', undefined]),
      'high',
      'NetworkPolicy/a allows more: spec.policyTypes[]',
    ],
    [
      'plain text',
      fieldEntry('PeerAuthentication/a', 'spec.mtls.mode', ['STRICT', 'PERMISSIVE']),
      'high',
      'PeerAuthentication/a accepts PERMISSIVE traffic',
    ],
    [
      'a Service outside',
      fieldEntry('Service/a', 'spec.type', ['ClusterIP', 'LoadBalancer']),
      'high',
      'Service/a becomes a LoadBalancer',
    ],
    [
      'the network of the node',
      fieldEntry('Deployment/a', 'spec.template.spec.hostNetwork', [undefined, true]),
      'high',
      'Deployment/a uses hostNetwork',
    ],
    [
      'another principal',
      fieldEntry('AuthorizationPolicy/a', 'spec.rules[0].from[0].source.principals[]', [undefined, 'x']),
      'high',
      'AuthorizationPolicy/a allows more: spec.rules[0].from[0].source.principals[]',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(networkOpening.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    ['a rule less', fieldEntry('NetworkPolicy/a', 'spec.ingress[1]', [{ from: [] }, undefined])],
    [
      'peers where there were none',
      fieldEntry('NetworkPolicy/a', 'spec.ingress[0].from', [undefined, [{ podSelector: {} }]]),
    ],
    [
      'a narrower range',
      fieldEntry('NetworkPolicy/a', 'spec.egress[0].to[0].ipBlock.cidr', ['10.0.0.0/8', '10.1.0.0/16']),
    ],
    [
      'an exception more',
      fieldEntry('NetworkPolicy/a', 'spec.egress[0].to[0].ipBlock.except[]', [undefined, '10.1.0.0/16']),
    ],
    ['encryption required', fieldEntry('PeerAuthentication/a', 'spec.mtls.mode', ['PERMISSIVE', 'STRICT'])],
    ['a Service inside', fieldEntry('Service/a', 'spec.type', ['LoadBalancer', 'ClusterIP'])],
    ['a label of a policy', fieldEntry('NetworkPolicy/a', 'metadata.labels.team', ['a', 'b'])],
    [
      'a principal less',
      fieldEntry('AuthorizationPolicy/a', 'spec.rules[0].from[0].source.principals[]', ['x', undefined]),
    ],
  ])('is not %s', (_, entry) => {
    expect(networkOpening.judge(entry)).toBeUndefined();
  });
});
