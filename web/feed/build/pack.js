// Holds the built package to what it promises: every entry is there, is imported under Node without a document, has
// types that check, and the tarball keeps its size. Run by `npm run build:feed`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { URL, fileURLToPath, pathToFileURL } from 'node:url';

const LIMIT = 120_000;
const here = fileURLToPath(new URL('..', import.meta.url));
const { exports: entries, dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const own = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8')).dependencies;
for (const [name, version] of Object.entries(dependencies)) if (own[name] !== version) throw new Error(`${name}: the package asks for ${version}, it is built with ${own[name]}`);

const [{ files, size }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], { cwd: here, encoding: 'utf8' }));
const packed = new Set(files.map(({ path }) => `./${path}`));
const paths = Object.entries(entries).flatMap(([entry, target]) => (typeof target === 'string' ? [[entry, target]] : Object.values(target).map((path) => [entry, path])));
const languages = ['ar', 'de', 'en', 'fr'];
const all = paths.flatMap(([entry, path]) => (entry.includes('*') ? languages.map((name) => [entry.replace('*', name), path.replace('*', name)]) : [[entry, path]]));
for (const [entry, path] of all) {
  if (!packed.has(path)) throw new Error(`${entry} names ${path}, which is not packed`);
  if (path.endsWith('.js')) await import(pathToFileURL(join(here, path)).href);
}
if (size > LIMIT) throw new Error(`the tarball has ${size} bytes of ${LIMIT}`);

// A project that has installed the package, under both ways of finding it.
const project = mkdtempSync(join(tmpdir(), 'daybook-feed-'));
try {
  symlinkSync(join(here, '../node_modules'), join(project, 'node_modules'));
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(project, 'use.ts'),
    `import { DaybookFeed, configureDaybook, type FeedEventMap, type Strings } from 'daybook-feed';
import 'daybook-feed/define';
import 'daybook-feed/daybook-feed.js';
import de from 'daybook-feed/strings/de';
import type { DaybookFeedAttributes } from 'daybook-feed/jsx';
configureDaybook({ endpoint: '/graphql', getToken: () => Promise.resolve('') });
const feed: DaybookFeed = document.createElement('daybook-feed');
const words: Strings = de;
feed.strings = words;
feed.filter = { entityId: 'tsk_1' };
const jsx: DaybookFeedAttributes = { 'page-size': 10 };
const told: FeedEventMap['daybook-load']['detail']['count'] = feed.items.length + Object.keys(jsx).length;
export { told };
`,
  );
  for (const [module, moduleResolution] of [['ESNext', 'Bundler'], ['NodeNext', 'NodeNext']]) {
    const options = { strict: true, noEmit: true, skipLibCheck: false, target: 'ES2022', lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [], module, moduleResolution, preserveSymlinks: true, paths: Object.fromEntries(all.filter(([, path]) => path.endsWith('.d.ts')).map(([entry, path]) => [`daybook-feed${entry.slice(1)}`, [join(here, path)]])) };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
    execFileSync(process.execPath, [createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', project], { stdio: 'inherit' });
  }
} finally {
  rmSync(project, { recursive: true });
}
process.stdout.write(`daybook-feed: ${all.length} entries, ${(size / 1000).toFixed(1)} kB packed of ${LIMIT / 1000} kB\n`);
