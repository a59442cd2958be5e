import type { Container } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { flagValue, type TritonServer } from '../../graph/triton-server.ts';

/** Seconds that a server waits for requests in flight after it is told to stop; undefined where a variable says. */
export function exitTimeout(server: TritonServer): number | undefined {
  const seconds = Number(flagValue(server, 'exit-timeout-secs') ?? Number.NaN);
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** Seconds that a container waits before it is told to stop; undefined for a command whose time is not known. */
export function preStopSeconds({ lifecycle }: Loose<Container>): number | undefined {
  const { preStop } = lifecycle ?? {};
  if (preStop === undefined) return 0;
  if (preStop.sleep !== undefined) return Number(preStop.sleep.seconds);
  const [, seconds] = /\bsleep\s+(\d{1,6})\b/.exec((preStop.exec?.command ?? []).join(' ')) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
