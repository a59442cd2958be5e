import { parseDuration } from '@fleetwright/kube';

/** Milliseconds of a duration as Istio reads it, fractions of seconds included; undefined when the text is none. */
export function istioMilliseconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}\.\d{1,9}s$/.test(text)) return Number(text.slice(0, -1)) * 1000;
  return parseDuration(text);
}
