import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { budget } from './build/budget.ts';
import { precompress } from './build/precompress.ts';
import { sweep } from './build/sweep.ts';

// Every page is a folder of src/ with its own index.html; handler.go says at which path each one stands.
const page = (name: string) => fileURLToPath(new URL(`src/${name}/index.html`, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('src', import.meta.url)),
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('dist', import.meta.url)),
    target: 'es2022',
    // Data URIs are refused by the strict policy, so nothing is inlined.
    assetsInlineLimit: 0,
    // The notices that the licences of what is bundled ask for; handler.go serves them at /licenses.
    license: { fileName: 'licenses.md' },
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      // "use client" marks of libraries for servers, which there are none of here.
      onLog: (level, log, show) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') show(level, log);
      },
      input: { landing: page('landing'), 'sign-in': page('sign-in'), graphiql: page('graphiql') },
    },
  },
  worker: { format: 'es' },
  plugins: [
    // Bytes after gzip, for everything a page can load: scripts, style sheets, workers, fonts (ux.md 6).
    budget({ 'landing/index.html': 20_000, 'sign-in/index.html': 20_000, 'graphiql/index.html': 2_200_000 }),
    sweep(),
    precompress(),
  ],
  server: { proxy: { '/graphql': { target: 'http://127.0.0.1:8080', ws: true }, '/auth': 'http://127.0.0.1:8080' } },
  test: { include: ['**/*.test.{ts,tsx}'] },
});
