/** What differs from place to place in manifests that otherwise say the same. */
export interface PlaceNames {
  service?: string;
  cluster?: string;
  namespace?: string;
  domains?: readonly string[];
  /** The one model that it serves; several keep their names. */
  model?: string;
}

/** Replaces a place's own names by `<service>`, `<model>`, `<cluster>`, `<namespace>` and `<domain>`. */
export type Normalize = (text: string) => string;

/** The replacement for one place; the same text in another place reads the same afterwards. */
export function normalizerOf({ service, cluster, namespace, model, domains = [] }: PlaceNames): Normalize {
  const parts = [
    ...domains.map(
      (domain) => [`(?<![A-Za-z0-9_-])${escape(domain)}(?![A-Za-z0-9_.-])`, '<domain>'] as const,
    ),
    ...(service === undefined
      ? []
      : [[`(?<![A-Za-z0-9_])${escape(service)}(?![A-Za-z0-9_])`, '<service>'] as const]),
    ...(model === undefined
      ? []
      : [[`(?<![A-Za-z0-9_-])${escape(model)}(?![A-Za-z0-9_-])`, '<model>'] as const]),
    ...(cluster === undefined
      ? []
      : [[`(?<![A-Za-z0-9_./-])${escape(cluster)}(?![A-Za-z0-9_-])`, '<cluster>'] as const]),
    ...(namespace === undefined
      ? []
      : [[`(?<![A-Za-z0-9_-])${escape(namespace)}(?![A-Za-z0-9_-])`, '<namespace>'] as const]),
  ];
  if (parts.length === 0) return (text) => text;
  const pattern = new RegExp(parts.map(([source]) => `(${source})`).join('|'), 'g');
  const words = parts.map(([, word]) => word);
  return (text) =>
    text.replace(pattern, (match, ...groups) => {
      const index = groups.findIndex((group) => group === match);
      return words[index] ?? match;
    });
}

function escape(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Applies a replacement to every text of a value; the names of fields stay. */
export function normalizeValue(value: unknown, normalize: Normalize): unknown {
  if (typeof value === 'string') return normalize(value);
  if (Array.isArray(value)) return value.map((item) => normalizeValue(item, normalize));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, normalizeValue(item, normalize)]),
  );
}
