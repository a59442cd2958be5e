import { describe, expect, it } from 'vitest';
import { judgeForeign } from '../../testing-foreign.ts';
import { judgeService, set } from '../../testing.ts';

const judge = (yaml: string) => judgeForeign(yaml, ['traffic']);

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
spec: { ports: [{ name: http, port: 8000 }] }
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

  it.each([
    'chat',
    'chat.ml.svc.cluster.local',
    'chat.ml.svc.corp.internal',
    'api.example.com',
    'example.com',
  ])('accepts the host %s', (host) => {
    expect(judge(ROUTE(host, 'chat'))).toEqual([]);
  });

  it.each(['chat', 'chat.ml', 'chat.ml.svc.cluster.local'])('finds no Service for the host %s', (host) => {
    expect(judge(ROUTE(host, 'chatter'))).toEqual([
      `traffic/destination-exists VirtualService/chat /spec/http/0/route/0/destination/host: There is no Service for the host ${host}.`,
    ]);
  });

  it.each(['chat.ml', 'chat.ml.svc'])('finds half a name in %s', (host) => {
    expect(judge(ROUTE(host, 'chat'))).toEqual([
      `traffic/destination-exists VirtualService/chat /spec/http/0/route/0/destination/host: Istio reads ${host} as a full name: only a name without dots is completed.`,
    ]);
  });

  it('finds another domain than that of all other hosts', () => {
    const host = 'image-classification.ml-inference.svc.cluster.locale';
    expect(
      judgeService([
        set('VirtualService/image-classification', '/spec/http/0/route/0/destination/host', host),
      ]),
    ).toEqual([
      `traffic/destination-exists VirtualService/image-classification /spec/http/0/route/0/destination/host: ${host} ends with the domain cluster.locale, other hosts with cluster.local.`,
    ]);
  });

  it('accepts a host that a ServiceEntry declares', () => {
    const entry = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: chat, namespace: ml }
spec: { hosts: [old.ml], ports: [{ name: http, number: 80, protocol: HTTP }] }
---`;
    expect(judge(entry + ROUTE('old.ml', 'chat'))).toEqual([]);
  });
});
