/** A request that Triton answers. */
export interface Request {
  method: string;
  path: string;
}

/** The gRPC service of the inference protocol. */
export const GRPC_SERVICE = '/inference.GRPCInferenceService/';

/** The names of models that matches speak of, and one that stands for any. */
export function namesInMatches(http: unknown): string[] {
  const text = JSON.stringify(http ?? []).replaceAll('\\', '');
  const names = [...text.matchAll(/\/v2\/models\/([A-Za-z0-9._-]{1,63})/g)].map(([, name]) => name!);
  return [...new Set([...names, 'any'])];
}

/**
 * Requests of Triton's HTTP API for some models.
 * https://github.com/triton-inference-server/server/tree/main/docs/protocol
 */
export function httpRequests(models: readonly string[]): Request[] {
  const get = (path: string) => ({ method: 'GET', path });
  const post = (path: string) => ({ method: 'POST', path });
  return [
    ...['/v2', '/v2/health/live', '/v2/health/ready', '/v2/models/stats', '/v2/logging'].map(get),
    ...['/v2/trace/setting', '/v2/systemsharedmemory/status', '/v2/cudasharedmemory/status'].map(get),
    ...['/v2/repository/index', '/v2/logging', '/v2/trace/setting'].map(post),
    ...['system', 'cuda'].map((kind) => post(`/v2/${kind}sharedmemory/region/any/register`)),
    ...models.flatMap((model) => [
      ...['load', 'unload'].map((action) => post(`/v2/repository/models/${model}/${action}`)),
      ...[`/v2/models/${model}`, `/v2/models/${model}/versions/1`].flatMap((path) => [
        ...['', '/ready', '/config', '/stats', '/trace/setting'].map((part) => get(path + part)),
        ...['/infer', '/generate', '/generate_stream', '/trace/setting'].map((part) => post(path + part)),
      ]),
    ]),
  ];
}

/** https://github.com/triton-inference-server/common/blob/main/protobuf/grpc_service.proto */
export const GRPC_REQUESTS: readonly Request[] = [
  'ServerLive',
  'ServerReady',
  'ModelReady',
  'ServerMetadata',
  'ModelMetadata',
  'ModelInfer',
  'ModelStreamInfer',
  'ModelConfig',
  'ModelStatistics',
  'RepositoryIndex',
  'RepositoryModelLoad',
  'RepositoryModelUnload',
  'SystemSharedMemoryStatus',
  'SystemSharedMemoryRegister',
  'SystemSharedMemoryUnregister',
  'CudaSharedMemoryStatus',
  'CudaSharedMemoryRegister',
  'CudaSharedMemoryUnregister',
  'TraceSetting',
  'LogSettings',
]
  .map((method) => ({ method: 'POST', path: GRPC_SERVICE + method }))
  .concat(['Check', 'Watch'].map((method) => ({ method: 'POST', path: `/grpc.health.v1.Health/${method}` })));
