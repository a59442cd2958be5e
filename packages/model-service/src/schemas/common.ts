import { MAX_CLUSTER_NAME, MAX_SERVICE_NAME } from '@fleetwright/kube';

/**
 * A JSON Schema (2020-12) node. `x-expected` beside a pattern says in words what the pattern accepts: messages
 * quote it; it is left out of the published schemas. So are `x-discriminator`, see {@link union}, and `tsType`, the TypeScript type to use instead.
 */
export type Schema = Record<string, unknown>;

/** The only `apiVersion`. */
export const API_VERSION = 'fleetwright.dev/v1alpha1';

/** A closed object: an unknown field is an error, never ignored. */
export function closedObject(
  description: string,
  properties: Schema,
  required: readonly string[] = [],
): Schema {
  return { type: 'object', description, properties, required: [...required], additionalProperties: false };
}

/**
 * A union whose members are told apart by one field, `mode: sidecar | ambient | none`. `x-discriminator` names the
 * field: a message then speaks of the member that was meant.
 */
export function union(description: string, discriminator: string, members: Record<string, Schema>): Schema {
  return {
    description,
    'x-discriminator': discriminator,
    oneOf: Object.entries(members).map(([value, member]) => ({
      ...member,
      properties: {
        [discriminator]: { const: value, description: member.description },
        ...(member.properties as Schema),
      },
      required: [discriminator, ...(member.required as string[])],
    })),
  };
}

/** A part with a name of its own in the TypeScript types. */
export function named(title: string, schema: Schema): Schema {
  return { title, ...schema };
}

// Every pattern is linear: no nested or overlapping repetition, and a length limit beside it.
const DNS_LABEL = '^[a-z](?:[-a-z0-9]*[a-z0-9])?$';
const DNS_LABEL_WORDS =
  'lower-case letters, digits and dashes that start with a letter and end with a letter or digit';
const DNS_SUBDOMAIN = '[a-z0-9](?:-*[a-z0-9]|\\.[a-z0-9])*';
const KEY_NAME = '[A-Za-z0-9](?:[-._A-Za-z0-9]{0,61}[A-Za-z0-9])?';
/** A key with a prefix, such as `topology.kubernetes.io/zone` or an extended resource. */
export const QUALIFIED_KEY = `${DNS_SUBDOMAIN}/${KEY_NAME}`;
const LABEL_KEY = `^(?:${DNS_SUBDOMAIN}/)?${KEY_NAME}$`;
const LABEL_VALUE = '^(?:[A-Za-z0-9](?:[-._A-Za-z0-9]*[A-Za-z0-9])?)?$';
const LABEL_VALUE_WORDS =
  'a label value (letters, digits, dashes, underscores and dots; a letter or digit first and last)';
// No control, line-separator, direction-override, zero-width or surrogate character; line ends only in prose.
const PROSE =
  '^[^\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]*$';

const labelKey: Schema = {
  type: 'string',
  pattern: LABEL_KEY,
  'x-expected': 'a label key: letters, digits, dashes, underscores and dots, after an optional `<domain>/`',
  maxLength: 317,
};

const labelValue: Schema = {
  type: 'string',
  pattern: LABEL_VALUE,
  'x-expected': LABEL_VALUE_WORDS,
  maxLength: 63,
};

/** Kubernetes labels. */
export const labels: Schema = {
  type: 'object',
  description: 'Kubernetes labels.',
  propertyNames: labelKey,
  additionalProperties: labelValue,
};

/** Name of a service. */
export const serviceName: Schema = {
  type: 'string',
  description: `Lower-case letters, digits and dashes, starting with a letter; at most ${MAX_SERVICE_NAME} characters, so that the names of its objects and pods fit into 63.`,
  pattern: DNS_LABEL,
  'x-expected': DNS_LABEL_WORDS,
  maxLength: MAX_SERVICE_NAME,
};

/** Name of a cluster. */
export const clusterName: Schema = {
  type: 'string',
  description: `Lower-case letters, digits and dashes, starting with a letter; at most ${MAX_CLUSTER_NAME} characters, so that <cluster>.<service> fits into a label.`,
  pattern: DNS_LABEL,
  'x-expected': DNS_LABEL_WORDS,
  maxLength: MAX_CLUSTER_NAME,
};

