import { API_VERSION, closedObject, dnsLabel, named, type Schema } from './common.ts';

/** `environments/<environment>/images.yaml`. */
export const imageLockSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ImageLockFile',
  ...closedObject(
    'The digest of every image that an environment may run.',
    {
      apiVersion: { const: API_VERSION },
      kind: { const: 'ImageLock' },
      metadata: closedObject('Identity.', { name: { ...dnsLabel, description: "The environment's name." } }, [
        'name',
      ]),
      spec: closedObject(
        'The lock.',
        {
          images: {
            type: 'array',
            minItems: 1,
            maxItems: 1000,
            description: 'One entry per repository and tag.',
            items: named(
              'LockedImage',
              closedObject(
                'A tag and the digest it stands for.',
                {
                  repository: {
                    type: 'string',
                    description: 'Image repository without tag.',
                    pattern: '^[a-z0-9][-a-z0-9._/:]*$',
                    'x-expected': 'an image repository without tag and digest, in lower case',
                    maxLength: 255,
                  },
                  tag: {
                    type: 'string',
                    pattern: '^[A-Za-z0-9_][A-Za-z0-9._-]*$',
                    'x-expected': 'an image tag: letters, digits, underscores, dots and dashes',
                    maxLength: 128,
                  },
                  digest: {
                    type: 'string',
                    pattern: '^sha256:[0-9a-f]{64}$',
                    'x-expected': 'sha256: and 64 lower-case hexadecimal digits',
                    maxLength: 71,
                  },
                  mirror: {
                    type: 'string',
                    description: 'Repository from which clusters pull instead; the digest stays the same.',
                    pattern: '^[a-z0-9][-a-z0-9._/:]*$',
                    'x-expected': 'an image repository without tag and digest, in lower case',
                    maxLength: 255,
                  },
                  sample: {
                    type: 'boolean',
                    description: 'The digest stands in for a real one: the image cannot be pulled.',
                  },
                },
                ['repository', 'tag', 'digest'],
              ),
            ),
          },
        },
        ['images'],
      ),
    },
    ['apiVersion', 'kind', 'metadata', 'spec'],
  ),
};
