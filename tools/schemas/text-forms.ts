import type { JsonSchema } from './json-schema.ts';

// Patterns here leave a backtracking engine one way to read a text, so that it stays linear: in a repetition, the next
// character alone says which branch and how much of it follows.

const LABEL = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const SUBDOMAIN = String.raw`[a-z0-9](?:-*[a-z0-9]|\.[a-z0-9])*`;
const NAME = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const UNSIGNED = String.raw`(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?`;
const PORT_NAME = '(?:[0-9]-?)*[a-z](?:-?[a-z0-9])*';

/** The forms of names and values that the API server checks in code: k8s.io/apimachinery/pkg/util/validation. */
export const FORMS = {
  dnsLabel: { pattern: `^${LABEL}$`, maxLength: 63 },
  /** Begins with a letter: the name of a Service is one. */
  dns1035Label: { pattern: '^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$', maxLength: 63 },
  dnsSubdomain: { pattern: `^${SUBDOMAIN}$`, maxLength: 253 },
  /** Key of a label, a resource, a selector. */
  qualifiedName: { pattern: `^(?:${SUBDOMAIN}/)?${NAME}$`, maxLength: 317 },
  /** Key of an annotation, whose prefix may have capitals. */
  annotationKey: { pattern: `^(?:[A-Za-z0-9](?:-*[A-Za-z0-9]|\\.[A-Za-z0-9])*/)?${NAME}$`, maxLength: 317 },
  labelValue: { pattern: `^(?:${NAME})?$` },
  configKey: { pattern: '^[-._a-zA-Z0-9]+$', maxLength: 253 },
  /** Printable characters of ASCII but `=`, as Kubernetes takes them since 1.32. */
  environmentName: { pattern: '^[ -<>-~]+$' },
  portName: { pattern: `^${PORT_NAME}$`, maxLength: 15 },
  quantity: { pattern: `^(\\+|-)?${UNSIGNED}$` },
  unsignedQuantity: { pattern: `^\\+?${UNSIGNED}$`, minimum: 0 },
  percent: { pattern: '^[0-9]+%$', minimum: 0 },
  /** A percentage of what there is. */
  percentOfAll: { pattern: '^(?:100|[0-9]{1,2})%$', minimum: 0 },
  /** An address and the length of its prefix. */
  cidr: { pattern: '^[0-9a-fA-F:.]+/[0-9]{1,3}$' },
  headerName: { pattern: '^[-A-Za-z0-9]+$' },
  port: { minimum: 1, maximum: 65535 },
  /** A port as text. */
  portText: {
    pattern: '^0*(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$',
  },
  /** Seconds, or parts that each have a unit. */
  duration: { pattern: '^(?:[0-9.]|ns|us|µs|ms|s|m|h)+$' },
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** The form, or nothing: an empty text is the same as none where a field is optional. */
export function orEmpty({ pattern, ...others }: { pattern: string; maxLength?: number }): JsonSchema {
  return { ...others, pattern: `^(?:${pattern.slice(1, -1)})?$` };
}
