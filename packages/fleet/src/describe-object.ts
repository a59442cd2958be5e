import type { Finding } from '@fleetwright/findings';
import type { Manifest } from '@fleetwright/manifests';

/** How findings name an object, and the service that its label says it belongs to. */
export function describeObject({
  object: { kind, metadata },
}: Manifest): Pick<Finding, 'resource' | 'service'> {
  const labels = metadata.labels as Record<string, unknown> | undefined;
  const service = labels?.['fleetwright.dev/service'];
  return { resource: `${kind}/${metadata.name ?? ''}`, ...(typeof service === 'string' && { service }) };
}
