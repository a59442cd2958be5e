import type { AnyRule } from '../../rule.ts';
import { ambientOpen } from './ambient-open.ts';
import { callersAuthorized } from './callers-authorized.ts';
import { callersNamed } from './callers-named.ts';
import { callsAuthorized } from './calls-authorized.ts';
import { controlPlaneOpen } from './control-plane-open.ts';
import { deniesAsStated } from './denies-as-stated.ts';
import { dnsAdmitted } from './dns-admitted.ts';
import { dnsOpen } from './dns-open.ts';
import { dnsOverTcp } from './dns-over-tcp.ts';
import { egressNamed } from './egress-named.ts';
import { egressNarrow } from './egress-narrow.ts';
import { gatewayAdmitted } from './gateway-admitted.ts';
import { ingressNamed } from './ingress-named.ts';
import { meshAdmitted } from './mesh-admitted.ts';
import { metricsOpen } from './metrics-open.ts';
import { namespaceByName } from './namespace-by-name.ts';
import { peerModeStated } from './peer-mode-stated.ts';
import { peersAsStated } from './peers-as-stated.ts';
import { podPorts } from './pod-ports.ts';
import { podsIsolated } from './pods-isolated.ts';
import { policyTargetExists } from './policy-target-exists.ts';
import { policyTypes } from './policy-types.ts';
import { portsNamed } from './ports-named.ts';
import { principalKnown } from './principal-known.ts';
import { prometheusAdmitted } from './prometheus-admitted.ts';
import { scrapeAdmitted } from './scrape-admitted.ts';
import { servicePortsAuthorized } from './service-ports-authorized.ts';
import { servicePortsOpen } from './service-ports-open.ts';
import { storesOpen } from './stores-open.ts';
import { toldToMesh } from './told-to-mesh.ts';
import { waypointOpen } from './waypoint-open.ts';

/** Rules about network policies and who may call whom. */
export const networkRules: readonly AnyRule[] = [
  ambientOpen,
  callsAuthorized,
  controlPlaneOpen,
  dnsAdmitted,
  dnsOpen,
  dnsOverTcp,
  egressNamed,
  egressNarrow,
  gatewayAdmitted,
  ingressNamed,
  meshAdmitted,
  metricsOpen,
  namespaceByName,
  podPorts,
  podsIsolated,
  policyTypes,
  portsNamed,
  prometheusAdmitted,
  servicePortsOpen,
  storesOpen,
  toldToMesh,
  callersAuthorized,
  callersNamed,
  deniesAsStated,
  peerModeStated,
  peersAsStated,
  policyTargetExists,
  principalKnown,
  scrapeAdmitted,
  servicePortsAuthorized,
  waypointOpen,
];
