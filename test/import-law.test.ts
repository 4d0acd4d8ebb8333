import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

interface Message {
  readonly ruleId: string | null;
  readonly fatal?: boolean;
  readonly message: string;
}
interface Eslint {
  lintText(code: string, options: { filePath: string }): Promise<readonly [{ readonly messages: readonly Message[] }]>;
}

// ESLint 8 brings no types. The files of these cases do not exist, so rules that need types are off.
const require = createRequire(import.meta.url);
const { ESLint } = require('eslint') as { ESLint: new (options: object) => Eslint };
const eslint = new ESLint({ overrideConfig: { extends: ['plugin:@typescript-eslint/disable-type-checked'] } });

const lawRules = ['no-restricted-imports', 'no-restricted-globals', 'no-restricted-syntax', 'max-lines'];

async function broken(filePath: string, code: string): Promise<string[]> {
  const [{ messages }] = await eslint.lintText(code, { filePath });
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return messages.flatMap(({ ruleId }) => (ruleId !== null && lawRules.includes(ruleId) ? [ruleId] : []));
}

/** One file of each layer at each depth it is likely to have: what it may import, and what it may not. */
const imports: Record<string, { may: readonly string[]; never: readonly string[] }> = {
  'src/model/x.ts': {
    may: ['./port.ts', './deep/port.ts'],
    never: ['../text/edits.ts', '../ports/x.ts', '../lint.ts', '../../rules/index.ts', 'yaml', 'node:fs'],
  },
  'src/model/deep/x.ts': {
    may: ['./y.ts', '../port.ts', '../other/port.ts'],
    never: ['../../text/edits.ts', '../../lint.ts', '../../../rules/index.ts', './../../text/edits.ts'],
  },
  'src/text/x.ts': {
    may: ['./edits.ts', '../model/source.ts', 'get-east-asian-width'],
    never: ['../ports/x.ts', '../load/compose/x.ts', '../rule.ts', '../model/../report/x.ts', './../report/x.ts', 'picocolors', 'diff', 'node:path', 'fs'],
  },
  'src/ports/x.ts': {
    may: ['./span.ts', '../model/port.ts'],
    never: ['../text/edits.ts', '../load/x.ts', '../zlm/x.ts', '../cost/x.ts', 'yaml', 'node:util'],
  },
  'src/load/x.ts': {
    may: ['./compose/load-compose.ts', '../model/port.ts', '../text/edits.ts', '../ports/x.ts', 'yaml', 'yaml/util', 'unbash'],
    never: ['../zlm/x.ts', '../cost/x.ts', '../report/x.ts', '../fix/x.ts', '../rule.ts', '../cli/x.ts', '../../rules/index.ts', 'diff', 'node:fs'],
  },
  'src/load/compose/x.ts': {
    may: ['./parse.ts', '../variables.ts', '../shell/x.ts', '../../model/port.ts', '../../text/edits.ts', '../../ports/x.ts', '../../../rules/_facts/ports.json', 'yaml', 'unbash'],
    never: [
      '../../zlm/x.ts', '../../cost/x.ts', '../../report/x.ts', '../../fix/x.ts', '../../rule.ts', '../../lint.ts', '../../cli/x.ts',
      '../../../rules/index.ts', '../../../rules/a-rule/check.ts', 'fs/promises', 'node:fs/promises',
    ],
  },
  'src/zlm/x.ts': {
    may: ['./y.ts', '../model/port.ts', '../text/edits.ts', '../ports/x.ts', '../../rules/_facts/ports.json'],
    never: ['../load/x.ts', '../cost/x.ts', '../rule.ts', '../../rules/index.ts', '../../rules/a-rule/check.ts', '../../rules/a-rule/rule.json', 'yaml', 'node:fs'],
  },
  'src/config/x.ts': {
    may: ['./y.ts', './validator.mjs', '../rule.ts', '../model/port.ts', '../text/nearest.ts', '../ports/x.ts', 'yaml', 'ignore'],
    never: ['../load/x.ts', '../cost/x.ts', '../zlm/x.ts', '../lint.ts', '../report/x.ts', '../cli/x.ts', '../../rules/index.ts', '../../schema/zlm-lint.schema.json', 'ajv', 'node:fs'],
  },
  'src/cost/x.ts': {
    may: ['./y.ts', '../model/port.ts', '../ports/x.ts', '../../rules/_facts/ports.json'],
    never: ['../text/edits.ts', '../zlm/x.ts', '../load/x.ts', '../rule.ts', '../../rules/index.ts', 'node:os'],
  },
  'src/suppress/x.ts': {
    may: ['./y.ts', '../model/finding.ts', '../text/lines.ts'],
    never: ['../rule.ts', '../lint.ts', '../load/comments.ts', '../ports/x.ts', '../zlm/x.ts', '../fix/x.ts', '../report/x.ts', '../cli/x.ts', '../../rules/index.ts', 'yaml', 'node:crypto'],
  },
  'src/rule.ts': {
    may: ['./model/finding.ts', './ports/x.ts', './zlm/x.ts', './cost/x.ts'],
    never: ['./load/x.ts', './lint.ts', './report/x.ts', './fix/x.ts', '../rules/index.ts', 'yaml', 'node:fs'],
  },
  'rules/a-rule/check.ts': {
    may: [
      './rule.json', './span.ts', '../_facts/ports.json', '../../src/rule.ts', '../../src/model/port.ts', '../../src/ports/x.ts',
      '../../src/zlm/x.ts', '../../src/cost/x.ts',
    ],
    never: [
      '../another-rule/check.ts', '../another-rule/rule.json', '../index.ts', '../../src/lint.ts', '../../src/load/compose/x.ts', '../../src/text/edits.ts',
      '../../src/fix/x.ts', '../../src/report/x.ts', '../../src/cli/x.ts', '../../package.json', 'yaml', 'picocolors', 'node:fs', 'fs',
    ],
  },
  'rules/_facts/x.ts': {
    may: ['./ports.json', '../../src/model/port.ts'],
    never: ['../a-rule/check.ts', '../index.ts', '../../src/zlm/x.ts', 'node:fs'],
  },
  'rules/index.ts': {
    may: ['./a-rule/check.ts', './a-rule/rule.json', '../src/rule.ts'],
    never: ['../src/lint.ts', '../src/load/x.ts', '../src/cli/x.ts', 'node:fs'],
  },
  'src/lint.ts': {
    may: ['./rule.ts', './suppress/x.ts', './fix/x.ts', './model/port.ts', './text/edits.ts', './ports/x.ts', './zlm/x.ts', './cost/x.ts'],
    never: ['./bin.ts', './load/x.ts', './load/compose/x.ts', './report/x.ts', './cli/x.ts', '../rules/index.ts', '../rules/a-rule/check.ts', 'yaml', 'node:fs'],
  },
  'src/fix/x.ts': {
    may: ['./y.ts', '../lint.ts', '../rule.ts', '../model/port.ts', '../text/edits.ts', '../ports/x.ts', '../zlm/x.ts', '../cost/x.ts'],
    never: ['../bin.ts', '../load/x.ts', '../report/x.ts', '../cli/x.ts', '../../rules/index.ts', '../../rules/a-rule/rule.json', 'yaml', 'diff', 'node:fs'],
  },
  'src/report/x.ts': {
    may: ['./words.ts', '../text/edits.ts', '../model/port.ts', '../ports/x.ts', '../cost/x.ts', '../rule.ts', '../../rules/a-rule/rule.json', 'picocolors', 'diff', 'sarif'],
    never: [
      '../load/x.ts', '../zlm/x.ts', '../fix/x.ts', '../lint.ts', '../cli/x.ts', '../../rules/index.ts', '../../rules/a-rule/check.ts',
      'yaml', 'node:process', 'process', 'node:tty',
    ],
  },
  'src/new-layer/x.ts': {
    may: ['./y.ts'],
    never: ['../model/port.ts', '../load/x.ts', 'yaml', 'node:fs'],
  },
  'src/cli/x.ts': {
    may: ['../load/x.ts', '../report/x.ts', '../lint.ts', '../../rules/index.ts', 'commander', 'yaml', 'node:fs'],
    never: ['node:process', 'process', 'node:console'],
  },
  'src/action/x.ts': { may: ['../cli/x.ts', '../report/contract.ts', 'node:fs'], never: ['node:process', 'node:console'] },
  'src/library/x.ts': { may: ['../cli/x.ts', '../report/contract.ts', 'commander'], never: ['process', 'node:console'] },
  'src/bin.ts': {
    may: ['./cli/run.ts', 'node:process'],
    never: ['node:console'],
  },
};

