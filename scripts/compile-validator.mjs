// The check of a configuration against schema/zlm-lint.schema.json, compiled: what the program and the tests import as
// src/config/validator.mjs, which is no file. ajv itself never gets into the program: it would nearly double the start, so it
// stays a development dependency.

import { readFile } from 'node:fs/promises';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

const schemaFile = new URL('../schema/zlm-lint.schema.json', import.meta.url);

/** The source of the module; an Error when ajv's own code would be needed at run time. */
export async function validatorSource() {
  // What only a person reads would be part of the code.
  const schema = JSON.parse(await readFile(schemaFile, 'utf8'), (key, value) => (typeof value === 'string' && key === 'description' ? undefined : value));
  const ajv = new Ajv.default({ allErrors: true, messages: false, inlineRefs: false, code: { source: true, esm: true } });
  ajv.addSchema(schema, 'configuration');
  const code = standaloneCode.default(ajv, { validate: 'configuration' });
  if (/\brequire\(|\bimport\b/.test(code)) throw new Error('the compiled schema needs ajv at run time: use keywords that do not');
  return `${code}\nexport const keys = ${JSON.stringify(Object.fromEntries(keysIn(schema, schema, '')))};\n`;
}

/** The keys that each closed mapping may have, by its place in the data; `*` stands for the number of an entry. */
function* keysIn(root, { $ref, anyOf = [], properties = {}, additionalProperties, items }, place) {
  if ($ref !== undefined) yield* keysIn(root, root.definitions[$ref.split('/').at(-1)], place);
  if (additionalProperties === false) yield [place, Object.keys(properties)];
  for (const one of anyOf) yield* keysIn(root, one, place);
  for (const [key, value] of Object.entries(properties)) yield* keysIn(root, value, `${place}/${key}`);
  if (items !== undefined) yield* keysIn(root, items, `${place}/*`);
}

const MODULE = /\/validator\.mjs$/;

/** For esbuild. */
export const bundledValidator = {
  name: 'validator',
  setup(build) {
    build.onResolve({ filter: MODULE }, ({ path }) => ({ path, namespace: 'validator' }));
    build.onLoad({ filter: /.*/, namespace: 'validator' }, async () => ({ contents: await validatorSource(), loader: 'js' }));
  },
};

/** For Vitest. */
export const testedValidator = {
  name: 'validator',
  enforce: 'pre',
  resolveId: (id) => (MODULE.test(id) ? '\0validator' : null),
  load: (id) => (id === '\0validator' ? validatorSource() : null),
};
