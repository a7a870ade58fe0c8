import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Fails the build when a page can load more than its budget, and prints what each page weighs.
 *
 * A file counts when the page names it, or when a file the page reaches names it. Reading names out of the
 * output finds lazy chunks, style sheets, fonts and workers alike, and can only count too much.
 *
 * @param limits path of the page's HTML in the output, to bytes after gzip
 */
export function budget(limits: Readonly<Record<string, number>>): Plugin {
  return {
    name: 'daybook-budget',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = new Map(
          Object.entries(bundle).map(([name, file]) => [name, Buffer.from(file.type === 'chunk' ? file.code : file.source)]),
        );
        for (const [page, limit] of Object.entries(limits)) {
          const reached = reach(page, files);
          const bytes = [...reached].reduce((sum, name) => sum + gzipSync(files.get(name) ?? '').length, 0);
          const line = `${page}: ${kilobytes(bytes)} of ${kilobytes(limit)} gzip in ${reached.size} files`;
          if (bytes > limit) this.error(`over budget: ${line}`);
          this.info(line);
        }
      },
    },
  };
}

function reach(page: string, files: ReadonlyMap<string, Buffer>): Set<string> {
  if (!files.has(page)) throw new Error(`no page ${page} in the output`);
  const reached = new Set([page]);
  for (const name of reached) {
    const text = files.get(name)?.toString() ?? '';
    for (const candidate of files.keys()) {
      if (!candidate.endsWith('.html') && !candidate.endsWith('.map') && text.includes(basename(candidate))) reached.add(candidate);
    }
  }
  return reached;
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
