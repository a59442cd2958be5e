import { compareTimeline, type Expected } from './compare-timeline.ts';
import type { Act } from './play.ts';
import type { Abort } from './rehearse.ts';

/** What a rehearsal showed. */
export interface Judgement {
  /** It went through, and everything that was seen was predicted. */
  isPassed: boolean;
  /** Sentences. */
  lines: string[];
}

/** Compares what was seen with what was predicted. */
export function judgeRehearsal(
  expected: Expected & { replicas: number },
  { main, aborts }: { main: Act; aborts: readonly Abort[] },
): Judgement {
  const differences = [
    ...compareTimeline(main.samples, expected),
    ...compareAborts(aborts, isDynamic(expected) ? 0 : expected.replicas),
  ];
  const last = main.samples.at(-1)!;
  return {
    isPassed: main.isReached && differences.length === 0,
    lines: [
      main.isReached
        ? 'The new version took over.'
        : `The new version did not take over. It stayed at the step "${last.step}", with ${100 - last.weight}/${last.weight} of the traffic: ${main.reason}`,
      ...(differences.length === 0
        ? ['What was seen is what was predicted.']
        : ['What was seen differs from what was predicted:', ...differences.map((text) => `- ${text}`)]),
    ],
  };
}

/** Whether stable pods go before the end: then an abort must wait until they are back. */
function isDynamic({ steps }: Expected): boolean {
  return steps.some(({ stable }) => stable < steps[0]!.stable);
}

function compareAborts(aborts: readonly Abort[], stable: number): string[] {
  return aborts.flatMap(({ at, trafficSeconds, podsSeconds, leastStable }) => [
    ...(trafficSeconds === undefined ? [`abort at ${at}: the traffic never came back`] : []),
    ...(podsSeconds === undefined ? [`abort at ${at}: pods of the canary stayed`] : []),
    ...(leastStable < stable
      ? [`abort at ${at}: stable pods fell to ${leastStable}, predicted ${stable}`]
      : []),
  ]);
}

/** The first and the last weight that a rollout had. */
export function weightsToAbort(samples: readonly { step: string; weight: number }[]): number[] {
  const weights = samples.filter(({ step }) => step.endsWith(' %')).map(({ weight }) => weight);
  const reached = [...new Set(weights.filter((weight) => weight > 0))];
  return [...new Set([...reached.slice(0, 1), ...reached.slice(-1)])];
}
