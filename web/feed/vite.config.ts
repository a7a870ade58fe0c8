import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { budget, lightMaps, minifyTemplates, publish } from './build/plugins.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Two builds: `--mode modules` makes the modules of the package, which import lit and graphql-ws from the page's own
 * bundle; `--mode bundle` makes daybook-feed.js, which holds everything but the languages, and what the server serves.
 */
export default defineConfig(({ mode }) => ({
  root: here('.'),
  publicDir: false,
  // Lit's modules for Node are those for browsers, but can be imported where there is no document.
  resolve: { conditions: ['node', 'module', 'production'] },
  build: {
    outDir: here('dist'),
    emptyOutDir: mode === 'modules',
    target: 'es2022',
    sourcemap: mode === 'bundle',
    minify: mode === 'bundle',
    lib: {
      formats: ['es'],
      entry:
        mode === 'bundle'
          ? { 'daybook-feed': here('src/define.ts') }
          : Object.fromEntries(['index', 'define', 'jsx', ...['en', 'de', 'fr', 'ar'].map((name) => `strings/${name}`)].map((name) => [name, here(`src/${name}.ts`)])),
    },
    rolldownOptions: {
      external: mode === 'bundle' ? [] : [/^lit(\/|$)/, /^graphql-ws/],
      // What the lazy parts share stays in the one file.
      ...(mode === 'bundle' && { preserveEntrySignatures: 'allow-extension' as const }),
      output: {
        // Vite keeps the white space of libraries.
        ...(mode === 'bundle' && { minify: true }),
        chunkFileNames: mode === 'bundle' ? 'feed-[name].js' : 'chunks/[name].js',
      },
    },
  },
  plugins: [minifyTemplates(), ...(mode === 'bundle' ? [lightMaps(), budget('daybook-feed.js', 16_000), publish(here('dist'), here('example'), here('../dist-widget'))] : [])],
  test: { include: ['**/*.test.ts'], environment: 'happy-dom' },
}));
