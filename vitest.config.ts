import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@fleetwright/source', 'module', 'import', 'node', 'default'] },
  ssr: { resolve: { conditions: ['@fleetwright/source', 'module', 'import', 'node', 'default'] } },
  test: {
    include: ['packages/*/src/**/*.spec.ts', 'tools/**/*.spec.ts'],
    setupFiles: ['./vitest.setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
