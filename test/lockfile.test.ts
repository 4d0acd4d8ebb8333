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

test('the program needs exactly the agreed packages', () => {
  expect(Object.keys(manifest.dependencies).sort()).toEqual(['commander', 'diff', 'get-east-asian-width', 'ignore', 'picocolors', 'unbash', 'yaml']);
});

test('none of them brings another or runs a script when installed', () => {
  for (const name of Object.keys(manifest.dependencies)) {
    const locked = lockfile.packages[`node_modules/${name}`];
    expect(Object.keys(locked.dependencies ?? {}), name).toEqual([]);
    expect(locked.hasInstallScript ?? false, name).toBe(false);
  }
});

test('the lockfile belongs to the manifest', () => {
  const { version, engines, dependencies, devDependencies } = lockfile.packages[''];
  expect({ version, engines, dependencies, devDependencies }).toEqual({
    version: manifest.version,
    engines: manifest.engines,
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
  });
});
