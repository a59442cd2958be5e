import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, set } from '../../testing.ts';

const ROUTE = (host: string, service: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: chat, namespace: ml }
spec:
  hosts: [chat.example.com]
  gateways: [istio-ingress/public]
  http: [{ route: [{ destination: { host: ${host}, port: { number: 8000 } } }] }]
---
apiVersion: v1
kind: Service
metadata: { name: ${service}, namespace: ml }
spec: { selector: { app: chat }, ports: [{ name: http, port: 8000 }] }
`;

describe('traffic/destination-exists', () => {
  it('names the nearest Service when a route leads nowhere', () => {
    const findings = judgeService([
      set(
        'VirtualService/image-classification',
        '/spec/http/0/route/0/destination/host',
        'image-clasification.ml-inference.svc.cluster.local',
      ),
    ]);
    expect(findings).toContain(
      'traffic/destination-exists VirtualService/image-classification /spec/http/0/route/0/destination/host: There is no Service for the host image-clasification.ml-inference.svc.cluster.local.',
    );
  });

  it.each(['chat', 'chat.ml', 'chat.ml.svc', 'chat.ml.svc.cluster.local', 'api.example.com'])(
    'accepts the host %s',
    (host) => {
      expect(judgeYaml(ROUTE(host, 'chat'))).toEqual([]);
    },
  );

  it.each(['chat', 'chat.other', 'chat.ml.svc.cluster.local'])('finds no Service for the host %s', (host) => {
    const [finding] = judgeYaml(ROUTE(host, 'chatter'));
    expect(finding).toBe(
      `traffic/destination-exists VirtualService/chat /spec/http/0/route/0/destination/host: There is no Service for the host ${host}.`,
    );
  });
});
