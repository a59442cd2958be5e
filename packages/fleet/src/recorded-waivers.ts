import { parseCluster, parseEnvironment } from '@fleetwright/model-service';
import type { RecordedWaivers } from '@fleetwright/validation';
import type { FleetInputs } from './read-workspace.ts';

/** The waivers of every environment that can be read, with the clusters on which they hold. */
export function recordedWaivers({ clusters, environments }: FleetInputs): RecordedWaivers[] {
  const environmentOf = new Map(
    [...clusters].map(([name, { path, text }]) => [
      name,
      parseCluster(path, text).value?.content.spec.environment,
    ]),
  );
  return [...environments].flatMap(([name, { environment }]) => {
    const parsed = parseEnvironment(environment.path, environment.text).value;
    const waivers = parsed?.content.spec.waivers;
    if (parsed === undefined || waivers === undefined) return [];
    const own = [...environmentOf].filter(([, of]) => of === name).map(([cluster]) => cluster);
    return [{ environment: name, waivers, source: parsed.source, clusters: own }];
  });
}
