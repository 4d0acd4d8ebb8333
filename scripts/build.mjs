// Bundles src/bin.ts and everything it needs into dist/zlm-lint.cjs, and the licences of what is inside beside it.

import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundledValidator } from './validator.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version, homepage } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const program = join(root, 'dist/zlm-lint.cjs');

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/bin.ts'],
  outfile: program,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  define: { ZLM_LINT_VERSION: JSON.stringify(version), ZLM_LINT_HOMEPAGE: JSON.stringify(homepage) },
  // yaml hands Node its CommonJS files, of which nothing can be left out; its other build is the same code as ES modules.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  // The configuration's schema, compiled; ajv is a development dependency and has to stay one.
  plugins: [bundledValidator],
  // A CommonJS bundle has no import.meta.url: code that asks for it works in tests and fails here.
  logOverride: { 'empty-import-meta': 'error' },
  logLevel: 'warning',
  metafile: true,
  write: false,
}).catch(() => process.exit(1));

const folders = new Set(Object.keys(metafile.inputs).flatMap((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
const licences = await Promise.all(
  [...folders].sort().map(async (folder) => {
    const names = await readdir(join(root, folder));
    const file = names.find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined) throw new Error(`${folder} has no licence file`);
    return `${folder.slice('node_modules/'.length)}\n\n${(await readFile(join(root, folder, file), 'utf8')).trim()}\n`;
  }),
);

// Node 20 takes --env-file for itself wherever it stands, unless -- comes before the program. Not every env can split a line (-S):
// a shell reads the second line, which for Node is a text and a comment.
const hashbang = `#!/bin/sh\n':' //; exec node -- "$0" "$@"\n`;
// npm makes a command of the first line also where there is no shell.
const forNpm = "#!/usr/bin/env -S node --\nrequire('./zlm-lint.cjs');\n";
const code = outputFiles[0].text.replace(/^#!.*\n/, '');

// Whoever runs the program meanwhile sees the old file or the new one, never half of it.
await mkdir(dirname(program), { recursive: true });
for (const [file, text] of [[program, hashbang + code], [join(root, 'dist/npm.cjs'), forNpm]]) {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, text);
  await chmod(unfinished, 0o755);
  await rename(unfinished, file);
}
await writeFile(join(root, 'dist/LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
