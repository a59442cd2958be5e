import type { EntryRule } from './risk-rule.ts';

/** Other software runs than before. */
export const imageChange: EntryRule = {
  rule: 'image-change',
  judge: ({ action, difference, object, from, to }) => {
    const [, list, container] =
      /(c|initC|ephemeralC)ontainers\[([^[\]]*)\]\.image$/.exec(difference?.path ?? '') ?? [];
    if (action !== 'changed' || container === undefined || to === undefined) return undefined;
    const isUnpinned =
      !to.includes('@') && (from?.includes('@') === true || /:latest$|^[^:@]*$/.test(to.split('/').at(-1)!));
    const isElsewhere = from !== undefined && repositoryOf(from) !== repositoryOf(to);
    return {
      isMinor: list !== 'c',
      severity: isUnpinned || isElsewhere ? 'medium' : 'low',
      title: `${object} runs another image in ${container}${isUnpinned ? ', without a digest' : isElsewhere ? ', from another repository' : ''}`,
      why: isUnpinned
        ? 'A tag can be moved: what runs tomorrow need not be what was reviewed.'
        : 'Every pod is replaced, and engines and behaviour can depend on the release.',
      advice: isUnpinned
        ? 'Pin the image by digest.'
        : 'Read the release notes between the two, and watch the canary.',
    };
  },
};

function repositoryOf(image: string): string {
  return image.split('@')[0]!.replace(/:[^:/]+$/, '');
}
