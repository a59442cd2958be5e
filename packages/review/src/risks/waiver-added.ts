import type { FleetFacts } from '../fleet-facts.ts';
import { environmentFile } from '../input-paths.ts';
import type { Places } from '../review.ts';
import type { UnnumberedRisk } from '../describe-risks.ts';
import { shorten } from '../value-text.ts';

/** Exceptions that head records and base does not. */
export function waiversAdded(
  base: FleetFacts,
  head: FleetFacts,
  placesOf: (environment: string) => Places,
): UnnumberedRisk[] {
  return [...head.environments].flatMap(([environment, { waivers }]) => {
    const known = new Set(
      (base.environments.get(environment)?.waivers ?? []).map((waiver) => JSON.stringify(waiver)),
    );
    return waivers
      .filter((waiver) => !known.has(JSON.stringify(waiver)))
      .map(({ rule, service, cluster, reason = 'no reason', expires = 'never' }): UnnumberedRisk => {
        const scope = [service, cluster && `on ${cluster}`].filter((text) => text !== undefined).join(' ');
        return {
          rule: 'waiver-added',
          severity: 'medium',
          title: `${environment} no longer minds ${rule}${scope === '' ? '' : ` of ${scope}`} until ${expires}`,
          why: `What the rule guards against is accepted: ${shorten(reason, 200)}`,
          advice: 'Check reason, owner and last day.',
          changes: [],
          places: placesOf(environment),
          file: environmentFile(environment),
        };
      });
  });
}
