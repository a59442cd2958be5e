const BINARY = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };
const DECIMAL = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
const SUFFIXES: Record<string, number> = { ...BINARY, ...DECIMAL };

/**
 * Value of a Kubernetes quantity (`4Gi`, `500m`, `2`) as a number: bytes, cores or a count; undefined when the
 * text is none. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string): number | undefined {
  const match = /^(\d{1,18}(?:\.\d{1,9})?)([KMGTPE]i|[numkMGTPE]|)$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * SUFFIXES[match[2]!]!;
}

const DECIMAL_MICROS = { G: 1e15, M: 1e12, k: 1e9, '': 1e6, m: 1e3, u: 1 };

/**
 * Writes a count or a share in the canonical form of the API server: the largest decimal suffix that leaves no
 * fraction, so `2k` and `500m`. Less than a millionth is rounded.
 */
export function formatDecimal(value: number): string {
  const micros = Math.round(value * 1e6);
  const [suffix, factor] = Object.entries(DECIMAL_MICROS).find(([, each]) => micros % each === 0)!;
  return micros === 0 ? '0' : `${micros / factor}${suffix}`;
}

/**
 * Writes bytes in the canonical form of the API server: the largest binary suffix that divides them, so that a
 * committed manifest never differs from what the server stores. Fractions of a byte are rounded up.
 */
export function formatBytes(bytes: number): string {
  const whole = Math.ceil(bytes);
  for (const [suffix, factor] of Object.entries(BINARY).reverse()) {
    if (whole >= factor && whole % factor === 0) return `${whole / factor}${suffix}`;
  }
  return String(whole);
}
