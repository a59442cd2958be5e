/** How far a canary gets where GPUs are few. */
export interface Prediction {
  /** Percentages of stable and canary where it ends, or stays. */
  weights: [number, number];
  /** Most GPUs that stable and canary pods hold together. */
  peak: number;
  /** GPUs for which there is no room; 0 for a canary that completes. */
  missing: number;
}

/**
 * The plan's arithmetic: a step of w % takes as many pods beside the stable ones as w % of the replicas, rounded up,
 * and the last step takes all of them. A step without room keeps the weights of the one before.
 */
export function predictCanary(
  replicas: number,
  { weights, room }: { weights: readonly number[]; room: number },
): Prediction {
  let reached = 0;
  let peak = replicas;
  for (const weight of [...weights, 100]) {
    const wanted = replicas + Math.ceil((replicas * weight) / 100);
    if (wanted > room) return { weights: [100 - reached, reached], peak: room, missing: wanted - room };
    [reached, peak] = [weight, wanted];
  }
  return { weights: [100, 0], peak, missing: 0 };
}
