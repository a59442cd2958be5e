import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { repositoriesOf } from './repositories.ts';
import { describeFlag } from './server-violation.ts';

export const repositoryUrl = defineRule({
  id: 'triton/repository-url',
  severity: 'error',
  needs: [],
  holds: 'A model repository is a path, or an address that Triton reads: s3://, gs:// or as://.',
  why: 'What Triton does not read as an address it takes for a path or a bucket that does not exist, and exits.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_repository.md',
    'https://github.com/triton-inference-server/core/blob/main/src/filesystem/implementations/s3.h',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      for (const url of server === undefined ? [] : repositoriesOf(server)) {
        const problem = problemOf(url);
        if (problem) yield describeFlag(workload, server!.container, 'model-', problem);
      }
    }
  },
});

const SCHEMES = ['s3', 'gs', 'as', 'file'];

function problemOf(url: string): { message: string; fix: string } | undefined {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) return undefined;
  if (!SCHEMES.includes(scheme))
    return {
      message: `The model repository ${url} has the scheme ${scheme}; Triton reads s3, gs and as, and paths.`,
      fix:
        scheme.toLowerCase() === 'azureblob'
          ? 'Write as://<account>/<container>/<path>.'
          : 'Use one of these.',
    };
  if (scheme === 's3') return problemOfS3(url, rest);
  if (scheme === 'as' && !/^[^/]+\/[^/]+/.test(rest))
    return {
      message: `The model repository ${url} names no container.`,
      fix: 'Write as://<account>/<container>/<path>.',
    };
  return rest === ''
    ? { message: `The model repository ${url} names no bucket.`, fix: 'Name it.' }
    : undefined;
}

// Only this form is taken for an address of one's own; any other text is the name of a bucket.
const OWN_ENDPOINT = /^(?:https?:\/\/)?[0-9a-zA-Z.-]+:[0-9]+\/[0-9a-z.-]+(?:\/[0-9a-zA-Z._-]*)*$/;
const BUCKET = /^[0-9a-z.-]+(?:\/.*)?$/s;

function problemOfS3(url: string, rest: string): { message: string; fix: string } | undefined {
  const bucket = rest.split('/')[0] ?? '';
  const ownEndpoint = rest.startsWith('http://') || rest.startsWith('https://') || bucket.includes(':');
  if (ownEndpoint ? OWN_ENDPOINT.test(rest) : BUCKET.test(rest)) return undefined;
  return ownEndpoint
    ? {
        message: `The model repository ${url} is not of the form by which Triton finds an endpoint of one's own.`,
        fix: 'Write s3://https://<host>:<port>/<bucket>/<path>, the port too, with letters, digits, dots, dashes and underscores.',
      }
    : {
        message: `The model repository ${url} names no bucket that S3 can have.`,
        fix: 'Write s3://<bucket>/<path>, the bucket in lower case.',
      };
}
