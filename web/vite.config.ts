import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { appPaths } from './build/app-paths.ts';
import { budget } from './build/budget.ts';
import { precompress } from './build/precompress.ts';
import { sweep } from './build/sweep.ts';

// Every page is a folder of src/ with its own index.html; handler.go says at which path each one stands.
const page = (name: string) => fileURLToPath(new URL(`src/${name}/index.html`, import.meta.url));

const api = process.env.DAYBOOK_API ?? 'http://127.0.0.1:8080';

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
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // One file for what every page of the application needs, so that its first use takes few requests.
            { name: 'base', test: /[\\/](lit|lit-html|lit-element|@lit[\\/]reactive-element)[\\/]|[\\/]src[\\/]app[\\/](shell|data|ui)[\\/](?!.*\.de\.ts$)/, tags: ['$initial'] },
            // By itself, since GraphiQL uses it too and must not load the application with it.
            { name: 'socket', test: /[\\/]graphql-ws[\\/]/ },
            // What comes right after it, and what pages are put together from.
            { name: 'live', test: /[\\/]src[\\/]app[\\/](data[\\/]|shell[\\/](header-timer|idle|timer|timer-live|timer-correction|timer-words|page)(\.generated)?\.ts$)/ },
            { name: 'parts', test: /[\\/]src[\\/]app[\\/]ui[\\/][\w-]+\.ts$/ },
          ],
        },
      },
      input: { app: page('app'), 'sign-in': page('sign-in'), graphiql: page('graphiql') },
    },
  },
  worker: { format: 'es' },
  plugins: [
    // Bytes after gzip, for everything a page can load: scripts, style sheets, workers, fonts (ux.md 6).
    budget([
      {
        kind: 'app',
        html: 'app/index.html',
        always: ['app/shell/header-timer.ts', 'app/shell/timer-correction.ts'],
        first: { module: 'app/today/today.ts', limit: 60_000 },
        others: { modules: [...['standups', 'worklog', 'time', 'blockers', 'team', 'activity', 'settings'].map((name) => `app/${name}/${name}.ts`), 'app/settings/you.ts', 'app/settings/members.ts'], limit: 25_000 },
      },
      { kind: 'whole', html: 'sign-in/index.html', limit: 20_000 },
      { kind: 'whole', html: 'graphiql/index.html', limit: 2_200_000 },
    ]),
    appPaths(),
    sweep(),
    precompress(),
  ],
  // `npm run dev` shows the pages of the sources against a running server: DAYBOOK_API=http://127.0.0.1:8080.
  // The server compares Origin with Host, so the browser's Host stays.
  server: { proxy: { '/graphql': { target: api, ws: true, changeOrigin: false }, '/auth': { target: api, changeOrigin: false } } },
  test: { include: ['**/*.test.{ts,tsx}'] },
});
