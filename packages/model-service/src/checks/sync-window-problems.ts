import type { SyncWindow } from '../generated/types.ts';
import type { Problem } from '../problem.ts';

const CRON_FIELDS: readonly [name: string, least: number, most: number][] = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of the month', 1, 31],
  ['month', 1, 12],
  ['day of the week', 0, 6],
];

/** What Argo CD's cron and durations would refuse in a window that looks right. */
export function syncWindowProblems({ schedule, duration }: SyncWindow, pointer: string): Problem[] {
  const problems = schedule.split(' ').flatMap((field, index) => fieldProblems(field, index, pointer));
  if (/[1-9]/.test(duration)) return problems;
  return [
    ...problems,
    {
      rule: 'input/amount',
      pointer: `${pointer}/duration`,
      message: `${pointer}/duration is "${duration}"; expected a duration above zero.`,
      fix: 'Write a longer duration, or remove the window.',
    },
  ];
}

function fieldProblems(field: string, index: number, pointer: string): Problem[] {
  const [name, least, most] = CRON_FIELDS[index]!;
  if (field.split(',').every((part) => isRange(part, least, most))) return [];
  return [
    {
      rule: 'input/schedule',
      pointer: `${pointer}/schedule`,
      message: `${pointer}/schedule has "${field}" as its ${name}; expected *, or numbers and ranges from ${least} to ${most}, with a step such as /2 where wanted.`,
      fix: `Correct field ${index + 1} of the schedule.`,
    },
  ];
}

function isRange(part: string, least: number, most: number): boolean {
  const match = /^(?:\*|(?<from>[0-9]{1,2})(?:-(?<to>[0-9]{1,2}))?)(?:\/0?[1-9][0-9]?)?$/.exec(part);
  if (match === null) return false;
  const { from = least, to = from } = match.groups!;
  return Number(from) >= least && Number(to) <= most && Number(from) <= Number(to);
}
