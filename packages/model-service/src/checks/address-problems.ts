import type { Problem } from '../problem.ts';

/** Refuses an address that no host has, and link-local ones, where clouds serve credentials of the node. */
export function addressProblems(address: string | undefined, pointer: string): Problem[] {
  if (address === undefined) return [];
  const host = parseUrl(address)?.hostname;
  if (host === undefined)
    return [
      {
        rule: 'input/address',
        pointer,
        message: `${pointer} is "${address}", which is no address: its host or port cannot exist.`,
        fix: 'Write the address as http(s)://<host>[:<port>].',
      },
    ];
  if (!host.startsWith('169.254.') && host !== 'metadata.google.internal') return [];
  return [
    {
      rule: 'input/link-local-address',
      pointer,
      message: `${pointer} is "${address}", a link-local address; expected one that is routed.`,
      fix: 'Write the address of the real server.',
    },
  ];
}

/** Refuses a network that no address is in, and one with bits set behind its prefix. */
export function networkProblems(cidr: string, pointer: string): Problem[] {
  const expected = cidr.includes(':') ? ipv6Problem(cidr) : ipv4Problem(cidr);
  if (expected === undefined) return [];
  return [
    {
      rule: 'input/network',
      pointer,
      message: `${pointer} is "${cidr}"; expected ${expected}.`,
      fix: `Write ${expected}.`,
    },
  ];
}

function ipv4Problem(cidr: string): string | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match?.slice(1).map(Number) ?? [];
  if (prefix > 32 || [a, b, c, d].some((octet) => octet > 255)) return 'an IPv4 network such as 10.20.0.0/16';
  const address = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const network = (address & (-1 << (32 - prefix))) >>> 0;
  if (network === address) return undefined;
  return `${[24, 16, 8, 0].map((shift) => (network >>> shift) & 255).join('.')}/${prefix}`;
}

function ipv6Problem(cidr: string): string | undefined {
  return parseUrl(`http://[${cidr.split('/')[0]}]/`) ? undefined : 'an IPv6 network such as fd00:20::/32';
}

function parseUrl(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
