import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { isComposeName } from '../../src/cli/form.ts';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files?: string;
  readonly args: readonly string[];
  readonly require_serial: boolean;
}

const read = (path: string): unknown => parse(readFileSync(join(import.meta.dirname, '../..', path), 'utf8'));
const hooks = read('.pre-commit-hooks.yaml') as readonly Hook[];
const { repos } = read('examples/pre-commit/.pre-commit-config.yaml') as { readonly repos: readonly { readonly repo: string; readonly rev: string; readonly hooks: readonly { readonly id: string }[] }[] };

test('the hooks', () => {
  expect(hooks.map(({ id }) => id)).toEqual(['zlm-lint', 'zlm-lint-fix', 'zlm-lint-run']);
});

test.each(hooks)('$id: starts the program of this package, once, and takes no path for an option', ({ entry, language, args, require_serial }) => {
  expect(Object.keys(manifest.bin)).toContain(entry.split(' ')[0]);
  expect({ language, last: args.at(-1), require_serial }).toEqual({ language: 'node', last: '--', require_serial: true });
});

const names = ['compose.yml', 'compose.yaml', 'docker-compose.yml', 'docker-compose.override.yml', 'compose-prod.yaml', 'compose_test.yml', 'docker-compose.a b.yml', 'composer.yml', 'docker-composer.yaml', 'my-compose.yml', 'docker-compose.yml.fixed', 'compose.json', 'Compose.yml'];

test.each(hooks.flatMap(({ id, files }) => (files === undefined ? [] : [{ id, files }])))('$id: takes the names that the program takes for Compose files, in every folder', ({ files }) => {
  const pattern = new RegExp(files);
  for (const name of names) {
    for (const path of [name, `deploy/${name}`, `--config=x/${name}`]) expect(pattern.test(path), path).toBe(isComposeName(name));
  }
  expect(names.filter((name) => pattern.test(name))).toHaveLength(7);
});

test('the configuration that we show names this repository, this version and hooks that there are', () => {
  expect(repos.map(({ repo, rev }) => ({ repo, rev }))).toEqual([{ repo: manifest.homepage, rev: `v${manifest.version}` }]);
  expect(manifest.repository.url).toBe(`git+${manifest.homepage}.git`);
  for (const { id } of repos[0]?.hooks ?? []) expect(hooks.map((hook) => hook.id)).toContain(id);
});
