/*
 * Writes name.generated.ts beside each name.graphql of the application: its operations as short strings, with the types
 * of their variables and answers, from the contract. With --check nothing is written, and a difference is a failure.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { Kind, buildASTSchema, parse, print, specifiedRules, stripIgnoredCharacters, validate, visit } from 'graphql';

const root = fileURLToPath(new URL('../src/app', import.meta.url));
const contract = fileURLToPath(new URL('../../schema.graphqls', import.meta.url));

const CONFIG = {
  avoidOptionals: { field: true },
  enumType: 'string-literal',
  immutableTypes: true,
  skipTypename: true,
  strictScalars: true,
  scalars: { ID: 'string', DateTime: 'string', Date: 'string', TimeZone: 'string', URI: 'string', JSON: 'Record<string, unknown>' },
};

const HEADER = '// Written by `npm run generate` from the .graphql file beside it and the contract. Do not edit.\n';

/** Every fragment that the definition needs, its own ones' included. */
function fragmentsOf(definition, fragments, found = new Map()) {
  visit(definition, {
    FragmentSpread({ name: { value } }) {
      const fragment = fragments.get(value);
      if (fragment === undefined || found.has(value)) return;
      found.set(value, fragment);
      fragmentsOf(fragment, fragments, found);
    },
  });
  return found;
}

async function generate(file, { schema, schemaText, fragments }) {
  const own = file.document.definitions;
  const needed = new Map(own.flatMap((definition) => [...fragmentsOf(definition, fragments)]));
  const foreign = [...needed.values()].filter((fragment) => !own.includes(fragment));
  // A fragment's own file need not use it.
  const rules = specifiedRules.filter((rule) => rule.name !== 'NoUnusedFragmentsRule');
  const problems = validate(schema, { kind: Kind.DOCUMENT, definitions: [...own, ...foreign] }, rules);
  if (problems.length > 0) throw new Error(problems.map((problem) => `${file.name}: ${problem.message}`).join('\n'));

  const types = await codegen({
    filename: `${file.name}.ts`,
    schema: schemaText,
    schemaAst: schema,
    documents: [{ location: file.name, document: { kind: Kind.DOCUMENT, definitions: [...own, ...foreign] } }],
    config: CONFIG,
    plugins: [{ operations: {} }],
    pluginMap: { operations },
  });
  const runnable = own.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const constants = runnable.map((operation) => {
    const text = stripIgnoredCharacters([operation, ...fragmentsOf(operation, fragments).values()].map(print).join('\n'));
    const kind = operation.operation[0].toUpperCase() + operation.operation.slice(1);
    const name = operation.name.value[0].toUpperCase() + operation.name.value.slice(1);
    const type = `${name}${name.endsWith(kind) ? '' : kind}`;
    return `export const ${name}Document = ${JSON.stringify(text)} as Document<${type}, ${type}Variables>;\n`;
  });
  const depth = relative(root, file.path).split('/').length - 1;
  const home = depth === 0 ? './data/' : '../'.repeat(depth) + 'data/';
  const imports = constants.length > 0 ? `import type { Document } from '${home}document.ts';\n` : '';
  const used = types.replace(/\/\*\* Internal type[^\n]*\nexport type Incremental[^\n]*\n/, '').replace(/\/\*\* Internal type[^\n]*\n/g, '').replace(/\n{3,}/g, '\n\n');
  return `${HEADER}${imports}\n${used.trim()}\n${constants.length > 0 ? `\n${constants.join('')}` : ''}`;
}

const schemaText = parse(readFileSync(contract, 'utf8'));
const schema = buildASTSchema(schemaText);
const files = readdirSync(root, { recursive: true })
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => ({ name, path: join(root, name), document: parse(readFileSync(join(root, name), 'utf8'), { noLocation: true }) }));
const fragments = new Map(
  files.flatMap(({ document }) => document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment])),
);

const isCheck = process.argv.includes('--check');
for (const file of files) {
  const target = file.path.replace(/\.graphql$/, '.generated.ts');
  try {
    const text = await generate(file, { schema, schemaText, fragments });
    const before = existsSync(target) ? readFileSync(target, 'utf8') : '';
    if (text === before) continue;
    if (isCheck) throw new Error(`${relative(process.cwd(), target)} is out of date: run npm run generate`);
    writeFileSync(target, text);
  } catch (error) {
    // The other files are still written: one wrong document must not hold up everybody's.
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