for (const [file, { may, never }] of Object.entries(imports)) {
  test.each(may)(`${file} may import %s`, async (source) => {
    expect(await broken(file, `import type { X } from '${source}';`)).toEqual([]);
    expect(await broken(file, `export type { X } from '${source}';`)).toEqual([]);
  });
  test.each(never)(`${file} may not import %s`, async (source) => {
    expect(await broken(file, `import type { X } from '${source}';`)).toEqual(['no-restricted-imports']);
    expect(await broken(file, `export type * from '${source}';`)).toEqual(['no-restricted-imports']);
  });
}

const exits = ['process.exitCode = 1;', 'process.exit(1);', "process['exit'](1);", 'const { exit } = process;'];
const prints = ['console.log(1);', 'globalThis.console.log(1);'];
const lazy = "void import('../report/x.ts');";

const code: Record<string, { may: readonly string[]; never: readonly string[] }> = {
  'src/model/x.ts': {
    may: ['export interface A {}', 'export type B = 1;', "import type { A } from './a.ts';"],
    never: ['export const a = 1;', 'export enum A {}', 'let a;', 'f();', "import './a.ts';", ...prints],
  },
  'src/load/compose/x.ts': { may: ["void import('./shell.ts');"], never: ['void process.env;', 'void process;', lazy, ...exits, ...prints] },
  'src/lint.ts': { may: [], never: ['void process;', ...exits, ...prints, "void import('./report/x.ts');"] },
  'src/report/x.ts': { may: [], never: ['void process.stdout;', lazy, ...exits, ...prints] },
  'rules/a-rule/check.ts': { may: [], never: ['void process;', ...exits, ...prints, "void import('node:fs');"] },
  'src/cli/x.ts': { may: ['void process.stdout;', lazy], never: [...exits, ...prints] },
  'src/action/x.ts': { may: [lazy], never: [...exits, ...prints] },
  'src/library/x.ts': { may: ['void process.cwd();'], never: [...exits, ...prints] },
  'src/bin.ts': { may: exits, never: prints },
};

