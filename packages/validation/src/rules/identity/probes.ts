import type { Container } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { WorkloadContainer } from '../../graph/workload.ts';

/** The port that a probe of a container asks. */
export interface ProbePort {
  container: Loose<Container>;
  port: string | number;
  /** JSON pointer of the port in the object. */
  pointer: string;
}

/** The ports that the probes of a container ask, by number or name. */
export function listProbes({ container, pointer }: WorkloadContainer): ProbePort[] {
  const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;
  const actions = ['httpGet', 'tcpSocket', 'grpc'] as const;
  return probes.flatMap((probe) =>
    actions.flatMap((action) => {
      const port = container[probe]?.[action]?.port;
      return port === undefined ? [] : [{ container, port, pointer: `${pointer}/${probe}/${action}/port` }];
    }),
  );
}
