import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist/', 'dist-widget/', 'node_modules/', '**/dist/', '**/*.generated.ts']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The strict policy of every page but GraphiQL blocks style attributes (ux.md 3.2), and no text may become markup.
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]", message: 'Text is only ever a text node.' },
        { selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']", message: 'Style attributes are blocked by the policy.' },
        { selector: "MemberExpression[object.name='localStorage'], MemberExpression[property.name='localStorage']", message: 'Only shared/preferences.ts keeps something in localStorage, and never a text or a credential.' },
        { selector: "TemplateElement[value.raw=/\\bstyle=/]", message: 'Style attributes are blocked by the policy: use a class, or style.setProperty.' },
        { selector: "ImportSpecifier[imported.name=/^(styleMap|unsafeHTML|unsafeSVG|unsafeMathML|unsafeCSS)$/]", message: 'Blocked by the policy, or a way for text to become markup.' },
      ],
    },
  },
  // Generation runs under Node alone, before any types are there.
  { files: ['build/*.js'], languageOptions: { globals: { URL: 'readonly' } } },
  { files: ['src/shared/preferences.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.tsx'], extends: [reactHooks.configs.flat['recommended-latest']] },
);
