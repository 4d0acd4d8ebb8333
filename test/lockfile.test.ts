import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json'));
const lockfile = JSON.parse(read('package-lock.json'));

test('the lockfile holds no registry addresses', () => {
  const addressed = Object.entries<{ resolved?: string }>(lockfile.packages).filter(([, { resolved }]) => resolved !== undefined);
  expect(addressed).toEqual([]);
});

test('Node 20.19 is enough', () => {
  expect(manifest.engines.node).toBe('>=20.19.0');
});

test('whoever installs the package installs nothing else, and nothing is run', () => {
  expect(manifest.dependencies).toBeUndefined();
  // npm pack, with which pre-commit up to 4.6.0 installs, takes what such a script prints for the name of the package. Later ones and npx install
  // from git; npm 11 first prepares what has such a script, build among them, and with -g leaves a link to a directory that it has removed.
  expect(Object.keys(manifest.scripts).filter((name) => /^(?:build$|(?:pre|post)?(?:install|prepare|pack|prepublish|publish))/.test(name))).toEqual([]);
  expect(manifest.workspaces).toBeUndefined();
});

test('only esbuild, which fetches nothing where its binary is there, runs a script when the tools of the project are installed', () => {
  const scripted = Object.entries<{ hasInstallScript?: boolean; optional?: boolean }>(lockfile.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  expect(scripted.map(([path, { optional = false }]) => [path, optional])).toEqual([['node_modules/esbuild', false]]);
});

test('the lockfile belongs to the manifest', () => {
  const { version, engines, devDependencies } = lockfile.packages[''];
  expect({ version, engines, devDependencies }).toEqual({
    version: manifest.version,
    engines: manifest.engines,
    devDependencies: manifest.devDependencies,
  });
});
