import type { ClusterFile } from '@fleetwright/model-service';

/** Objects that a cluster's file says there are besides what is rendered: what manifests refer to by name. */
export function neighboursOf({ spec: { gateway, mesh } }: ClusterFile): object[] {
  if (gateway === undefined || mesh.mode === 'none') return [];
  const [namespace, name] = gateway.name.split('/') as [string, string];
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace },
      spec: {
        selector: { istio: name },
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: gateway.hosts,
            tls: { mode: 'SIMPLE', credentialName: name },
          },
        ],
      },
    },
  ];
}
