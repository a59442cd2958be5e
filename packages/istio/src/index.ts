import type { Builder } from '@fleetwright/kube';
import type { ServingPlan } from '@fleetwright/plan';
import { authorizationPolicy, authorizationPolicyComments } from './authorizationpolicy.ts';
import { destinationRule } from './destinationrule.ts';
import { peerAuthentication } from './peerauthentication.ts';
import { virtualService } from './virtualservice.ts';
import {
  waypointAuthorizationPolicy,
  waypointAuthorizationPolicyComments,
} from './waypoint-authorizationpolicy.ts';

/** Builders of istio.yaml, in the order in which their resources are written. */
export const builders: readonly Builder<ServingPlan>[] = [
  { id: 'istio/virtualservice', build: virtualService },
  { id: 'istio/destinationrule', build: destinationRule },
  { id: 'istio/peerauthentication', build: peerAuthentication },
  {
    id: 'istio/authorizationpolicy',
    build: authorizationPolicy,
    comments: authorizationPolicyComments,
  },
  {
    id: 'istio/waypoint-authorizationpolicy',
    build: waypointAuthorizationPolicy,
    comments: waypointAuthorizationPolicyComments,
  },
];
