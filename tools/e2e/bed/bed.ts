import type { ApiClient } from '../api-client.ts';
import type { ControlPlane } from '../start-control-plane.ts';
import type { AuditLog } from './audit-log.ts';
import type { BedParts } from './build-bed.ts';
import type { ClusterClient } from './cluster-client.ts';
import type { FleetRepository } from './fleet-repository.ts';
import type { GpuRecorder } from './gpu-recorder.ts';
import type { MetricStub } from './metric-stub.ts';

/** A running fleet: control plane, controllers, fake nodes, git repository, Prometheus. */
export interface Bed {
  parts: BedParts;
  plane: ControlPlane;
  /** A connection as the administrator. */
  api: ApiClient;
  cluster: ClusterClient;
  fleet: FleetRepository;
  /** What Prometheus scrapes. */
  metrics: MetricStub;
  /** Address of Prometheus. */
  prometheus: string;
  /** What every user changed. */
  audit: AuditLog;
  /** What pods hold, at every moment. */
  gpus: GpuRecorder;
  stop(): void;
}

/** Where Argo CD runs. */
export const ARGOCD_NAMESPACE = 'argocd';
