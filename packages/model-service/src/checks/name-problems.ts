import type { Problem } from '../problem.ts';

// Names that Windows keeps for devices, with any extension: a checkout there cannot hold such a directory.
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

// A release that a wave has of its own lies one level below that of its service.
const WAVE_RELEASE = /^environments\/[^/]+\/releases\/([^/]+)\/wave-[1-9]\d*\/[^/]+$/;

/** What is wrong with `metadata.name` beyond its characters: a reserved word, or not the directory's name. */
export function nameProblems(
  name: string,
  file: string,
  reserved: Readonly<Record<string, string>> = {},
): Problem[] {
  const problems = directoryNameProblems(name, '/metadata/name');
  const why = Object.hasOwn(reserved, name) ? reserved[name] : undefined;
  if (why !== undefined)
    problems.push({
      rule: 'input/reserved-name',
      pointer: '/metadata/name',
      message: `/metadata/name is "${name}", which is reserved: ${why}.`,
      fix: 'Choose another name, and rename the directory with it.',
    });
  const directory = WAVE_RELEASE.exec(file)?.[1] ?? file.split('/').at(-2);
  if (problems.length === 0 && directory !== undefined && directory !== name)
    problems.push({
      rule: 'input/name-directory',
      pointer: '/metadata/name',
      message: `/metadata/name is "${name}", but the file lies in the directory "${directory}"; expected the same name.`,
      fix: `Rename the directory to ${name}, or write name: ${directory}.`,
    });
  return problems;
}

/** Refuses a directory name that a checkout on Windows cannot hold. */
export function directoryNameProblems(name: string, pointer: string): Problem[] {
  if (!DEVICE.test(name)) return [];
  return [
    {
      rule: 'input/reserved-name',
      pointer,
      message: `${pointer} is "${name}", a device name of Windows; no directory can have it there.`,
      fix: 'Choose another name.',
    },
  ];
}
