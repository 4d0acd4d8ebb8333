import type * as NodeFs from 'node:fs';
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { journalIn } from '../../src/cli/journal.ts';
import { readTextFile, type TextFile } from '../../src/cli/read-text.ts';
import { discardBegun, recover } from '../../src/cli/recover.ts';
import { writeFiles } from '../../src/cli/write-text.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** The process is killed before the call of this number that touches the disk; `torn`, `power`: what it leaves unfinished then. */
interface Fate {
  at: number;
  calls: number;
  how: 'killed' | 'torn' | 'power';
  readonly unsynced: Map<number, string>;
}

const fate = vi.hoisted((): Fate => ({ at: Infinity, calls: 0, how: 'killed', unsynced: new Map() }));

class Killed extends Error {}

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof NodeFs>();
  const dies = (): boolean => {
    fate.calls += 1;
    if (fate.calls === fate.at && fate.how === 'power') for (const path of fate.unsynced.values()) if (fs.existsSync(path)) fs.truncateSync(path, Math.floor(fs.statSync(path).size / 2));
    return fate.calls >= fate.at;
  };
  /** After its death a process does nothing more, whatever it has to catch and to clean up. */
  const mortal = <A extends unknown[], R>(act: (...args: A) => R): ((...args: A) => R) => (...args) => {
    if (dies()) throw new Killed();
    return act(...args);
  };
  const openSync = mortal((path: string, flags: number, mode?: number): number => {
    const fd = fs.openSync(path, flags, mode);
    if ((flags & fs.constants.O_CREAT) !== 0) fate.unsynced.set(fd, path);
    return fd;
  });
  const writeFileSync = (fd: number, bytes: Uint8Array): void => {
    if (fate.how === 'torn' && fate.calls + 1 === fate.at) fs.writeSync(fd, bytes, 0, Math.floor(bytes.length / 2));
    if (dies()) throw new Killed();
    fs.writeFileSync(fd, bytes);
  };
  // It would take most of the time; what has been synced is known.
  const fsyncSync = mortal((fd: number): void => void fate.unsynced.delete(fd));
  const names = ['fchmodSync', 'fchownSync', 'futimesSync', 'renameSync', 'linkSync', 'unlinkSync', 'rmSync'] as const;
  const others = Object.fromEntries(names.map((name) => [name, mortal(fs[name] as (...args: unknown[]) => unknown)]));
  return { ...fs, ...others, openSync, writeFileSync, fsyncSync, real: fs };
});

beforeEach(() => live());

function live(): void {
  Object.assign(fate, { at: Infinity, calls: 0, how: 'killed' });
  fate.unsynced.clear();
}

/** Whether the process was killed before it came to its end. */
function isKilled(at: number, how: Fate['how'], act: () => unknown): boolean {
  live();
  Object.assign(fate, { at, how });
  try {
    act();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  const killed = fate.calls >= at;
  live();
  return killed;
}

const before: Readonly<Record<string, string>> = { 'compose.yml': 'old compose', 'conf/config.ini': 'old ini', 'conf/other.ini': 'old other' };
const after: Readonly<Record<string, string>> = { 'compose.yml': 'new compose', 'conf/config.ini': 'new ini', 'conf/other.ini': 'new other', 'made/config.ini': 'made' };
const folders = ['.', 'conf', 'made'];

function start(): { readonly dir: string; readonly fix: () => void } {
  const dir = temporaryDirectory({ ...before, 'made/.keep': '', 'conf/other.ini.zlm-lint.bak': 'old other' });
  const load = (name: string): TextFile => {
    const read = readTextFile(join(dir, name), { maxBytes: 1000 });
    if (!read.ok) throw new Error(read.error.code);
    return read.file;
  };
  for (const name of Object.keys(before)) chmodSync(join(dir, name), 0o640);
  const changes = Object.keys(before).map((name) => ({ file: load(name), text: after[name] ?? '' }));
  return { dir, fix: () => writeFiles(changes, { backup: true, created: [{ path: join(dir, 'made/config.ini'), text: 'made' }] }) };
}

function textsIn(dir: string): Record<string, string> {
  const found = Object.keys(after).filter((name) => existsSync(join(dir, name)));
  return Object.fromEntries(found.map((name) => [name, readFileSync(join(dir, name), 'utf8')]));
}

function namesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => lstatSync(join(dir, name)).isFile()).sort();
}

