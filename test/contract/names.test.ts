import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { optionRows, settings } from '../../src/cli/option-table.ts';
import { variableOf } from '../../src/cli/environment.ts';
import { rules } from '../../rules/index.ts';
import { clean, wide } from '../cli/main/files.ts';
import { run } from '../cli/main/run.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';

// What others write into their files and scripts: see docs/compatibility.md. UPDATE_CONTRACT=1 adds what is new, and takes nothing away.

const project = join(import.meta.dirname, '../..');
const namesFile = join(import.meta.dirname, 'names.txt');
const read = (name: string) => readFileSync(join(project, name), 'utf8');

function ofRules(): string[] {
  return rules.flatMap(({ meta }) => {
    const { id, messages } = meta;
    const { options } = JSON.parse(read(`rules/${id}/rule.json`)) as { readonly options?: { readonly properties?: object } };
    return [`rule ${id}`, ...Object.keys(messages).map((message) => `message ${id} ${message}`), ...Object.keys(options?.properties ?? {}).map((key) => `option of rule ${id} ${key}`)];
  });
}

function ofCommands(): string[] {
  return Object.entries(optionRows).flatMap(([command, rows]) => [
    `command ${command}`,
    ...rows.flatMap(({ flags, choices = [] }) => {
      const words = flags.match(/(?<![\w-])--?[\w-]+/g) ?? [];
      return [...words.map((word) => `option ${command} ${word}`), ...choices.map((choice) => `value ${command} ${words.at(-1)} ${choice}`)];
    }),
  ]);
}

function ofSettings(): string[] {
  return settings.flatMap((row) => [`setting ${row.setting}`, `variable ${variableOf(row)}`]);
}

function ofPlaces(): string[] {
  const action = parse(read('action.yml')) as { readonly inputs: object; readonly outputs?: object };
  const component = parseAllDocuments(read('templates/zlm-lint.yml'))[0]?.toJS() as { readonly spec: { readonly inputs: object } };
  const hooks = parse(read('.pre-commit-hooks.yaml')) as readonly { readonly id: string }[];
  const library = Object.keys((JSON.parse(read('package.json')) as { readonly exports: object }).exports);
  return [
    ...Object.keys(action.inputs).map((name) => `input of the action ${name}`),
    ...Object.keys(action.outputs ?? {}).map((name) => `output of the action ${name}`),
    ...Object.keys(component.spec.inputs).map((name) => `input of the component ${name}`),
    ...hooks.map(({ id }) => `hook ${id}`),
    ...library.map((name) => `entry of the package ${name}`),
    ...Array.from(read('dist/index.mjs').matchAll(/(?<=const \{|, )\s*(\w+)\s*(?=[,}])/g), ([, name]) => `function of the library ${name}`),
  ];
}

const names = [...ofRules(), ...ofCommands(), ...ofSettings(), ...ofPlaces()];

describe('the names that others write', () => {
  it('are those of names.txt; names may come, none goes', () => {
    const kept = readFileSync(namesFile, 'utf8').split('\n').slice(0, -1);
    expect(kept.filter((name) => !names.includes(name))).toEqual([]);
    if (process.env['UPDATE_CONTRACT'] === '1') writeFileSync(namesFile, [...kept, ...names.filter((name) => !kept.includes(name))].map((name) => `${name}\n`).join(''));
    expect(readFileSync(namesFile, 'utf8').split('\n').slice(0, -1).sort()).toEqual(names.sort());
  });

  it('are each there once', () => {
    expect(names.length).toBeGreaterThan(400);
    expect(new Set(names).size).toBe(names.length);
  });
});

it.each([
  [0, 'nothing at or above --fail-on', ['clean.yml']],
  [0, 'nothing to do with ZLMediaKit', ['other.yml']],
  [1, 'a finding at or above --fail-on', ['wide.yml']],
  [1, '--check or --diff where a file would change', ['--check', '--unsafe-fixes', 'wide.yml']],
  [2, 'a file that cannot be read', ['wide.yml', 'missing.yml']],
  [2, 'a request that is none', ['--nonsense', 'wide.yml']],
  [2, 'nothing to look at', ['empty']],
])('the exit code is %i for %s', async (code, _name, args) => {
  const cwd = temporaryDirectory({ 'clean.yml': clean, 'wide.yml': wide, 'other.yml': 'services: { web: { image: nginx } }\n', 'empty/readme.txt': '' });
  expect((await run(args, { cwd })).code).toBe(code);
});
