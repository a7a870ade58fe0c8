import { readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Empties the output after a build instead of before it: what this build did not write is removed once the rest is
 * there. So the folder is never empty, which Go would refuse to embed, and a failed build leaves the last one alone.
 */
export function sweep(): Plugin {
  return {
    name: 'daybook-sweep',
    apply: 'build',
    config: () => ({ build: { emptyOutDir: false } }),
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) throw new Error('the build has no output folder');
      const written = new Set(Object.keys(bundle));
      for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (entry.isFile() && !written.has(relative(dir, path).replaceAll('\\', '/'))) await rm(path);
      }
    },
  };
}
