import type { Finding, SourceFile } from '@fleetwright/findings';
import type { Waiver } from '@fleetwright/model-service';

/** The waivers of one environment and where they stand. */
export interface RecordedWaivers {
  environment: string;
  waivers: readonly Waiver[];
  source: SourceFile;
  /** Clusters of the environment: the waivers hold there and nowhere else. */
  clusters: readonly string[];
}

/**
 * Marks the findings that a waiver covers, and adds findings for waivers that have expired or cover nothing.
 * `today` is a day such as 2026-11-25; a waiver holds to the end of its last day.
 */
export function applyWaivers(
  findings: readonly Finding[],
  recorded: readonly RecordedWaivers[],
  today: string,
): Finding[] {
  const result = findings.map((finding) => ({ ...finding }));
  for (const entry of recorded) {
    for (const [index, waiver] of entry.waivers.entries()) {
      const covered = result.filter((finding) => covers(waiver, entry, finding));
      const expired = waiver.expires < today;
      if (expired || covered.length === 0) result.push(describeUseless(entry, index, expired));
      if (expired) continue;
      for (const finding of covered) finding.waiver ??= describe(waiver);
    }
  }
  return result;
}

function covers(waiver: Waiver, { environment, clusters }: RecordedWaivers, finding: Finding): boolean {
  const inEnvironment =
    finding.environment === environment ||
    (finding.cluster !== undefined && clusters.includes(finding.cluster));
  return (
    inEnvironment &&
    finding.rule === waiver.rule &&
    (waiver.service === undefined || waiver.service === finding.service) &&
    (waiver.cluster === undefined || waiver.cluster === finding.cluster)
  );
}

function describe({ reason, owner, expires }: Waiver): string {
  return `${reason} (${owner}, until ${expires})`;
}

function describeUseless(
  { environment, waivers, source }: RecordedWaivers,
  index: number,
  expired: boolean,
): Finding {
  const { rule, owner, expires } = waivers[index]!;
  const pointer = `/spec/waivers/${index}`;
  return {
    rule: expired ? 'waiver/expired' : 'waiver/unused',
    severity: expired ? 'error' : 'warning',
    message: expired
      ? `The waiver of ${rule} expired on ${expires}; it no longer holds.`
      : `The waiver of ${rule} covers no finding.`,
    file: source.path,
    ...source.locate(pointer),
    pointer,
    environment,
    fix: expired ? `Correct what it covered, or agree on a new day with ${owner}.` : 'Remove it.',
  };
}
