import type { LockedImage } from '../generated/types.ts';
import type { Problem } from '../problem.ts';
import { repetitionProblems } from './repetition-problems.ts';

/** Images that are locked twice, and repositories that carry a tag. */
export function imageProblems(images: readonly LockedImage[], pointer: string): Problem[] {
  return [
    ...repetitionProblems(images, {
      pointer,
      field: 'tag',
      identity: ({ repository, tag }) => `${repository}:${tag}`,
      what: 'image',
    }),
    ...images.flatMap((image, index) => [
      ...repositoryProblems(image.repository, `${pointer}/${index}/repository`),
      ...repositoryProblems(image.mirror, `${pointer}/${index}/mirror`),
    ]),
  ];
}

// A colon is a registry's port in the first segment, and a tag in the last.
function repositoryProblems(repository: string | undefined, pointer: string): Problem[] {
  const [registry = '', ...path] = (repository ?? '').split('/');
  const isSound =
    path.every((segment) => /^[a-z0-9]/.test(segment) && !segment.includes(':')) &&
    /^[^:]*(?::[0-9]{1,5})?$/.test(registry) &&
    !(path.length === 0 && registry.includes(':'));
  if (repository === undefined || isSound) return [];
  return [
    {
      rule: 'input/image-repository',
      pointer,
      message: `${pointer} is "${repository}"; expected a repository without tag, such as registry.example.com/team/image.`,
      fix: 'Move the tag to tag; remove empty segments.',
    },
  ];
}
