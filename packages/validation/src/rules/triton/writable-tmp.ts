import { resolveBackend } from '@fleetwright/triton-config';
import { canWrite } from '../../graph/container-mounts.ts';
import { modelConfigs } from '../../graph/model-configs.ts';
import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { tritonServer, type TritonServer } from '../../graph/triton-server.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';
import { hasVariable, variableOf } from './container-variables.ts';
import { isRemote, repositoriesOf } from './repositories.ts';

export const writableTmp = defineRule({
  id: 'triton/writable-tmp',
  severity: 'error',
  needs: [],
  holds:
    'A server with a read-only root has a writable /tmp where it copies models from a bucket or runs Python models.',
  why: 'Triton creates a directory below /tmp for each of both, and ends when it cannot.',
  sources: [
    'https://github.com/triton-inference-server/server/issues/3744',
    'https://github.com/triton-inference-server/core/blob/main/src/filesystem/implementations/common.h',
    'https://github.com/triton-inference-server/python_backend/blob/main/src/pb_env.cc',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      const need = server && findNeed(graph, workload, server);
      if (server === undefined || need === undefined) continue;
      if (canWrite(workload, server.container, need.path)) continue;
      yield {
        node: workload.node,
        pointer: `${server.container.pointer}/volumeMounts`,
        message: `The container ${server.container.container.name} of ${nameOf(workload.node)} cannot write to ${need.path}, and ${need.reason}.`,
        fix: `Mount an emptyDir at ${need.path}.`,
      };
    }
  },
});

function findNeed(
  graph: ResourceGraph,
  workload: Workload,
  server: TritonServer,
): { path: string; reason: string } | undefined {
  const { container } = server.container;
  const remote = repositoriesOf(server).find(isRemote);
  const variable = remote && MOUNT_DIRECTORIES[remote.split('://')[0]!]!;
  if (remote !== undefined && variable !== undefined) {
    const isSet = hasVariable(container, variable);
    const path = isSet ? variableOf(container, variable) : '/tmp';
    if (path !== undefined) return { path, reason: `copies ${remote} there` };
  }
  const python = modelConfigs(graph, workload).find(({ config }) => {
    const resolved = config && resolveBackend(config);
    return resolved && 'backend' in resolved && resolved.backend.usesPythonStub;
  });
  return python && { path: '/tmp', reason: `prepares the model ${python.config?.name ?? python.key} there` };
}

const MOUNT_DIRECTORIES: Readonly<Record<string, string>> = {
  s3: 'TRITON_AWS_MOUNT_DIRECTORY',
  gs: 'TRITON_GCS_MOUNT_DIRECTORY',
  as: 'TRITON_AZURE_MOUNT_DIRECTORY',
};
