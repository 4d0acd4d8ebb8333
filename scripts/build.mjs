// Bundles src/bin.ts and everything it needs into dist/program.cjs, and writes beside it what starts it: dist/zlm-lint.cjs, and the doors of npm,
// of GitHub and of other programs.

import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lazyModules } from './lazy-modules.mjs';
import { bundledValidator } from './validator.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version, homepage } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const program = join(root, 'dist/zlm-lint.cjs');

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
};

const { outputFiles, metafile } = await build({
  ...options,
  entryPoints: ['src/bin.ts'],
  outfile: join(root, 'dist/program.cjs'),
  define: { ZLM_LINT_VERSION: JSON.stringify(version), ZLM_LINT_HOMEPAGE: JSON.stringify(homepage) },
  // yaml hands Node its CommonJS files, of which nothing can be left out; its other build is the same code as ES modules.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  // The configuration's schema, compiled; ajv is a development dependency and has to stay one.
  plugins: [bundledValidator, lazyModules],
  // A CommonJS bundle has no import.meta.url: code that asks for it works in tests and fails here.
  logOverride: { 'empty-import-meta': 'error' },
  metafile: true,
}).catch(() => process.exit(1));
// esbuild leaves characters in regular expressions as they are; there an escape means the same.
const code = outputFiles[0].text.replace(/[^\x00-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const launcher = await build({
  ...options,
  entryPoints: ['src/launch.ts'],
  outfile: program,
  define: { ZLM_LINT_VERSION: JSON.stringify(version), ZLM_LINT_BUILD: JSON.stringify(createHash('sha256').update(code).digest('hex').slice(0, 16)) },
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
const forAction = "require('./zlm-lint.cjs').action();\n";
const library = "const { lint, fix } = require('./zlm-lint.cjs');\nmodule.exports = { lint, fix };\n";
const libraryModule = "import program from './zlm-lint.cjs';\nexport const { lint, fix } = program;\n";
// Types without imports of their own: what they import stands in the same file.
const types = (await Promise.all(['src/report/contract.ts', 'src/library/types.ts'].map((file) => readFile(join(root, file), 'utf8')))).map((text) => text.replace(/^import type .*\n+/gm, '')).join('\n');
const declarations = `${types}\nexport declare const lint: Lint;\nexport declare const fix: Fix;\n`;
// Whoever runs the program meanwhile sees the old file or the new one, never half of it.
await mkdir(dirname(program), { recursive: true });
const executables = { 'zlm-lint.cjs': hashbang + launcher.outputFiles[0].text, 'npm.cjs': forNpm };
const others = { 'program.cjs': code, 'action.cjs': forAction, 'index.cjs': library, 'index.mjs': libraryModule, 'index.d.cts': declarations, 'index.d.mts': declarations, 'LICENSES.txt': licences.join(`\n${'-'.repeat(80)}\n\n`) };
for (const [name, text] of Object.entries({ ...executables, ...others })) {
  const file = join(root, 'dist', name);
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, text);
  await chmod(unfinished, name in executables ? 0o755 : 0o644);
  await rename(unfinished, file);
}
