import type { ServiceSpec } from '@fleetwright/model-service';

/**
 * The spec after all layers are merged: what the built-in defaults guarantee is present. Everything optional
 * that remains is either derived or means its absence.
 */
export interface ResolvedSpec extends Omit<ServiceSpec, 'lifecycle' | 'overrides'> {
  triton: Required<NonNullable<ServiceSpec['triton']>>;
  resources: Required<NonNullable<ServiceSpec['resources']>>;
  gpu: WithRequired<NonNullable<ServiceSpec['gpu']>, 'sharing'>;
  slo: Required<NonNullable<ServiceSpec['slo']>>;
  traffic: WithRequired<NonNullable<ServiceSpec['traffic']>, 'protocols' | 'streaming' | 'callers'>;
  scaling: WithRequired<NonNullable<ServiceSpec['scaling']>, 'minReplicas'>;
  rollout: { canary: ResolvedCanary };
}

type Canary = NonNullable<NonNullable<ServiceSpec['rollout']>['canary']>;

type ResolvedCanary = WithRequired<Canary, 'dynamicStableScale'> & {
  analysis: WithRequired<NonNullable<Canary['analysis']>, 'interval' | 'failureLimit'>;
};

type WithRequired<T, K extends keyof T> = T & { [P in K]-?: NonNullable<T[P]> };
