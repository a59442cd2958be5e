import type { Entry } from '../collapse.ts';
import { kindOf, type EntryRule } from './risk-rule.ts';

const POLICIES = new Set([
  'NetworkPolicy',
  'AuthorizationPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
  'Sidecar',
]);
const MTLS = ['DISABLE', 'PERMISSIVE', 'STRICT'];

/** Something is reachable, or may reach something, that was not. */
export const networkOpening: EntryRule = {
  rule: 'network-opening',
  judge: (entry) => {
    const what = describeOpening(entry);
    return what === undefined
      ? undefined
      : {
          severity: 'high',
          title: `${entry.object} ${what}`,
          why: 'More than before may reach these pods, or they may reach more: a policy that is gone permits everything.',
          advice: 'Check that the flow is wanted and as narrow as it can be.',
        };
  },
};

function describeOpening(entry: Entry): string | undefined {
  const kind = kindOf(entry);
  if (entry.action === 'removed') return POLICIES.has(kind) ? 'no longer protects anything' : undefined;
  if (entry.action === 'renamed' && leavesNamespace(entry))
    return POLICIES.has(kind) ? 'no longer protects what it did' : undefined;
  const { difference, from = '', to = '' } = entry;
  if (difference === undefined) return undefined;
  const { path, kind: how } = difference;
  if (kind === 'PeerAuthentication')
    return /[mM]tls/.test(path) && MTLS.indexOf(modeOf(to)) < MTLS.indexOf(modeOf(from))
      ? `accepts ${modeOf(to)} traffic`
      : undefined;
  if (kind === 'Service')
    return path === 'spec.type' && /NodePort|LoadBalancer/.test(to) ? `becomes a ${to}` : undefined;
  if (/\.host(?:Network|PID|IPC)$/.test(path) && to === 'true') return `uses ${path.split('.').at(-1)!}`;
  if (kind === 'NetworkPolicy')
    return opensNetworkPolicy(path, how, from, to) ? `allows more: ${path}` : undefined;
  if (kind === 'AuthorizationPolicy') return opensAuthorization(entry) ? `allows more: ${path}` : undefined;
  return undefined;
}

// Elsewhere in its own folder is another namespace; with its folder goes what it protects.
function leavesNamespace({ changes }: Entry): boolean {
  const [change] = changes;
  return change?.from?.unit.folder === change?.unit.folder && change?.from?.id === change?.id;
}

function modeOf(text: string): string {
  const found = /STRICT|PERMISSIVE|DISABLE/.exec(text)?.[0];
  return found ?? 'PERMISSIVE';
}

function opensNetworkPolicy(path: string, how: string, from: string, to: string): boolean {
  if (/^spec\.policyTypes/.test(path)) return how === 'removed' || (how === 'changed' && to !== from);
  if (!/^spec\.(?:ingress|egress)/.test(path)) return false;
  if (how === 'reordered') return false;
  const isList = /\.(?:from|to|ports)$/.test(path);
  // A rule without peers or ports permits all of them; an exception that goes permits what it excepted.
  if (how === 'removed')
    return isList || /\.except(?:\[|$)|matchLabels|[sS]elector|\.port$|\.protocol$/.test(path);
  if (how === 'added')
    return (
      (!isList && !/\.except(?:\[|$)|matchLabels|[sS]elector|\.endPort$|\.port$|\.protocol$/.test(path)) ||
      /\.endPort$/.test(path)
    );
  return !isNarrower(from, to);
}

function isNarrower(from: string, to: string): boolean {
  const [old, fresh] = [prefixOf(from), prefixOf(to)];
  return (
    old !== undefined &&
    fresh !== undefined &&
    fresh.bits >= old.bits &&
    fresh.address >>> (32 - old.bits) === old.address >>> (32 - old.bits)
  );
}

function prefixOf(text: string): { address: number; bits: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number];
  return bits === 0 ? undefined : { address: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0, bits };
}

/** Lists of an authorization's rule, each of whose items stands for itself. */
const LISTS = ['principals', 'namespaces', 'ports', 'methods', 'paths', 'hosts', 'ipBlocks'];

function isItem(path: string, list: string): boolean {
  const start = path.lastIndexOf(`${list}[`);
  return start !== -1 && path.indexOf(']', start) === path.length - 1;
}

function opensAuthorization({ difference, to, changes }: Entry): boolean {
  const { path, kind: how } = difference!;
  if (path === 'spec.action') return to === 'ALLOW' || to === undefined;
  if (!/^spec\.rules/.test(path) || how === 'reordered') return false;
  const spec = changes[0]?.after?.object.spec as { action?: string } | undefined;
  const isDenial = spec?.action === 'DENY';
  const isWhole = /^spec\.rules(?:\[[^\]]*\])?$/.test(path) || LISTS.some((list) => isItem(path, list));
  if (how === 'changed') return true;
  const isMore = isWhole ? how === 'added' : how === 'removed';
  return isDenial ? !isMore : isMore;
}
