import { planInputsFixture } from '@fleetwright/plan/testing-inputs';

/** The sound service behind a waypoint, called from inside the cluster. */
export const BEHIND_WAYPOINT = planInputsFixture(({ service, cluster }) => ({
  cluster: cluster.replace(
    / {2}mesh:\n(?: {4}.*\n)+/,
    '  mesh: { mode: ambient, waypoint: { name: wp, serviceAccount: wp } }\n',
  ),
  service: service
    .replace('traffic: {', 'traffic: { callers: [{ namespace: shop, serviceAccount: search }],')
    .replace(/\n {2}rollout:[^]*$/, '\n'),
}));
