import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** What a page may weigh: bytes after gzip of everything it can load, lazy chunks, workers and fonts too. */
export interface PageBudget {
  kind: 'whole';
  html: string;
  limit: number;
}

/**
 * What the first page of an application may weigh, and each other page beyond what they share. A page is the chunk that
 * holds a module. Other lazy chunks (dialogs, languages, charts) come when somebody asks for them and are not counted.
 */
export interface AppBudget {
  kind: 'app';
  html: string;
  first: { module: string; limit: number };
  others: { modules: readonly string[]; limit: number };
}

export type Budget = PageBudget | AppBudget;

/** Fails the build when something is over its budget, and prints what each thing weighs. */
export function budget(one: Budget | undefined): Plugin {
  return {
    name: 'daybook-budget',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        if (!one) this.error('vite build needs --mode and the name of a page');
        const files = new Map(Object.entries(bundle).map(([name, file]) => [name, Buffer.from(file.type === 'chunk' ? file.code : file.source)]));
        const judge = (what: string, names: ReadonlySet<string>, limit: number) => {
          const bytes = [...names].reduce((sum, name) => sum + gzipSync(files.get(name) ?? '').length, 0);
          const line = `${what}: ${kilobytes(bytes)} of ${kilobytes(limit)} gzip in ${names.size} files`;
          if (bytes > limit) this.error(`over budget: ${line}`);
          this.info(line);
        };
        if (one.kind === 'whole') {
          judge(one.html, reach(one.html, files), one.limit);
          return;
        }
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const shared = new Set([one.html, ...named(files.get(one.html)?.toString() ?? '', files)]);
        for (const name of [...shared]) for (const chunk of imported(name, chunks)) shared.add(chunk);
        const first = new Set([...shared, ...imported(holder(one.first.module, chunks), chunks)]);
        judge(`${one.first.module} as first page`, first, one.first.limit);
        for (const module of one.others.modules) {
          const own = imported(holder(module, chunks), chunks);
          judge(module, new Set([...own].filter((name) => !shared.has(name))), one.others.limit);
        }
      },
    },
  };
}

/** The chunk with this module, by the end of its path. */
function holder(module: string, chunks: readonly Rolldown.OutputChunk[]): string {
  const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(module)));
  if (!chunk) throw new Error(`no chunk holds ${module}`);
  return chunk.fileName;
}

/** The chunk and all it cannot run without. */
function imported(name: string, chunks: readonly Rolldown.OutputChunk[]): Set<string> {
  const found = new Set([name]);
  for (const one of found) for (const next of chunks.find(({ fileName }) => fileName === one)?.imports ?? []) found.add(next);
  return found;
}

/** The files of the output whose names stand in a text. Reading names out of the output can only count too much. */
function named(text: string, files: ReadonlyMap<string, Buffer>): string[] {
  return [...files.keys()].filter((name) => !name.endsWith('.html') && !name.endsWith('.map') && text.includes(basename(name)));
}

function reach(page: string, files: ReadonlyMap<string, Buffer>): Set<string> {
  if (!files.has(page)) throw new Error(`no page ${page} in the output`);
  const reached = new Set([page]);
  for (const name of reached) for (const candidate of named(files.get(name)?.toString() ?? '', files)) reached.add(candidate);
  return reached;
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
