import { readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.json', '.md', '.svg', '.ttf']);

/** Writes name.gz beside each text file of the output when that saves at least a tenth; handler.go serves it. */
export function precompress(): Plugin {
  let directory = '';
  return {
    name: 'daybook-precompress',
    apply: 'build',
    configResolved(config) {
      directory = config.build.outDir;
    },
    async closeBundle(error?: Error) {
      if (error) return;
      for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !COMPRESSIBLE.has(extname(entry.name))) continue;
        const path = join(entry.parentPath, entry.name);
        const body = await readFile(path);
        const packed = gzipSync(body, { level: constants.Z_BEST_COMPRESSION });
        if (packed.length < body.length * 0.9) await writeFile(`${path}.gz`, packed);
      }
    },
  };
}
