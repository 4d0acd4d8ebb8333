import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { report, run } from '../cli/main/run.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';
import { compiled, declaredShape, printedShape } from './shape.ts';

// `--format json` and the library: see docs/compatibility.md. UPDATE_CONTRACT=1 adds what is new, and takes nothing away.

const shapeFile = join(import.meta.dirname, 'json-shape.txt');
const storedFile = join(import.meta.dirname, 'report-0.1.0.json');
const listsFile = join(import.meta.dirname, 'lists-shape.txt');
const paths = ['wvp/docker-compose.yml', 'typical/docker-compose.yml', 'suppressed/docker-compose.yml', 'suppressed/start.sh', 'anchored.yml', 'taken-away.yml', 'create.sh', 'long.yml'];
const isUpdating = process.env['UPDATE_CONTRACT'] === '1';

const typed = (...texts: readonly string[]) => `import type { Report } from '../../src/report/contract.ts';\n${texts.map((text, index) => `export const report${index}: Report = ${text};\n`).join('')}`;

/** Reports that together show every key. */
let reports: unknown[];
let contract: Map<string, string>;
/** What the other commands print, key by key. */
let lists: string[];

beforeAll(async () => {
  lists = [];
  const cwd = temporaryDirectory();
  cpSync(join(import.meta.dirname, 'project'), cwd, { recursive: true });
  const { json } = await report([...paths, 'missing.yml'], { cwd });
  const alone = ['--only', 'no-wide-port-range', 'wvp/docker-compose.yml'];
  await run(['--write-baseline', 'baseline.json', ...alone], { cwd });
  const { json: known } = await report(['--baseline', 'baseline.json', ...alone], { cwd });
  const { json: fixed } = await report(['--fix', '--no-backup', 'create.sh'], { cwd });
  for (const command of ['ports', 'cost', 'rules']) {
    const { stdout } = await run([command, '--format', 'json', ...(command === 'rules' ? [] : paths)], { cwd });
    // Message ids and options of rules are names of their own.
    const printed = printedShape(JSON.parse(stdout, (key, value: unknown) => (key === 'messages' || key === 'properties' ? { '*': Object.values(value as object).reduce((all, one) => ({ ...all, ...one }), {}) as unknown } : value)));
    lists.push(...Array.from(printed, ([way, kinds]) => `${command} ${way}: ${[...kinds].filter((kind) => kind !== 'null').sort().join(' | ')}`));
  }
  contract = declaredShape();
  reports = [json, known, fixed];
  if (isUpdating && !existsSync(storedFile)) writeFileSync(storedFile, `${JSON.stringify(reports, null, 2)}\n`);
});

describe('the JSON contract', () => {
  it('declares what json-shape.txt has, line by line; lines may come, none goes or changes', () => {
    const declared = Array.from(contract, ([way, held]) => `${way}: ${held}`);
    const kept = existsSync(shapeFile) ? readFileSync(shapeFile, 'utf8').split('\n').slice(0, -1) : [];
    expect(kept.filter((line) => !declared.includes(line))).toEqual([]);
    if (isUpdating) writeFileSync(shapeFile, [...kept, ...declared.filter((line) => !kept.includes(line))].map((line) => `${line}\n`).join(''));
    expect([...readFileSync(shapeFile, 'utf8').split('\n').slice(0, -1)].sort()).toEqual(declared.sort());
  });

  it('is kept by what is printed: no key that it does not declare, no other type, none missing', () => {
    expect(compiled(typed(...reports.map((one) => JSON.stringify(one)))).problems).toEqual([]);
  });

  it('is shown by these reports as a whole', () => {
    const printed = new Set(reports.flatMap((one) => [...printedShape(one).keys()]));
    expect([...contract.keys()].filter((key) => !printed.has(key))).toEqual([]);
  });

  it('gives whoever reads the report of version 0.1.0 the same keys with the same kinds of value', () => {
    const [before, now] = [JSON.parse(readFileSync(storedFile, 'utf8')) as unknown, reports].map((list) => printedShape({ reports: list }));
    const kindsOf = (shape: typeof before) => (key: string) => [...(shape?.get(key) ?? [])].filter((kind) => kind !== 'null').sort();
    const keys = [...(before?.keys() ?? [])];
    expect(keys.length).toBeGreaterThan(60);
    expect(keys.map((key) => [key, kindsOf(now)(key)])).toEqual(keys.map((key) => [key, kindsOf(before)(key)]));
  });

  it('would show a key that is gone, one of another type, and one that is not declared', () => {
    const [, , fixed] = reports.map((one) => JSON.stringify(one));
    const problems = (change: (text: string) => string) => compiled(typed(change(fixed ?? ''))).problems.join('\n');
    expect(problems((text) => text.replaceAll('"messageId":', '"message_id":'))).toMatch(/"message_id"' does not exist/);
    expect(problems((text) => text.replaceAll(/"line":(\d+)/g, '"line":"$1"'))).toMatch(/not assignable to type 'number'/);
    expect(problems((text) => text.replaceAll(/"severity":"\w+"/g, '"severity":"fatal"'))).toMatch(/"fatal"/);
    expect(problems((text) => text.replace(/"version":1,/, ''))).toMatch(/'version' is missing/);
  });
});

it('the other commands print what lists-shape.txt has; lines may come, none goes or changes', () => {
  const kept = existsSync(listsFile) ? readFileSync(listsFile, 'utf8').split('\n').slice(0, -1) : [];
  expect(kept.filter((line) => !lists.includes(line))).toEqual([]);
  if (isUpdating) writeFileSync(listsFile, [...kept, ...lists.filter((line) => !kept.includes(line))].map((line) => `${line}\n`).join(''));
  expect(readFileSync(listsFile, 'utf8').split('\n').slice(0, -1).sort()).toEqual([...lists].sort());
});
