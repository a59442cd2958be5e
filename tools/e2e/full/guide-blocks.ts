/** Commands of a page: the contents of its fenced blocks of the language sh, in order. */
export function readGuideBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block!);
}
