// The proof that needs Istio's helper: building it takes minutes, so `npm test` leaves it out.
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import root from '../../../vitest.config.ts';

export default defineConfig({
  ...root,
  test: {
    ...root.test,
    root: resolve(import.meta.dirname, '../../..'),
    include: ['tools/go/validators/*.proof.ts'],
  },
});
