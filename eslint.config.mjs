// Typed linting, and the package boundaries of ARCHITECTURE.md: arrows point down the layers, and nothing below
// the edge touches the file system, processes, the network, clocks or chance.
import nxPlugin from '@nx/eslint-plugin';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const layers = ['kernel', 'plan', 'area', 'assembly', 'check', 'edge'];

/** A layer may use the layers below it; areas never use each other. */
const depConstraints = layers.map((layer, index) => ({
  sourceTag: `layer:${layer}`,
  onlyDependOnLibsWithTags: layers
    .slice(0, index + (layer === 'area' ? 0 : 1))
    .map((allowed) => `layer:${allowed}`),
}));

const effects = [
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'net',
  'os',
  'process',
  'timers',
  'tls',
  'worker_threads',
].flatMap((name) => [name, `node:${name}`]);

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/generated/**',
      '**/fixtures/**',
      '**/node_modules/**',
      '.cache/**',
      '.nx/**',
      '.fleetwright/**',
      'packages/kube-schemas/schemas/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nxPlugin },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: [], depConstraints }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-eval': 'error',
    },
  },
  // Texts of users are of any length: no pattern may take longer than a constant times that.
  {
    files: ['packages/*/src/**/*.ts', 'packages/review/html-client/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  // It runs in a browser, so its types are those of a browser.
  {
    files: ['packages/review/html-client/**/*.ts'],
    languageOptions: { parserOptions: { project: './packages/review/html-client/tsconfig.json' } },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: [
      'packages/{fleet,cli,nx,kubeconform-wasm}/**',
      'packages/upstream-validators/src/runner/**',
      '**/*.spec.ts',
    ],
    rules: {
      'no-restricted-imports': ['error', { paths: effects }],
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
      ],
    },
  },
);
