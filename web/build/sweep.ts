import { readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Empties the output after a build instead of before it: what this build did not write is removed once the rest is
 * there. So the folder is never empty, which Go would refuse to embed, and a failed build leaves the last one alone.
 *
 * @param others pages that are built by themselves: their folders stay as they are
 */
export function sweep(others: readonly string[]): Plugin {
  const theirs = others.flatMap((page) => [`${page}/`, `assets/${page}/`]);
  return {
    name: 'daybook-sweep',
    apply: 'build',
    config: () => ({ build: { emptyOutDir: false } }),
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) throw new Error('the build has no output folder');
      const written = new Set(Object.keys(bundle));
      for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        const name = relative(dir, path).replaceAll('\\', '/');
        if (entry.isFile() && !written.has(name) && !theirs.some((folder) => name.startsWith(folder))) await rm(path);
      }
    },
  };
}
