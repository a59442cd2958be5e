import { modelConfigSchema } from '@fleetwright/triton-config';
import { argocdSchema } from './argocd.ts';
import {
  API_VERSION,
  closedObject,
  clusterName,
  dnsLabel,
  named,
  owner,
  release,
  type Schema,
} from './common.ts';
import { specPatchSchema } from './model-service.ts';
import { limitRangeSchema, quotaSchema } from './quota.ts';
import { waiversSchema } from './waivers.ts';

/** `environments/<environment>/environment.yaml`. */
export const environmentSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'EnvironmentFile',
  ...closedObject(
    "One environment: the platform team's defaults and bounds for every service in it.",
    {
      apiVersion: { const: API_VERSION },
      kind: { const: 'Environment' },
      metadata: closedObject('Identity.', { name: { ...dnsLabel, description: "The directory's name." } }, [
        'name',
      ]),
      spec: named(
        'EnvironmentSpec',
        closedObject(
          'What holds in the environment.',
          {
            promotedFrom: {
              ...dnsLabel,
              description:
                'Environment whose services are promoted here: this one then runs the specs in its releases/, not those in apps/.',
            },
            namespace: { ...dnsLabel, description: 'Namespace of its services on every cluster.' },
            owners: {
              type: 'array',
              description: 'Owners as in CODEOWNERS.',
              items: owner,
              minItems: 1,
            },
            waves: {
              type: 'array',
              description: 'Clusters in the order in which a promotion reaches them, one commit per wave.',
              items: { type: 'array', items: clusterName, minItems: 1, maxItems: 200, uniqueItems: true },
              minItems: 1,
              maxItems: 32,
            },
            defaults: { $ref: '#/$defs/SpecPatch', description: 'Spec values that a service may override.' },
            policy: named(
              'EnvironmentPolicy',
              closedObject('Bounds that no service overrides; checked after everything is merged.', {
                minReplicas: {
                  type: 'integer',
                  description: 'Least scaling.minReplicas.',
                  minimum: 1,
                  maximum: 1000,
                },
                triton: closedObject('The server.', {
                  minRelease: { ...release, description: 'Oldest release allowed.' },
                }),
                artifacts: closedObject('Model artifacts.', {
                  verified: {
                    type: 'boolean',
                    description: 'Every version needs an artifact with a checksum.',
                  },
                  stores: {
                    type: 'array',
                    description: 'Stores that may be used.',
                    items: dnsLabel,
                    minItems: 1,
                    uniqueItems: true,
                  },
                }),
                rollout: closedObject('Rollouts.', {
                  maxFirstWeight: {
                    type: 'integer',
                    description: 'Largest weight of the first step, in percent.',
                    minimum: 1,
                    maximum: 100,
                  },
                  requireAnalysis: { type: 'boolean', description: 'A canary must be judged by analysis.' },
                }),
                autoComplete: {
                  type: 'boolean',
                  description:
                    'Whether Triton may complete a model configuration by itself; false demands explicit inputs and outputs.',
                },
              }),
            ),
            quota: quotaSchema,
            limitRange: limitRangeSchema,
            argocd: argocdSchema,
            alerts: named(
              'AlertRouting',
              closedObject('Where alerts go.', {
                severity: {
                  type: 'string',
                  description: 'Severity label of alerts that wake somebody.',
                  pattern: '^[a-z][a-z0-9-]*$',
                  'x-expected': 'a severity: lower-case letters, digits and dashes',
                  maxLength: 32,
                },
                labels: {
                  type: 'object',
                  description: 'Further labels of every alert, for routing.',
                  additionalProperties: {
                    type: 'string',
                    pattern: '^[A-Za-z0-9](?:[-._A-Za-z0-9]*[A-Za-z0-9])?$',
                    'x-expected':
                      'letters, digits, dashes, underscores and dots; a letter or digit first and last',
                    maxLength: 63,
                  },
                  propertyNames: {
                    pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$',
                    'x-expected': 'a Prometheus label name: letters, digits and underscores, no digit first',
                    maxLength: 63,
                  },
                },
                runbookUrl: {
                  type: 'string',
                  description: 'Base address of the runbooks; the alert name is appended.',
                  pattern: '^https?://[A-Za-z0-9][-A-Za-z0-9._~:/?#@!&*+,;=%]*$',
                  'x-expected': 'an http or https address',
                  maxLength: 512,
                },
              }),
            ),
            waivers: waiversSchema,
          },
          ['namespace'],
        ),
      ),
    },
    ['apiVersion', 'kind', 'metadata', 'spec'],
  ),
  $defs: { ModelConfig: modelConfigSchema, SpecPatch: specPatchSchema },
};
