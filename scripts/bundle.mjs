// What dist/program.cjs and dist/zlm-lint.cjs are made of: src/bin.ts with everything that it needs, and what starts it.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lazyModules } from './lazy-modules.mjs';
import { bundledValidator } from './compile-validator.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const program = join(root, 'dist/program.cjs');

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
  outfile: program,
  metafile: true,
};

/** The texts of both, and esbuild's lists of the files that are in them and of what they ask of Node. */
export async function bundle() {
  const { version, homepage } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: ['src/bin.ts'],
    define: { ZLM_LINT_VERSION: JSON.stringify(version), ZLM_LINT_HOMEPAGE: JSON.stringify(homepage) },
    // yaml hands Node its CommonJS files, of which nothing can be left out; its other build is the same code as ES modules.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    // The configuration's schema, compiled; ajv is a development dependency and has to stay one.
    plugins: [bundledValidator, lazyModules],
    // A CommonJS bundle has no import.meta.url: code that asks for it works in tests and fails here.
    logOverride: { 'empty-import-meta': 'error' },
  });
  // esbuild leaves characters in regular expressions as they are; there an escape means the same.
  const code = outputFiles[0].text.replace(/[^\x00-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const launcher = await build({
    ...options,
    entryPoints: ['src/launch.ts'],
    define: { ZLM_LINT_VERSION: JSON.stringify(version), ZLM_LINT_BUILD: JSON.stringify(createHash('sha256').update(code).digest('hex').slice(0, 16)) },
  });
  return { code, launcher: launcher.outputFiles[0].text, metafiles: [metafile, launcher.metafile] };
}
