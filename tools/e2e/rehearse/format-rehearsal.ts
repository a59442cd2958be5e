import type { CanaryStep } from '@fleetwright/plan';
import type { RolloutStep } from '@fleetwright/validation';
import type { Abort } from './rehearse.ts';
import type { RehearsalPlan } from './plan-rehearsal.ts';
import { playedPause } from './played-placement.ts';
import { foldSamples, type Sample } from './timeline.ts';

/** Characters of a line. */
export const WIDTH = 80;

type Column = [head: string, width: number];

const TIMELINE: readonly Column[] = [
  ['time', 10],
  ['step', 10],
  ['weight', 8],
  ['stable', 8],
  ['canary', 8],
  ['ending', 8],
  ['waiting', 9],
  ['GPUs', 6],
  ['expected', 11],
];
const STEPS: readonly Column[] = [
  ['step', 16],
  ['really', 14],
  ['here', 14],
];
const ABORTS: readonly Column[] = [
  ['abort at', 10],
  ['traffic back', 16],
  ['canary gone', 16],
  ['fewest stable', 16],
  ['most GPUs', 12],
];

/** What is played: the sides, the room and the pauses, as they are and as they are played. */
export function formatPlan({ base, head, room, demand, prediction }: RehearsalPlan): string[] {
  const gpus = demand.perPod[demand.gpu ?? ''] ?? 0;
  const outcome =
    prediction.missing === 0
      ? `it completes, with ${count(prediction.peak, 'pod')} at once`
      : `it stays at ${prediction.weights.join('/')}, where there is no room for ${count(prediction.missing, 'pod')}`;
  return [
    ...wrap(`${head.service} on ${head.cluster}: from ${base.side.name} to the ${head.side.name}`),
    ...wrap(
      `${count(head.replicas, 'replica')}, ${count(gpus, 'GPU')} each; ${room.of} has room for ${count(room.pods, 'pod')}: other services are not played`,
    ),
    ...wrap(`predicted: ${outcome}`),
    '',
    row(
      STEPS,
      STEPS.map(([head]) => head),
    ),
    ...head.steps.map((step) => row(STEPS, describeStep(step))),
  ];
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function describeStep(step: CanaryStep): string[] {
  if ('setWeight' in step) return [`weight ${step.setWeight} %`, '', ''];
  const { durationSeconds } = step.pause;
  return ['pause', formatDuration(durationSeconds), formatDuration(playedPause(durationSeconds))];
}

function formatDuration(seconds: number): string {
  return seconds >= 60 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** The timeline: a line for each change; where a step begins, the stable, canary and ending pods that were predicted. */
export function formatTimeline(samples: readonly Sample[], steps: readonly RolloutStep[]): string[] {
  const rows = foldSamples(samples);
  return [
    row(
      TIMELINE,
      TIMELINE.map(([head]) => head),
    ),
    ...rows.map((sample, index) =>
      row(TIMELINE, [
        `${sample.seconds.toFixed(1)} s`,
        sample.step,
        `${100 - sample.weight}/${sample.weight}`,
        ...[sample.stable, sample.canary, sample.ending, sample.waiting, sample.gpus].map(String),
        sample.step === rows[index - 1]?.step ? '' : describeExpected(sample.step, steps),
      ]),
    ),
  ];
}

function describeExpected(label: string, steps: readonly RolloutStep[]): string {
  const step = steps.find((candidate) => candidate.label === label);
  if (step === undefined) return '';
  const { stable, canary, terminating } = step;
  return [stable, canary, terminating].join('+');
}

/** How aborts went. */
export function formatAborts(aborts: readonly Abort[]): string[] {
  const after = (seconds: number | undefined): string =>
    seconds === undefined ? 'never' : `after ${seconds.toFixed(1)} s`;
  return [
    row(
      ABORTS,
      ABORTS.map(([head]) => head),
    ),
    ...aborts.map(({ at, trafficSeconds, podsSeconds, leastStable, peakGpus }) =>
      row(ABORTS, [at, after(trafficSeconds), after(podsSeconds), `${leastStable}`, `${peakGpus}`]),
    ),
  ];
}

/** Breaks a sentence into lines of the width, those after the first indented. */
export function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines.push(`${lines.pop()} ${word}`);
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines;
}

function row(columns: readonly Column[], cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(columns[index]![1]))
    .join('')
    .trimEnd();
}
