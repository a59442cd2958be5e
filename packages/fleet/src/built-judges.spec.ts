import { expect, it } from 'vitest';
import { JUDGES } from '@fleetwright/model-service';
import { KNOWN_JUDGES } from './built-judges.ts';

it('knows the judges that a workspace may require, and no others', () => {
  expect([...KNOWN_JUDGES].sort()).toEqual([...JUDGES].sort());
});
