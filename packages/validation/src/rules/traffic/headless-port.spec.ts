import { describe, expect, it } from 'vitest';
import { rollout, ROUTED } from '../../testing-rollouts.ts';
import { judgeForeign, workload } from '../../testing-foreign.ts';
import { judgeService, set } from '../../testing.ts';

const service = (port: string, clusterIP = 'None') => `
apiVersion: v1
kind: Service
metadata: { name: chat, namespace: ml }
spec: { clusterIP: ${clusterIP}, selector: { app: chat }, ports: [${port}] }
---
`;
const POD = workload({ ports: '{ name: web, containerPort: 8080 }' });
const judge = (yaml: string) => judgeForeign(yaml, ['traffic']);

describe('traffic/headless-port', () => {
  it.each([
    ['{ port: 80, targetPort: web }', '80'],
    ['{ name: http, port: 80, targetPort: 8080 }', '80 (http)'],
  ])('finds %s, which nothing translates', (port, shown) => {
    expect(judge(service(port) + POD)).toEqual([
      `traffic/headless-port Service/chat /spec/ports/0/port: The headless Service/chat states port ${shown}; its pods listen on 8080.`,
    ]);
  });

  it.each([
    ['the same number', service('{ port: 8080, targetPort: web }') + POD],
    ['a Service with an address', service('{ port: 80, targetPort: web }', '10.0.0.1') + POD],
    ['a name that the pods do not have', service('{ port: 80, targetPort: grpc }') + POD],
    ['pods that are not given', service('{ port: 80, targetPort: 8080 }')],
    [
      'a Service that a Rollout routes to',
      service('{ port: 80, targetPort: 8080 }').replace('namespace: ml', 'namespace: shop') +
        rollout(`{ canary: { ${ROUTED} } }`),
    ],
  ])('accepts %s', (_, yaml) => {
    expect(judge(yaml)).toEqual([]);
  });

  it('finds it at the metrics of the service', () => {
    expect(judgeService([set('Service/image-classification-metrics', '/spec/ports/0/port', 9000)])).toEqual([
      'traffic/headless-port Service/image-classification-metrics /spec/ports/0/port: The headless Service/image-classification-metrics states port 9000 (http-metrics); its pods listen on 8002.',
    ]);
  });
});
