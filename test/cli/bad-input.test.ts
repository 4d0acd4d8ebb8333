import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { badInputs, type BadInput } from './bad-inputs.ts';
import { run, type Ran } from './main/run.ts';
import { temporaryDirectory } from './temporary-directory.ts';

// Every bad input that was tried, with what the program said to it. `UPDATE_GOLDEN=1` writes the list anew: each sentence is to be read as by somebody
// who made the mistake.

const listFile = join(import.meta.dirname, 'bad-input.txt');
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';
const languages = ['en', 'zh'] as const;

/** Enough for a machine that does other things, and far below what somebody would call a hang. */
const MOST_SECONDS = 10;
/** What somebody reads. A name that somebody chose may be longer. */
const LONGEST = 3000;

async function say({ args, files = {}, stdin = '', env = {}, prepare, asNobody }: BadInput, language: 'en' | 'zh'): Promise<Ran> {
  const cwd = temporaryDirectory(files);
  prepare?.(cwd);
  const loses = asNobody === true && process.getuid?.() === 0;
  if (loses) {
    chmodSync(cwd, 0o755);
    process.seteuid?.(65_534);
  }
  try {
    return await run(args, { cwd, stdin, env: { LC_ALL: language === 'zh' ? 'zh_CN.UTF-8' : 'C', ...env } });
  } finally {
    if (loses) process.seteuid?.(0);
    if (asNobody === true) for (const name of ['closed', 'compose.yml']) tryToOpen(join(cwd, name));
  }
}

function tryToOpen(path: string): void {
  try {
    chmodSync(path, 0o755);
  } catch {
    // It is not of this case.
  }
}

/** As it would be typed; what is long is told by its length. */
function typed(word: string): string {
  const short = word.length > 60 ? `${word.slice(0, 10)}… (${word.length} letters)` : word;
  return /^[\w./=,:@-]+$/.test(short) ? short : JSON.stringify(short);
}

function entry({ name, args }: BadInput, { code, stdout, stderr }: Ran): string {
  const said = [stdout, stderr].map((text) => text.trimEnd()).filter((text) => text !== '').join('\n');
  return [`## ${name}`, `$ zlm-lint ${args.map(typed).join(' ')}`.trimEnd(), `exit code ${code}`, '', said, '', ''].join('\n');
}

const cases = badInputs.flatMap((input) => languages.flatMap((language) => (language === 'en' || input.zh === true ? [{ input, language, title: `${input.name}, ${language}` }] : [])));
const parts = new Map((isUpdating ? '' : readFileSync(listFile, 'utf8')).split(/^(?=## )/m).filter((part) => part !== '').map((part) => [/^## (.*)/.exec(part)?.[1] ?? '', part]));

describe('what the program says to', () => {
  it.each(cases)('$title', async ({ input, language, title }) => {
    const before = process.cpuUsage();
    const ran = await say(input, language);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(MOST_SECONDS);
    const all = ran.stdout + ran.stderr;
    expect(all).not.toMatch(/^\s+at \S+ \(|RangeError|TypeError|SyntaxError|Maximum call stack|please report|undefined|\[object|\s\{\w+\}/m);
    expect(all).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(all.length).toBeLessThan(LONGEST);
    for (const line of ran.stderr.split('\n').slice(0, -1)) expect(line).toMatch(/^zlm-lint: ./);
    const text = entry({ ...input, name: title }, ran);
    if (isUpdating) parts.set(title, text);
    else expect(text).toBe(parts.get(title));
  });
});

it('levels of indentation that the stack does not reach are told', async () => {
  const text = `x-a:\n${Array.from({ length: 3000 }, (_, index) => `${' '.repeat(index + 1)}a:\n`).join('')}services: {zlm: {image: zlmediakit/zlmediakit:master}}\n`;
  const { code, stdout } = await run(['compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': text }) });
  expect([code, stdout]).toEqual([1, expect.stringContaining('This is not YAML that can be read: it is nested too deep')]);
});

it('the list holds each of them', () => {
  if (isUpdating) writeFileSync(listFile, [...parts.values()].join(''));
  expect([...parts.keys()]).toEqual(cases.map(({ title }) => title));
  expect(new Set(badInputs.map(({ name }) => name)).size).toBe(badInputs.length);
  expect(badInputs.length).toBeGreaterThan(180);
});
