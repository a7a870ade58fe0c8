import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Takes indentation and comments out of html`` and css`` templates. A space stays where one or more stood. */
export function minifyTemplates(): Plugin {
  return {
    name: 'daybook-feed-templates',
    apply: 'build',
    transform(code, id) {
      if (!/\/feed\/src\/(styles|view|extras)\.ts$/.test(id)) return;
      return {
        code: squeeze(code.replace(/css`([^`]*)`/g, (_, text: string) => `css\`${text.replace(/\/\*.*?\*\//gs, '').replace(/\s+/g, ' ').replace(/ ?([{};,>]) ?/g, '$1').replace(/: /g, ':').replace(/;}/g, '}').trim()}\``)),
        map: null,
      };
    },
  };
}

/** Takes line ends with their indentation out of html`` templates: none where only tags and values meet, else a space. */
const squeeze = (code: string): string => code.replace(/\n\s+/g, (gap, at: number) => (!inTemplate(code, at) ? gap : /[>}]/.test(code[at - 1] ?? '') && /[<$]/.test(code[at + gap.length] ?? '') ? '' : ' '));

/** Whether a place in the source stands in the text of a template, not in an expression of one. */
function inTemplate(code: string, at: number): boolean {
  const stack: string[] = [];
  for (let i = 0; i < at; i++) {
    const top = stack.at(-1);
    if (top === '`') {
      if (code[i] === '\\') i++;
      else if (code[i] === '`') stack.pop();
      else if (code[i] === '$' && code[i + 1] === '{') {
        stack.push('{');
        i++;
      }
    } else if (code[i] === '`') stack.push('`');
    else if (code[i] === '{') stack.push('{');
    else if (code[i] === '}') stack.pop();
    else if (code[i] === "'") i = code.indexOf("'", i + 1);
    else if (code[i] === '/' && code[i + 1] === '/') i = code.indexOf('\n', i);
    else if (code[i] === '/' && code[i + 1] === '*') i = code.indexOf('*/', i) + 1;
  }
  return stack.at(-1) === '`';
}

/** Fails the build when a file is larger than its budget after gzip. */
export function budget(name: string, limit: number): Plugin {
  return {
    name: 'daybook-feed-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const file = bundle[name];
        if (file?.type !== 'chunk') throw new Error(`no ${name} in the output`);
        const bytes = gzipSync(file.code).length;
        const line = `${name}: ${(bytes / 1000).toFixed(2)} kB of ${limit / 1000} kB gzip`;
        if (bytes > limit) this.error(`over budget: ${line}`);
        this.info(line);
      },
    },
  };
}

/** Puts the script, its languages and the example page where the server's binary embeds them, with gzip twins. */
export function publish(from: string, example: string, to: string): Plugin {
  return {
    name: 'daybook-feed-publish',
    apply: 'build',
    async closeBundle(error?: Error) {
      if (error) return;
      await rm(to, { recursive: true, force: true });
      await mkdir(to, { recursive: true });
      for (const name of await readdir(from)) {
        if (/^(daybook-feed|feed-\w+)\.js(\.map)?$/.test(name)) await cp(join(from, name), join(to, name));
      }
      await cp(example, to, { recursive: true });
      for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}

/** Leaves the text of libraries out of source maps: they are to be had elsewhere, and the package has a size to keep. */
export function lightMaps(): Plugin {
  return {
    name: 'daybook-feed-light-maps',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'asset' || !file.fileName.endsWith('.map')) continue;
          const map = JSON.parse(file.source.toString()) as { sources: string[]; sourcesContent: (string | null)[] };
          map.sourcesContent = map.sourcesContent.map((text, at) => (map.sources[at]?.includes('node_modules/') ? null : text));
          file.source = JSON.stringify(map);
        }
      },
    },
  };
}
