import type { VirtualServiceHttpMatch } from '@fleetwright/kube-schemas';
import type { ModelPlan, ServingPlan, TrafficPlan } from '@fleetwright/plan';

/** A protocol that the gateway routes. */
export type Protocol = TrafficPlan['protocols'][number];

/**
 * Methods that answer or describe inference. The gRPC service has more, among them RepositoryModelLoad, shared
 * memory, trace and log settings, so its prefix is never routed.
 * https://github.com/triton-inference-server/common/blob/main/protobuf/grpc_service.proto
 */
const GRPC_METHODS = [
  'ModelInfer',
  'ModelStreamInfer',
  'ModelReady',
  'ModelMetadata',
  'ServerLive',
  'ServerReady',
  'ServerMetadata',
];

/** Server health and metadata. https://github.com/kserve/open-inference-protocol */
const HTTP_SERVER_PATHS = ['/v2/health/live', '/v2/health/ready', '/v2'];

/** What of a protocol's API is reachable: everything else is answered by the proxy with 404. */
export function inferenceMatches(plan: ServingPlan, protocol: Protocol): VirtualServiceHttpMatch[] {
  if (protocol === 'grpc') {
    return GRPC_METHODS.map((method) => ({ uri: { exact: `/inference.GRPCInferenceService/${method}` } }));
  }
  return [
    ...plan.models.flatMap((model) => modelMatches(model, plan.traffic.streaming)),
    ...HTTP_SERVER_PATHS.map((path) => ({ method: { exact: 'GET' }, uri: { exact: path } })),
  ];
}

// Any version number: routes change at once and versions with the pods, so a list of versions would cut off the
// stable pods' version in the middle of a canary. Triton refuses a version that it does not serve.
function modelMatches(model: ModelPlan, streaming: boolean): VirtualServiceHttpMatch[] {
  const path = `/v2/models/${escapeRegex(model.name)}(/versions/[0-9]+)?`;
  const requests = model.decoupled || streaming ? '/(infer|generate|generate_stream)' : '/infer';
  return [
    { method: { exact: 'POST' }, uri: { regex: `${path}${requests}` } },
    { method: { exact: 'GET' }, uri: { regex: `${path}(/ready)?` } },
  ];
}

// Envoy matches RE2 against the whole path.
function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
