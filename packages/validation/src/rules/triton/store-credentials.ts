import { mountAt } from '../../graph/container-mounts.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import type { Workload, WorkloadContainer } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { hasVariable, variableOf } from './container-variables.ts';
import { repositoriesOf } from './repositories.ts';

export const storeCredentials = defineRule({
  id: 'triton/store-credentials',
  severity: 'warning',
  needs: [],
  holds: 'The credentials that a server is given fit the store that it reads, and their file is mounted.',
  why: 'Triton asks the bucket before anything else: without an answer it exits, and the pod starts over and over.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_repository.md#cloud-storage-with-environment-variables',
    'https://github.com/triton-inference-server/core/blob/main/src/filesystem/api.cc',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server === undefined) continue;
      yield* checkHalves(workload, server.container);
      yield* checkScheme(workload, server.container, repositoriesOf(server));
      yield* checkFiles(workload, server.container);
    }
  },
});

const KEYS = { s3: 'AWS_ACCESS_KEY_ID', gs: 'GOOGLE_APPLICATION_CREDENTIALS', as: 'AZURE_STORAGE_KEY' };
const PAIR = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

function* checkHalves({ node }: Workload, { container, pointer }: WorkloadContainer): Iterable<Violation> {
  const missing = PAIR.filter((name) => !hasVariable(container, name));
  if (missing.length !== 1) return;
  yield {
    node,
    pointer: `${pointer}/env`,
    message: `${PAIR.find((name) => name !== missing[0])} is set and ${missing[0]} is not.`,
    fix: "Set both, or neither: with neither the identity of the pod's ServiceAccount is used.",
  };
}

function* checkScheme(
  { node }: Workload,
  { container, pointer }: WorkloadContainer,
  repositories: readonly string[],
): Iterable<Violation> {
  const given = Object.entries(KEYS).filter(([, key]) => container.env?.some(({ name }) => name === key));
  for (const url of repositories) {
    const scheme = url.split('://')[0]!;
    const others = given.filter(([other]) => other !== scheme).map(([, key]) => key);
    if (!Object.hasOwn(KEYS, scheme) || others.length === 0 || others.length < given.length) continue;
    yield {
      node,
      pointer: `${pointer}/env`,
      message: `The model repository ${url} is read with ${others.join(' and ')}, which is for another kind of store.`,
      fix: `Give credentials for ${scheme}://, or a ServiceAccount with an identity.`,
    };
  }
}

function* checkFiles(workload: Workload, owner: WorkloadContainer): Iterable<Violation> {
  for (const name of ['TRITON_CLOUD_CREDENTIAL_PATH', 'GOOGLE_APPLICATION_CREDENTIALS']) {
    const path = variableOf(owner.container, name);
    if (path === undefined || mountAt(workload, owner, path) !== undefined) continue;
    yield {
      node: workload.node,
      pointer: `${owner.pointer}/env`,
      message: `${name} is ${path}, and no volume is mounted there.`,
      fix: 'Mount the Secret that holds the file.',
    };
  }
}
