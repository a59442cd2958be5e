import { describe, expect, it } from 'vitest';
import { fieldEntry, objectEntry } from '../testing/entry-fixture.ts';
import { immutableField } from './immutable-field.ts';

describe('the risk immutable-field', () => {
  it.each([
    [
      'the selector of a Deployment',
      fieldEntry('Deployment/a', 'spec.selector.matchLabels.app', ['a', 'b']),
      'high',
      'Deployment/a changes spec.selector.matchLabels.app, which is immutable',
    ],
    [
      'the address of a Service',
      fieldEntry('Service/a', 'spec.clusterIP', ['None', undefined]),
      'high',
      'Service/a changes spec.clusterIP, which is immutable',
    ],
    [
      'the role of a binding',
      fieldEntry('RoleBinding/a', 'roleRef.name', ['a', 'b']),
      'high',
      'RoleBinding/a changes roleRef.name, which is immutable',
    ],
    [
      'the class of a volume claim',
      fieldEntry('PersistentVolumeClaim/a', 'spec.storageClassName', ['a', 'b']),
      'high',
      'PersistentVolumeClaim/a changes spec.storageClassName, which is immutable',
    ],
    [
      'the service of a StatefulSet',
      fieldEntry('StatefulSet/a', 'spec.serviceName', ['a', 'b']),
      'high',
      'StatefulSet/a changes spec.serviceName, which is immutable',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(immutableField.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    [
      'the size of a volume claim',
      fieldEntry('PersistentVolumeClaim/a', 'spec.resources.requests.storage', ['1Gi', '2Gi']),
    ],
    [
      'the template of a StatefulSet',
      fieldEntry('StatefulSet/a', 'spec.template.spec.containers[a].image', ['a', 'b']),
    ],
    ['the replicas of a StatefulSet', fieldEntry('StatefulSet/a', 'spec.replicas', [1, 2])],
    ['the selector of a Service', fieldEntry('Service/a', 'spec.selector.app', ['a', 'b'])],
    ['a Deployment that comes', objectEntry('Deployment/a', 'added')],
  ])('is not %s', (_, entry) => {
    expect(immutableField.judge(entry)).toBeUndefined();
  });
});
