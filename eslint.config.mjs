import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Rooms of the core. They are deterministic: no time, no randomness, no access to the host. */
const core = [
  'wire',
  'tcp',
  'sim',
  'script',
  'trace',
  'check',
  'compose',
  'words',
  'tell',
  'report',
  'diagram',
  'layers',
  'capture',
].map((room) => `src/${room}/**/*.ts`);
const impure = ['setTimeout', 'clearTimeout', 'performance', 'crypto', 'console'];

export default tseslint.config(
  { ignores: ['dist/', '.cache/', 'node_modules/', 'test/output/', 'test/host/vscode/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/ban-ts-comment': 'error',
      // Both rules would give false alarms: a branded number is a number, and a record of functions has no `this`.
      '@typescript-eslint/no-unsafe-unary-minus': 'off',
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: core,
    rules: {
      'no-restricted-globals': ['error', ...impure.map((name) => ({ name, message: 'The core is pure.' }))],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'The core is pure: a seed is an argument.' },
        { object: 'Date', property: 'now', message: 'The core is pure: time is an argument.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"]', message: 'The core is pure: time is an argument.' },
      ],
    },
  },
  {
    // Tests know their own data.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      ecmaVersion: 'latest',
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'setTimeout',
          'clearTimeout',
          'Buffer',
          'performance',
          'globalThis',
          'document',
          'window',
          'getComputedStyle',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
