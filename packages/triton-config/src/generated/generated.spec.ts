import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { generateTypes } from '../../generate-types.ts';
import { MODEL_CONFIG_TYPE, MODEL_CONFIG_TYPES } from '../model-config-types.ts';

describe('the generated types', () => {
  it('are what the generator writes for the descriptor', async () => {
    const source = generateTypes(MODEL_CONFIG_TYPES);
    const expected = await format(source, { parser: 'typescript', singleQuote: true, printWidth: 110 });
    expect(readFileSync(new URL('./model-config.ts', import.meta.url), 'utf8')).toBe(expected);
  });

  it('reach every field of a ModelConfig', () => {
    expect([...MODEL_CONFIG_TYPE.fields.keys()]).toHaveLength(25);
    expect(MODEL_CONFIG_TYPES.size).toBe(46);
  });
});
