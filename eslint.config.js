import globals from 'globals';
import { readFileSync } from 'node:fs';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

// Oxlint reads TypeScript, in a tenth of the time. What is left for ESLint: Svelte's files and rules, scripts in JavaScript,
// and what may not be said in the decisions. Rules for TypeScript stand in .oxlintrc.json, for both.
/** @type {Record<string, 'error' | ['error', object]>} */
const ofOxlint = JSON.parse(readFileSync(new URL('.oxlintrc.json', import.meta.url), 'utf8')).rules;
const ofTypeScript = Object.entries(ofOxlint)
  .filter(([name]) => name.startsWith('typescript/'))
  .map(
    ([name, setting]) => /** @type {const} */ ([name.replace('typescript/', '@typescript-eslint/'), setting]),
  );

export default tseslint.config(
  {
    ignores: [
      '{client,contract,examples,gateway,rehearsal,tools}/**/*.ts',
      'server/test/**',
      'server/src/!(domain|box-office)/**/*.ts',
      'server/src/*.ts',
      'server/*.ts',
      'web/{e2e,test}/**',
      'web/*.ts',
      '*.ts',
      '**/node_modules/',
      '**/dist/',
      '**/build/',
      '**/.svelte-kit/',
      'data/',
      'test-results/',
      'playwright-report/',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        // Said for every file: where it changes from one to the next, all projects are read again.
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      ...Object.fromEntries(ofTypeScript),
      '@typescript-eslint/no-unused-vars': ofOxlint['no-unused-vars'],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { parser: tseslint.parser },
    },
  },
  {
    // Time and chance are passed in, so that every decision can be replayed.
    files: ['server/src/domain/**', 'server/src/box-office/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Date',
          property: 'now',
          message: 'Ask the port `clock`, or take the time as an argument.',
        },
        { object: 'performance', property: 'now', message: 'Ask the port `clock`.' },
        { object: 'Math', property: 'random', message: 'Ask the port `random`.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Ask the port `clock`, or take the time as an argument.',
        },
      ],
    },
  },
  // There Oxlint knows the types.
  { files: ['**/*.js', '**/*.mjs', 'server/src/**'], extends: [tseslint.configs.disableTypeChecked] },
);
