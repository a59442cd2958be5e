import { InternalError } from '@fleetwright/findings';
import { formatBytes, parseDuration, parseQuantity } from '@fleetwright/kube';

const MI = 2 ** 20;

/** Bytes of a quantity that a schema has admitted. */
export function bytesOf(quantity: string): number {
  const bytes = parseQuantity(quantity);
  if (bytes === undefined) throw new InternalError(`unexpected quantity ${quantity}`);
  return bytes;
}

/** Milliseconds of a duration that a schema has admitted. */
export function millisecondsOf(duration: string): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined) throw new InternalError(`unexpected duration ${duration}`);
  return milliseconds;
}

/** Seconds of a duration, rounded up to whole ones. */
export function secondsOf(duration: string): number {
  return Math.ceil(millisecondsOf(duration) / 1000);
}

/** A quantity in the API server's canonical form, so that Argo CD sees no difference to what is stored. */
export function canonicalBytes(quantity: string): string {
  return formatBytes(bytesOf(quantity));
}

/** A CPU quantity in canonical form: whole cores, or millicores. */
export function canonicalCpu(quantity: string): string {
  const cores = bytesOf(quantity);
  return Number.isInteger(cores) ? String(cores) : `${Math.ceil(cores * 1000)}m`;
}

/** Rounds bytes up to a multiple of so many MiB: sizes that people can compare. */
export function roundUpMi(bytes: number, multiple: number): number {
  return Math.ceil(bytes / (multiple * MI)) * multiple * MI;
}
