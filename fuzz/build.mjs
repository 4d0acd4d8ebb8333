// Bundles what is in TypeScript here, for Node 20, which does not run it as it is; for V8's counters the code stays as it is written.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundledValidator } from '../scripts/compile-validator.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** The path of the module `fuzz/<name>.ts` as one file. */
export async function bundled(name) {
  const folder = join(root, 'node_modules/.cache/zlm-lint-fuzz');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [`fuzz/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    external: ['libxml2-wasm', 'vitest'],
    plugins: [bundledValidator],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outfile;
}
