import { expect, it } from 'vitest';
import { judgeYaml } from './testing.ts';
import { deploymentWith, SOUND_DEPLOYMENT } from './testing-deployment.ts';

it("finds nothing wrong with somebody else's deployment that other tests break", () => {
  expect(judgeYaml(SOUND_DEPLOYMENT, { advice: true })).toEqual([]);
});

it('refuses a replacement that would replace nothing, or more than one text', () => {
  expect(() => deploymentWith(['no such text', ''])).toThrow('The text has not exactly one no such text.');
  expect(() => deploymentWith(['vision', ''])).toThrow('The text has not exactly one vision.');
});
