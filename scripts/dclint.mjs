// dclint for those who compare with it; bench/speed/package.json says which.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { dependencies } = JSON.parse(readFileSync(new URL('../bench/speed/package.json', import.meta.url), 'utf8'));
export const DCLINT = `dclint@${dependencies.dclint}`;

/** Installs it into a package of its own, so that npm does not look for one further up; no script of a package is run. Returns its program. */
export function installDclint(work) {
  writeFileSync(join(work, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel', 'error', DCLINT], { cwd: work, stdio: ['ignore', 2, 2] });
  const { bin } = JSON.parse(readFileSync(join(work, 'node_modules/dclint/package.json'), 'utf8'));
  const program = join(work, 'node_modules/dclint', typeof bin === 'string' ? bin : bin.dclint);
  if (!existsSync(program)) throw new Error(`${DCLINT} has no program ${program}`);
  return program;
}
