// Writes dist: the program, what starts it, the doors of npm, of GitHub and of other programs, and the licences of what is inside.

import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundle, program, root } from './bundle.mjs';
import { packagesIn, thirdPartyLicenses } from './third-party.mjs';

const { code, launcher, metafiles } = await bundle().catch(() => process.exit(1));

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
const executables = { 'zlm-lint.cjs': hashbang + launcher, 'npm.cjs': forNpm };
const others = {
  'program.cjs': code,
  'action.cjs': forAction,
  'index.cjs': library,
  'index.mjs': libraryModule,
  'index.d.cts': declarations,
  'index.d.mts': declarations,
  THIRD_PARTY_LICENSES: thirdPartyLicenses(packagesIn(metafiles)),
};
for (const [name, text] of Object.entries({ ...executables, ...others })) {
  const file = join(root, 'dist', name);
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, text);
  await chmod(unfinished, name in executables ? 0o755 : 0o644);
  await rename(unfinished, file);
}
