import { kindOf, type EntryRule } from './risk-rule.ts';

const HOSTS: Readonly<Record<string, RegExp>> = {
  VirtualService:
    /^spec\.(?:hosts|gateways|exportTo)(?:\[|$)|\.destination\.(?:host|subset)$|\.match(?:\[|\.|$)/,
  DestinationRule: /^spec\.host$/,
  Gateway: /\.hosts(?:\[|$)|\.hostname$/,
  HTTPRoute: /^spec\.hostnames|^spec\.parentRefs/,
  Ingress: /^spec\.rules|^spec\.tls/,
  ServiceEntry: /^spec\.(?:hosts|addresses|endpoints)/,
};

/** Requests to an address are answered by something else than before, or by nothing. */
export const hostChange: EntryRule = {
  rule: 'host-change',
  judge: (entry) => {
    const { difference, object } = entry;
    if (difference === undefined || HOSTS[kindOf(entry)]?.test(difference.path) !== true) return undefined;
    return {
      severity: 'high',
      title: `${object} changes ${difference.path}`,
      why: 'Clients that use the old host or path are no longer answered, or are answered by another service.',
      advice: 'Keep the old host beside the new one until clients have moved.',
    };
  },
};
