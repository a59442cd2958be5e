import { describe, expect, it } from 'vitest';
import { MONITORING_DEFECTS } from './guide-defects/monitoring.ts';
import { TRAFFIC_DEFECTS } from './guide-defects/traffic.ts';
import { WORKLOAD_DEFECTS } from './guide-defects/workload.ts';
import { allOverlays, parseManifests, readResources } from './overlays.ts';

// Left out is what a manifest cannot show: whether quota holds a surge (D07), the layout of a repository (D25), what
// is done outside of a cluster (D42 to D45).
const DEFECTS = Object.entries({ ...TRAFFIC_DEFECTS, ...WORKLOAD_DEFECTS, ...MONITORING_DEFECTS }).map(
  ([id, defect]) => ({ id, ...defect }),
);

const overlays = allOverlays().map((overlay) => ({ ...overlay, resources: readResources(overlay) }));

describe.each(DEFECTS)('$id, $title,', ({ occurs, bad }) => {
  it('is found where it is', () => {
    expect(occurs(parseManifests(bad))).toBe(true);
  });

  it('is in no overlay', () => {
    expect(overlays.filter(({ resources }) => occurs(resources)).map(({ title }) => title)).toEqual([]);
  });
});