for (const [file, { may, never }] of Object.entries(code)) {
  test.each(may)(`${file} may say %s`, async (line) => {
    expect(await broken(file, line)).toEqual([]);
  });
  test.each(never)(`${file} may not say %s`, async (line) => {
    expect(await broken(file, line)).not.toEqual([]);
  });
}

test.each(['src/load/x.ts', 'src/cli/x.ts', 'rules/a-rule/check.ts'])('%s ends at line 300', async (file) => {
  expect(await broken(file, '// a line\n'.repeat(299))).toEqual([]);
  expect(await broken(file, '// a line\n'.repeat(301))).toEqual(['max-lines']);
});

test('every folder of src has a row of its own', async () => {
  const folders = readdirSync(new URL('../src', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) {
    const [{ messages }] = await eslint.lintText("import 'node:process';", { filePath: `src/${name}/x.ts` });
    expect(messages.find(({ ruleId }) => ruleId === 'no-restricted-imports')?.message, name).not.toContain('"unnamed"');
  }
});

test('CONTRIBUTING.md says the same law', () => {
  const law = new Set(JSON.stringify(require('../.eslintrc.cjs')).match(/(?<=The layer \\")\w+\\" may import .*?(?=: see the law)/g));
  const rows = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8').matchAll(/^\| (\w+) \| .* \| (.*) \|$/gm);
  const written = Array.from(rows, ([, layer, may]) => `${layer}\\" may import ${may}`);
  expect(law.size).toBeGreaterThan(10);
  expect(written).toEqual(expect.arrayContaining([...law]));
});
