import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const everyone = [
  'core',
  'client',
  'cli',
  'admin',
  'provider-kit',
  'provider-layers',
  'provider-postpost',
  'provider-generic',
  'gateway',
  'sandbox',
];

/** Arrows point one way (docs/architecture.md): a file may import these workspaces and no others. */
const mayImport = (files, allowed, ignores = []) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: everyone
          .filter((name) => !allowed.includes(name))
          .map((name) => ({
            regex: `^@postern/${name}(/|$)`,
            message: 'This import points against the arrows of docs/architecture.md.',
          })),
      },
    ],
  },
});

const tests = ['**/*.spec.ts', '**/test/**', '**/e2e/**'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/dist-faults/**', '**/coverage/**', '**/node_modules/**', '.postern/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  mayImport(['packages/core/**'], []),
  // Examples are written as their readers would.
  mayImport(['packages/client/**'], ['core'], ['packages/client/examples/**']),
  mayImport(['apps/cli/**'], ['core', 'client']),
  mayImport(['apps/admin/**'], ['core', 'client']),
  {
    files: ['apps/admin/src/**'],
    extends: [reactHooks.configs.flat.recommended],
    // An event handler of the library may take a promise: what it does with it is the command's to say.
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  mayImport(['packages/provider-kit/**'], ['core']),
  mayImport(['packages/provider-*/src/**'], ['core', 'provider-kit'], ['packages/provider-kit/**', ...tests]),
  mayImport(
    ['packages/provider-*/**/*.spec.ts'],
    ['core', 'provider-kit', 'sandbox'],
    ['packages/provider-kit/**'],
  ),
  mayImport(['apps/sandbox/**'], []),
  mayImport(['apps/gateway/src/**'], ['core', 'provider-kit'], ['apps/gateway/src/providers/**', ...tests]),
  {
    // As long as the document that they are generated from.
    files: ['packages/client/src/generated/**'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
  {
    files: tests,
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
