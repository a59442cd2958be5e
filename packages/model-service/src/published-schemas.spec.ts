import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import clusterSchema from '../schemas/cluster.schema.json' with { type: 'json' };
import environmentSchema from '../schemas/environment.schema.json' with { type: 'json' };
import imageLockSchema from '../schemas/image-lock.schema.json' with { type: 'json' };
import modelServiceSchema from '../schemas/model-service.schema.json' with { type: 'json' };
import { CLUSTER, ENVIRONMENT, FULL_SERVICE, IMAGE_LOCK, MINIMAL_SERVICE } from './sample-texts.ts';
import { readYaml } from './yaml-source.ts';

describe('the published schema of', () => {
  it.each<[string, object, string[]]>([
    ['a model service', modelServiceSchema, [MINIMAL_SERVICE, FULL_SERVICE]],
    ['a cluster', clusterSchema, [CLUSTER]],
    ['an environment', environmentSchema, [ENVIRONMENT]],
    ['an image lock', imageLockSchema, [IMAGE_LOCK]],
  ])('%s stands alone, accepts the samples and refuses an unknown field', (_, schema, samples) => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    for (const sample of samples) {
      const value = readYaml('sample.yaml', sample).value as object;
      expect(validate(value)).toBe(true);
      expect(validate({ ...value, status: {} })).toBe(false);
    }
  });
});
