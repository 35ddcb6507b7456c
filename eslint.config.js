import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

// Oxlint reads TypeScript, in a tenth of the time (.oxlintrc.json has the same rules as this file). What is left for ESLint:
// Svelte's files and rules, scripts in JavaScript, and what may not be said in the decisions.
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
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
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