/** A DNS label that starts with a letter, as Kubernetes names most things. */
export const dnsLabel: Schema = {
  type: 'string',
  pattern: DNS_LABEL,
  'x-expected': DNS_LABEL_WORDS,
  maxLength: 63,
};

/** Who answers for something. */
export const owner: Schema = {
  type: 'string',
  pattern: '^@?[A-Za-z0-9][A-Za-z0-9._/@+-]*$',
  'x-expected': 'an owner such as @acme/ml-platform or an e-mail address',
  maxLength: 100,
};

/** Text for people, in which lines may end. */
export const prose: Schema = {
  type: 'string',
  pattern: PROSE,
  'x-expected': 'text without control, direction or invisible characters',
  maxLength: 2000,
};

/** `<namespace>/<name>`. */
export const namespacedName: Schema = {
  type: 'string',
  description: '`<namespace>/<name>`.',
  pattern: '^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?/[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$',
  'x-expected': '`<namespace>/<name>` in lower-case letters, digits and dashes',
  maxLength: 127,
};

/** A Kubernetes quantity. */
export const quantity: Schema = {
  type: 'string',
  description: 'Kubernetes quantity, quoted when it is a bare number: "2", 500m, 4Gi.',
  pattern: '^[0-9]{1,12}(?:\\.[0-9]{1,3})?(?:[KMGTP]i|[mkMGTP])?$',
  'x-expected': 'a Kubernetes quantity such as "2", 500m or 4Gi',
  maxLength: 20,
};

/** A quantity of bytes: no milli-suffix. */
export const bytes: Schema = {
  type: 'string',
  description: 'Bytes as a Kubernetes quantity: 512Mi, 8Gi.',
  pattern: '^[0-9]{1,12}(?:\\.[0-9]{1,3})?(?:[KMGTP]i|[kMGTP])?$',
  'x-expected': 'bytes as a Kubernetes quantity such as 512Mi or 8Gi',
  maxLength: 20,
};

/** A duration with its unit. */
export const duration: Schema = {
  type: 'string',
  description: 'A count and a unit: 20ms, 30s, 10m, 1h30m, 30d.',
  pattern: '^(?:[0-9]{1,9}(?:ms|[smhd])){1,5}$',
  'x-expected': 'a duration such as 20ms, 30s, 10m, 1h30m or 30d',
  maxLength: 50,
};

/** A port number. */
export const port: Schema = { type: 'integer', minimum: 1, maximum: 65535 };

/** A network. */
export const cidr: Schema = {
  type: 'string',
  description: 'IPv4 or IPv6 network in CIDR notation, narrower than the whole address space.',
  pattern: '^[0-9a-fA-F.:]{2,39}/(?:[1-9]|[1-9][0-9]|1[01][0-9]|12[0-8])$',
  'x-expected': 'a network in CIDR notation such as 10.20.0.0/16',
  maxLength: 43,
};

/** A Triton release. */
export const release: Schema = {
  type: 'string',
  description: 'NVIDIA\'s year.month of a Triton release, quoted: "26.07".',
  pattern: '^[0-9]{2}\\.(?:0[1-9]|1[0-2])$',
  'x-expected': 'a quoted year.month such as "26.07"',
  maxLength: 5,
};

/** A CUDA compute capability. */
export const computeCapability: Schema = {
  type: 'string',
  description: 'CUDA compute capability, quoted: "8.0".',
  pattern: '^[0-9]{1,2}\\.[0-9]$',
  'x-expected': 'a quoted CUDA compute capability such as "8.0"',
  maxLength: 4,
};

/** Major and minor version. */
export const minorVersion: Schema = {
  type: 'string',
  description: 'Major and minor version, quoted: "1.34".',
  pattern: '^[0-9]{1,2}\\.[0-9]{1,3}$',
  'x-expected': 'a quoted major and minor version such as "1.34"',
  maxLength: 6,
};

/** Kubernetes' tolerations. */
export const tolerations: Schema = {
  type: 'array',
  maxItems: 32,
  description: "Kubernetes' tolerations, verbatim.",
  items: named(
    'Toleration',
    closedObject('A toleration.', {
      key: labelKey,
      operator: { enum: ['Exists', 'Equal'] },
      value: labelValue,
      effect: { enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
    }),
  ),
};
