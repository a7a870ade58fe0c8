import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { appPaths } from './build/app-paths.ts';
import { type Budget, budget } from './build/budget.ts';
import { precompress } from './build/precompress.ts';
import { sweep } from './build/sweep.ts';

// Every page is a folder of src/ with its own index.html; handler.go says at which path each one stands. Each is built by
// itself, with `--mode` and its name, so that none waits for files that are small because they are shared.
const PAGES = ['app', 'sign-in', 'graphiql'];

// The application is one file that every page of it needs, and one for each page; beside them come only what somebody asks
// for: dialogs, languages, charts.
const SHARED = /[\\/]src[\\/](app[\\/](main\.ts$|app\.css|shell[\\/]|data[\\/]|ui[\\/])|shared[\\/][\w-]+\.(ts$|css|svg))|[\\/](lit|lit-html|lit-element|reactive-element|graphql-ws)[\\/]|preload-helper/;
const LATER = /\.de\.ts$|[\\/](chart-drawing|timer-start|timer-edit(-words)?(\.generated)?|timer-questions|shortcuts|sign-in-again)\.ts$/;
const TASKS = /[\\/]src[\\/]app[\\/](data[\\/]tasks|ui[\\/]elements[\\/]task-field)(\.generated)?\.ts$/;
const ACTIVITY = /[\\/]feed[\\/]src[\\/](?!strings[\\/](ar|de|fr)|extras|fallback)|[\\/]src[\\/]app[\\/]activity[\\/](?!statistics|exports|download|words\.de)/;
const GROUPS = [
  { name: 'app', test: (id: string) => SHARED.test(id) && !LATER.test(id) && !TASKS.test(id) },
  { name: 'tasks', test: TASKS },
  { name: 'activity', test: ACTIVITY },
];

const api = process.env.DAYBOOK_API ?? 'http://127.0.0.1:8080';

// Bytes after gzip, for everything a page can load: scripts, style sheets, workers, fonts (ux.md 6).
const budgets: Record<string, Budget> = {
  app: {
    kind: 'app',
    html: 'app/index.html',
    first: { module: 'app/today/today.ts', limit: 60_000 },
    others: { modules: [...['standups', 'worklog', 'time', 'blockers', 'team', 'activity', 'settings'].map((name) => `app/${name}/${name}.ts`), 'app/settings/you.ts', 'app/settings/members.ts'], limit: 25_000 },
  },
  'sign-in': { kind: 'whole', html: 'sign-in/index.html', limit: 20_000 },
  graphiql: { kind: 'whole', html: 'graphiql/index.html', limit: 2_200_000 },
};

export default defineConfig(({ mode: page }) => ({
  root: fileURLToPath(new URL('src', import.meta.url)),
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('dist', import.meta.url)),
    assetsDir: `assets/${page}`,
    target: 'es2022',
    // Data URIs are refused by the strict policy, so nothing is inlined.
    assetsInlineLimit: 0,
    // The notices that the licences of what is bundled ask for; handler.go serves them at /licenses.
    license: { fileName: `${page}/licenses.md` },
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      // "use client" marks of libraries for servers, which there are none of here.
      onLog: (level, log, show) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') show(level, log);
      },
      output: page === 'app' ? { codeSplitting: { includeDependenciesRecursively: false, groups: GROUPS } } : {},
      input: fileURLToPath(new URL(`src/${page}/index.html`, import.meta.url)),
    },
  },
  worker: { format: 'es' },
  plugins: [budget(budgets[page]), appPaths(), sweep(PAGES.filter((name) => name !== page)), precompress()],
  // `npm run dev` shows the pages of the sources against a running server: DAYBOOK_API=http://127.0.0.1:8080.
  // The server compares Origin with Host, so the browser's Host stays.
  server: { proxy: { '/graphql': { target: api, ws: true, changeOrigin: false }, '/auth': { target: api, changeOrigin: false } } },
  test: { include: ['**/*.test.{ts,tsx}'] },
}));
