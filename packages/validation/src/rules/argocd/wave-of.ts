import type { Node } from '../../graph/node.ts';

/** The sync wave of an object: 0 unless its annotation says another. */
export function waveOf({ object }: Node): number {
  const annotations = object.metadata?.annotations as Record<string, unknown> | undefined;
  const wave = Number(annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
  return Number.isInteger(wave) ? wave : 0;
}
