import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { isRemote, repositoriesOf } from './repositories.ts';
import { describeFlag } from './server-violation.ts';

export const repositoryVersioned = defineRule({
  id: 'triton/repository-versioned',
  severity: 'warning',
  needs: [],
  holds: 'The address of a remote model repository names a version, a date or a digest.',
  why: 'Whatever is pushed to a shared prefix is served at the next restart of any pod: replicas differ, and a rollback restores nothing.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_repository.md#model-versions',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      for (const url of server === undefined ? [] : repositoriesOf(server)) {
        if (!isRemote(url) || namesVersion(url)) continue;
        yield describeFlag(workload, server!.container, 'model-', {
          message: `The model repository ${url} names no version.`,
          fix: 'Publish each release below a path of its own that never changes, and name that.',
        });
      }
    }
  },
});

// A digit below the bucket.
function namesVersion(url: string): boolean {
  const path = url.replace(/^[a-z0-9]+:\/\/(?:https?:\/\/)?[^/]+/, '');
  const inBucket = /:\d+$/.test(url.slice(0, url.length - path.length)) ? path.replace(/^\/[^/]+/, '') : path;
  return /\d/.test(inBucket);
}
