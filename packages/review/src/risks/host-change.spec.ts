import { describe, expect, it } from 'vitest';
import { fieldEntry, objectEntry } from '../testing/entry-fixture.ts';
import { hostChange } from './host-change.ts';

describe('the risk host-change', () => {
  it.each([
    [
      'another host',
      fieldEntry('VirtualService/a', 'spec.hosts[0]', ['a.b', 'c.b']),
      'high',
      'VirtualService/a changes spec.hosts[0]',
    ],
    [
      'another match',
      fieldEntry('VirtualService/a', 'spec.http[x].match[0].uri.prefix', ['/a', '/b']),
      'high',
      'VirtualService/a changes spec.http[x].match[0].uri.prefix',
    ],
    [
      'another Service behind a route',
      fieldEntry('VirtualService/a', 'spec.http[x].route[0].destination.host', ['a', 'b']),
      'high',
      'VirtualService/a changes spec.http[x].route[0].destination.host',
    ],
    [
      'another host of an Ingress',
      fieldEntry('Ingress/a', 'spec.rules[a.b].host', ['a.b', 'c.b']),
      'high',
      'Ingress/a changes spec.rules[a.b].host',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(hostChange.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    ['another timeout of a route', fieldEntry('VirtualService/a', 'spec.http[x].timeout', ['5s', '9s'])],
    ['hosts of another kind', fieldEntry('ConfigMap/a', 'spec.hosts[0]', ['a', 'b'])],
    ['a VirtualService that comes', objectEntry('VirtualService/a', 'added')],
  ])('is not %s', (_, entry) => {
    expect(hostChange.judge(entry)).toBeUndefined();
  });
});
