import config from './eslint.config.mjs';

/**
 * For all files at once (`npm run lint`): one program, because what the workspaces share would be checked anew for
 * each of them. For a few files the service of `eslint.config.mjs` is quicker.
 */
export default [
  ...config,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: {
        projectService: false,
        project: ['tsconfig.check.json', 'apps/admin/tsconfig.json', 'apps/admin/e2e/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
];
