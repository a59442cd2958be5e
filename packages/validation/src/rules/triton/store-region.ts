import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { hasVariable } from './container-variables.ts';
import { repositoriesOf } from './repositories.ts';
import { describeFlag } from './server-violation.ts';

export const storeRegion = defineRule({
  id: 'triton/store-region',
  severity: 'warning',
  needs: [],
  holds: 'A server that reads a bucket of AWS is told its region.',
  why: 'Without one the client asks us-east-1; a bucket elsewhere answers with a redirect that Triton reports as a failure.',
  sources: [
    'https://github.com/triton-inference-server/server/issues/8090',
    'https://github.com/triton-inference-server/core/blob/main/src/filesystem/implementations/s3.h',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      const url =
        server && repositoriesOf(server).find((candidate) => /^s3:\/\/[^/:]+(?:\/|$)/.test(candidate));
      if (server === undefined || url === undefined) continue;
      const { container } = server.container;
      const isTold = ['AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_PROFILE', 'TRITON_CLOUD_CREDENTIAL_PATH'].some(
        (name) => hasVariable(container, name),
      );
      if (isTold) continue;
      yield describeFlag(workload, server.container, 'model-', {
        message: `Triton reads ${url}, and AWS_DEFAULT_REGION is not set.`,
        fix: 'Set AWS_DEFAULT_REGION to the region of the bucket.',
      });
    }
  },
});
