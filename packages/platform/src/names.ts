import { resourceNames } from '@fleetwright/kube';

/**
 * Names of what the services share. No service is called `platform`, so none of them meets a service's object of
 * the same kind.
 */
export const PLATFORM = resourceNames('platform');
