import type { TritonServer } from '../../graph/triton-server.ts';

/** The model repositories of a server, without those that a variable decides. */
export function repositoriesOf({ flags }: TritonServer): string[] {
  return [...(flags.get('model-repository') ?? []), ...(flags.get('model-store') ?? [])].filter(
    (value) => value !== '' && !value.includes('$'),
  );
}

/** Whether Triton copies a repository from a bucket before it reads it. */
export function isRemote(repository: string): boolean {
  return /^(?:s3|gs|as):\/\//.test(repository);
}