/** Every file is old or new, and where not all is done, whoever looks at one of them finds out. */
function expectTold(dir: string): void {
  const texts = textsIn(dir);
  for (const [name, text] of Object.entries(after)) expect([before[name], text]).toContain(texts[name]);
  const isMixed = Object.keys(after).some((name) => texts[name] === after[name]) && Object.keys(after).some((name) => texts[name] !== after[name]);
  for (const folder of folders) {
    const names = readdirSync(join(dir, folder));
    const isLittered = names.some((name) => name.endsWith('.tmp')) || (texts['compose.yml'] === 'old compose' && names.includes(folder === '.' ? 'compose.yml.zlm-lint.bak' : 'config.ini.zlm-lint.bak'));
    if (isMixed || isLittered) expect([folder, journalIn(join(dir, folder))?.state]).toEqual([folder, 'whole']);
  }
}

/** As the command does for each directory. What has come to its end, but for the journal, is no longer undone. */
function recoverAll(dir: string, undo: boolean): void {
  for (const folder of folders) {
    const found = journalIn(join(dir, folder));
    const isAtEnd = undo && JSON.stringify(textsIn(dir)) === JSON.stringify(after);
    if (found?.state === 'whole') {
      const { outcome } = recover(found.journal, undo);
      if (isAtEnd && outcome === 'stuck') expect(recover(found.journal, false).outcome).toBe('finished');
      else expect(outcome).toMatch(/finished|undone/);
    } else if (found !== null) expect([found.state, discardBegun(found)]).toEqual(['begun', true]);
  }
}

function expectRecovered(dir: string): 'old' | 'new' {
  const texts = textsIn(dir);
  const way = texts['compose.yml'] === 'old compose' ? 'old' : 'new';
  expect(texts).toEqual(way === 'old' ? before : after);
  const backups = way === 'old' ? [] : ['compose.yml.zlm-lint.bak', 'conf/config.ini.zlm-lint.bak'];
  expect(namesIn(dir)).toEqual([...Object.keys(texts), ...backups, 'conf/other.ini.zlm-lint.bak', 'made/.keep'].sort());
  for (const name of backups) expect(readFileSync(join(dir, name), 'utf8')).toBe(before[name.replace('.zlm-lint.bak', '')]);
  for (const name of Object.keys(texts)) expect(statSync(join(dir, name))).toMatchObject({ nlink: 1, mode: 0o100640 });
  return way;
}

it.each(['killed', 'torn', 'power'] as const)('a fix that is %s at any moment leaves files that can be recovered', (how) => {
  const ways = new Set<string>();
  let at = 1;
  for (; ; at += 1) {
    const { dir, fix } = start();
    const killed = isKilled(at, how, fix);
    expectTold(dir);
    if (!killed) {
      expect(expectRecovered(dir)).toBe('new');
      break;
    }
    recoverAll(dir, at % 2 === 0);
    ways.add(expectRecovered(dir));
  }
  expect(at).toBeGreaterThan(80);
  expect([...ways].sort()).toEqual(['new', 'old']);
});

it('recovering that is killed at any moment can be taken up again, either way', () => {
  let tried = 0;
  for (let at = 40; isKilled(at, 'killed', start().fix); at += 5) {
    for (let then = 1; ; then += 2) {
      const { dir, fix } = start();
      isKilled(at, 'killed', fix);
      const found = folders.map((folder) => journalIn(join(dir, folder))).find((one) => one?.state === 'whole');
      const killed = isKilled(then, 'killed', () => found?.state === 'whole' && recover(found.journal, then % 4 === 1));
      expectTold(dir);
      recoverAll(dir, at % 2 === 0);
      expectRecovered(dir);
      tried += 1;
      if (!killed) break;
    }
  }
  expect(tried).toBeGreaterThan(100);
});
