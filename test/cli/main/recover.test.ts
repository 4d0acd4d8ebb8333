import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { journalIn } from '../../../src/cli/journal.ts';
import { tellJournal } from '../../../src/cli/journals-beside.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { brokenOff, copyName, JOURNAL, sha256, type Broken } from './broken-off.ts';
import { neighbours, neighboursFixed } from './files.ts';
import { run } from './run.ts';

const fix = ['--fix', '--strategy', 'minimal', '--no-backup'];

const compose: Broken = { directory: '.', name: 'compose.yml', old: neighbours, new: neighboursFixed, lies: neighboursFixed, copies: ['undo'] };
const ini: Broken = { directory: 'zlm', name: 'config.ini', old: 'old ini', new: 'new ini', lies: 'old ini', copies: ['next', 'undo'] };

function manyFiles(count: number): Broken[] {
  return Array.from({ length: count }, (_, index) => ({ directory: '.', name: `file-${String(index)}.ini`, old: 'old', new: 'new', lies: null, copies: [] }));
}

function read(cwd: string, ...names: readonly string[]): string[] {
  return names.map((name) => readFileSync(join(cwd, name), 'utf8'));
}

function leftIn(cwd: string): string[] {
  return readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.zlm-lint')).sort();
}

let cwd = '';
beforeEach(() => {
  cwd = temporaryDirectory();
});

describe('a fix that was broken off', () => {
  it('is told of by every run that comes by, with the command that mends it', async () => {
    brokenOff(cwd, [{ ...compose, lies: neighbours, copies: ['next', 'undo'] }, ini]);
    for (const words of [[], ['--check'], ['--diff'], ['--strategy', 'minimal', '.']]) {
      const { stderr, code } = await run(words, { cwd });
      expect(stderr).toContain(`zlm-lint: ${JOURNAL}: a fix of compose.yml, zlm/config.ini was broken off, so that some may be fixed and others not; zlm-lint recover . finishes or undoes it\n`);
      expect(stderr.match(/recover/g)).toHaveLength(1);
      expect(code).not.toBe(2);
    }
    expect((await run(['--lang', 'zh', 'compose.yml'], { cwd })).stderr).toMatch(/^zlm-lint: \.zlm-lint-journal\.json: 对 compose\.yml、zlm\/config\.ini 的修复曾中途中断.*zlm-lint recover \./);
  });

  it('is told of where only a file beside the mounted one lies', async () => {
    writeFileSync(join(cwd, 'compose.yml'), 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    volumes: ["./zlm/config.ini:/opt/media/conf/config.ini"]\n');
    brokenOff(cwd, [ini]);
    expect((await run([], { cwd })).stderr).toContain(`zlm/${JOURNAL}: a fix of zlm/config.ini was broken off`);
  });

  it('is not written over, until it is recovered', async () => {
    brokenOff(cwd, [{ ...compose, lies: neighbours, copies: [] }]);
    const { code, stderr, stdout } = await run([...fix, 'compose.yml'], { cwd });
    expect([code, read(cwd, 'compose.yml')]).toEqual([2, [neighbours]]);
    expect(stderr).toContain('nothing is written here before zlm-lint recover . has finished or undone it');
    expect(stdout).not.toContain('Fixed compose.yml');
    expect((await run(['recover'], { cwd })).code).toBe(0);
    expect((await run([...fix, 'compose.yml'], { cwd })).code).toBe(0);
    expect([read(cwd, 'compose.yml'), leftIn(cwd)]).toEqual([[neighboursFixed], []]);
  });

  it('is called by another name while its process is at work, and waited for by a fix', async () => {
    const other = spawn('sh', ['-c', `sleep 0.5; rm ${JOURNAL}`], { cwd });
    brokenOff(cwd, [{ ...compose, lies: neighbours, copies: [] }], { pid: other.pid });
    expect((await run(['compose.yml'], { cwd })).stderr).toContain('another zlm-lint is writing here at this moment; look again when it is done');
    const found = journalIn(cwd);
    expect(found === null ? '' : tellJournal(found, false, cwd, 'en')).toBe('another zlm-lint is writing here at this moment; nothing was written');
    expect(await run([...fix, 'compose.yml'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect([read(cwd, 'compose.yml'), leftIn(cwd)]).toEqual([[neighboursFixed], []]);
  });

  it('is refused as soon as its process is gone', async () => {
    const other = spawn('sleep', ['0.5'], { cwd });
    brokenOff(cwd, [{ ...compose, lies: neighbours, copies: [] }], { pid: other.pid, time: new Date(Date.now() - 59_500).toISOString() });
    expect(await run([...fix, 'compose.yml'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('was broken off') as string });
  });

  it.each([
    ['long ago', { pid: process.ppid, time: '2020-01-01T00:00:00.000Z' }],
    ['on another host, not just now', { pid: process.ppid, host: 'another', time: '2020-01-01T00:00:00.000Z' }],
  ])('is no longer at work when it was begun %s', async (_when, written) => {
    brokenOff(cwd, [compose], written);
    expect((await run(['compose.yml'], { cwd })).stderr).toContain('was broken off');
  });

  it.each([{ host: 'another' }, { namespace: 'pid:[1]' }])('is at work for a minute where its process cannot be asked for: %o', async (written) => {
    brokenOff(cwd, [compose], written);
    expect((await run(['compose.yml'], { cwd })).stderr).toContain('another zlm-lint is writing here at this moment');
  });
});

describe('recover', () => {
  it('finishes where every new text is at hand', async () => {
    brokenOff(cwd, [compose, ini, { directory: 'made', name: 'config.ini', old: null, new: 'made', lies: null, copies: ['next'] }]);
    chmodSync(join(cwd, 'zlm', copyName(2)), 0o640);
    const { code, stdout, stderr } = await run(['recover'], { cwd });
    expect([code, stdout, stderr]).toEqual([0, '.: the fix is finished: compose.yml, zlm/config.ini, made/config.ini\n', '']);
    expect(read(cwd, 'compose.yml', 'zlm/config.ini', 'made/config.ini')).toEqual([neighboursFixed, 'new ini', 'made']);
    expect([leftIn(cwd), statSync(join(cwd, 'zlm/config.ini')).mode & 0o777, statSync(join(cwd, 'made/config.ini')).nlink]).toEqual([[], 0o640, 1]);
    expect(await run(['recover'], { cwd })).toEqual({ code: 0, stdout: 'No fix was broken off here\n', stderr: '' });
  });

  it('undoes where they are not, and where it is asked to', async () => {
    const made: Broken = { directory: '.', name: 'made.ini', old: null, new: 'made', lies: 'made', copies: ['next'] };
    for (const [files, words] of [[[compose, { ...ini, copies: ['undo'] as const }, made], []], [[compose, ini, made], ['--undo']]] as const) {
      cwd = temporaryDirectory();
      brokenOff(cwd, files);
      const { code, stdout } = await run(['recover', ...words, '--lang', 'zh', 'zlm/config.ini'], { cwd });
      expect([code, stdout]).toEqual([0, 'zlm: 修复已撤销：compose.yml、zlm/config.ini、made.ini\n']);
      expect([read(cwd, 'compose.yml', 'zlm/config.ini'), existsSync(join(cwd, 'made.ini')), leftIn(cwd)]).toEqual([[neighbours, 'old ini'], false, []]);
    }
  });

  it('only cleans up where all was done, or undone, already', async () => {
    brokenOff(cwd, [{ ...compose, copies: [] }, { ...ini, lies: 'new ini', copies: ['undo'] }]);
    expect(await run(['recover', '--undo'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing was touched: as things lie it cannot be undone. zlm-lint recover . finishes it; go back from there with git or the copies named .zlm-lint.bak\n') as string });
    expect((await run(['recover'], { cwd })).stdout).toBe('.: every file was fixed already; what the fix left behind is removed\n');
    brokenOff(cwd, [{ ...compose, lies: neighbours, copies: ['next', 'undo'] }, ini]);
    expect((await run(['recover'], { cwd })).stdout).toBe('.: no file is changed; what the fix left behind is removed\n');
    expect([read(cwd, 'compose.yml', 'zlm/config.ini'), leftIn(cwd)]).toEqual([[neighbours, 'old ini'], []]);
  });

  it.each([
    ['edited since', { ...ini, lies: 'edited' }, 'zlm/config.ini: has been edited since: neither its old text nor its new one; the new one is in zlm/'],
    ['gone', { ...ini, lies: null }, 'zlm/config.ini: is gone; the new one is in zlm/'],
    ['without any copy', { ...ini, copies: [] }, 'zlm/config.ini: has its old text\n'],
  ] as const)('touches nothing where a file is %s, and says what lies where', async (_what, file, line) => {
    brokenOff(cwd, [{ ...compose, copies: [] }, file]);
    const before = leftIn(cwd);
    for (const words of [[], ['--undo']]) {
      const { code, stdout, stderr } = await run(['recover', ...words], { cwd });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('zlm-lint: compose.yml: has its new text\n');
      expect(stderr).toContain(line);
      expect(stderr).toContain('nothing was touched: as things lie it can be neither finished nor undone. Where a file has been edited, give it its old or new text and recover again');
      expect([leftIn(cwd), read(cwd, 'compose.yml')]).toEqual([before, [neighboursFixed]]);
    }
    expect(existsSync(join(cwd, 'zlm/config.ini')) ? read(cwd, 'zlm/config.ini') : [null]).toEqual([file.lies]);
  });

  it('does not take half of a copy for the whole', async () => {
    brokenOff(cwd, [compose, ini]);
    writeFileSync(join(cwd, 'zlm', copyName(2)), 'new');
    expect((await run(['recover'], { cwd })).stdout).toContain('the fix is undone');
    expect(read(cwd, 'compose.yml', 'zlm/config.ini')).toEqual([neighbours, 'old ini']);
  });

  it('removes a journal that was never complete, and waits for one that is just being written', async () => {
    for (const text of ['', '{\n  "program": "zlm-', '{\n  "program": "zlm-lint",\n  "version": 1,\n', '\0\0\0\0']) {
      writeFileSync(join(cwd, JOURNAL), text);
      utimesSync(join(cwd, JOURNAL), 1000, 1000);
      writeFileSync(join(cwd, 'compose.yml'), neighbours);
      expect((await run([], { cwd })).stderr).toContain('a fix was broken off before it changed anything; zlm-lint recover . cleans up');
      expect(await run(['recover'], { cwd })).toEqual({ code: 0, stdout: '.: no file is changed; what the fix left behind is removed\n', stderr: '' });
    }
    writeFileSync(join(cwd, JOURNAL), '');
    utimesSync(join(cwd, JOURNAL), Date.now() / 1000, Date.now() / 1000 - 1.5);
    expect((await run([], { cwd })).stderr).toContain('another zlm-lint is writing here');
    expect([(await run(['recover'], { cwd })).code, leftIn(cwd)]).toEqual([0, []]);
  });

  it.each([
    ['more files than a fix may have', (directory: string) => brokenOff(directory, manyFiles(1001))],
    ['more bytes than a fix may have', (directory: string) => brokenOff(directory, [compose], { host: 'x'.repeat(1_000_000) })],
    ['one file many times', (directory: string) => brokenOff(directory, [compose, compose])],
  ])('takes no journal with %s for one of ours', async (_what, put) => {
    put(cwd);
    writeFileSync(join(cwd, 'compose.yml'), neighbours);
    expect(await run(['recover'], { cwd })).toMatchObject({ code: 2, stderr: `zlm-lint: ${JOURNAL}: not written by this version of zlm-lint; nothing was touched. If no newer one wrote it, it can be removed\n` });
    expect((await run(['compose.yml'], { cwd })).stderr).toContain('not written by this version of zlm-lint');
  });

  it('asks each directory once, and the lint names the first few of many files', async () => {
    brokenOff(cwd, [compose, ...manyFiles(999)]);
    expect((await run(['compose.yml'], { cwd })).stderr).toMatch(/a fix of compose\.yml, file-0\.ini.{1,150} 99\d more.{0,9} was broken off/);
    const start = performance.now();
    expect((await run(['recover'], { cwd })).code).toBe(2);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('removes no file of which nothing proves that the fix has made it', async () => {
    brokenOff(cwd, [compose, { directory: '.', name: 'mine', old: null, new: 'mine', lies: 'mine', copies: [] }]);
    for (const next of [null, 'mine']) {
      if (next !== null) writeFileSync(join(cwd, copyName(2)), next);
      const { code, stderr } = await run(['recover', '--undo'], { cwd });
      expect([code, read(cwd, 'mine', 'compose.yml')]).toEqual([2, ['mine', neighboursFixed]]);
      expect(stderr).toContain('zlm-lint: mine: has the text of a file that the fix makes, and nothing proves that the fix has made it\n');
    }
  });

  it('obeys no journal but our own', async () => {
    const outside = temporaryDirectory({ victim: 'old ini' });
    symlinkSync(outside, join(cwd, 'link'));
    const stranger = [
      () => brokenOff(cwd, [compose], { version: 2 }),
      () => brokenOff(cwd, [compose], { directories: ['zlm'] }),
      () => brokenOff(cwd, [compose], { files: [{ path: 'compose.yml', old: null, new: sha256('a'), next: '../../next', undo: null }] }),
      () => brokenOff(cwd, [compose], { files: [{ path: 'compose.yml', old: null, new: sha256('a'), next: copyName(1), undo: null, backup: '../compose.yml.zlm-lint.bak' }] }),
      () => brokenOff(cwd, [compose], { files: [] }),
      () => writeFileSync(join(cwd, JOURNAL), '{"program": "another"}'),
      () => symlinkSync(join(outside, 'victim'), join(cwd, JOURNAL)),
      () => mkdirSync(join(cwd, JOURNAL)),
    ];
    for (const put of stranger) {
      put();
      const { code, stderr } = await run(['recover'], { cwd });
      expect([code, stderr]).toEqual([2, expect.stringContaining(`${JOURNAL}: not written by this version of zlm-lint; nothing was touched`)]);
      writeFileSync(join(cwd, 'compose.yml'), neighbours);
      expect(await run([...fix, 'compose.yml'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing is written here') as string });
      rmSync(join(cwd, JOURNAL), { recursive: true });
    }
  });

  it('has no say over a directory in which the journal does not lie', async () => {
    const outside = temporaryDirectory({ 'config.ini': 'old ini', made: 'made' });
    for (const [path, old] of [[join(outside, 'config.ini'), sha256('old ini')], [join(outside, 'made'), null]] as const) {
      for (const words of [[], ['--undo']]) {
        writeFileSync(join(outside, copyName(8)), 'new ini');
        brokenOff(cwd, [compose], {
          directories: ['.', outside],
          files: [{ path: 'compose.yml', old: sha256(neighbours), new: sha256(neighboursFixed), next: copyName(0), undo: copyName(1), backup: null }, { path, old, new: sha256(old === null ? 'made' : 'new ini'), next: copyName(8), undo: null, backup: null }],
        });
        await run(['recover', ...words], { cwd });
        expect([read(outside, 'config.ini', 'made', copyName(8))]).toEqual([['old ini', 'made', 'new ini']]);
        rmSync(join(cwd, JOURNAL), { force: true });
      }
    }
  });

  it('says nothing of a file beside which the journal does not lie', async () => {
    const outside = temporaryDirectory({ secret: 'old' });
    const lines = new Set<string>();
    for (const text of ['old', 'new', 'other', null]) {
      for (const name of ['secret', 'nothing']) {
        brokenOff(cwd, [compose], {
          directories: ['.', outside],
          files: [{ path: 'compose.yml', old: sha256(neighbours), new: sha256(neighboursFixed), next: copyName(0), undo: copyName(1) }, { path: join(outside, name), old: text === null ? null : sha256(text), new: sha256(text === 'new' ? 'old' : 'new'), next: copyName(8) }],
        });
        lines.add((await run(['recover'], { cwd })).stderr.replaceAll(join(outside, name), 'it'));
      }
    }
    expect([...lines]).toEqual([expect.stringContaining('zlm-lint: it: not looked at: this journal does not lie beside it\n')]);
  });

  it('says of a copy that nothing tells of that it is there, and removes what is left of a report', async () => {
    const report = copyName(2).replace('lint-', 'lint-report-');
    for (const name of [copyName(1), report, report.replace('2.tmp', '3.tmp')]) writeFileSync(join(cwd, name), 'text');
    // The other one may be being written at this moment.
    utimesSync(join(cwd, report), 1000, 1000);
    const { code, stdout, stderr } = await run(['recover'], { cwd });
    expect([code, stdout, stderr]).toEqual([2, `${report}: removed: a report that was never complete\n`, `zlm-lint: ${copyName(1)}: a copy of a text that no journal tells of; look whether it is still needed, and remove it\n`]);
    expect(leftIn(cwd)).toEqual([copyName(1), report.replace('2.tmp', '3.tmp')]);
  });

  it('says so beside a fix that it finishes, too, and not of the copies of a fix that lies there', async () => {
    brokenOff(cwd, [compose, ini]);
    writeFileSync(join(cwd, copyName(9)), 'text');
    brokenOff(join(cwd, 'other'), [{ ...compose, lies: 'edited', copies: ['next', 'undo'] }]);
    const { code, stdout, stderr } = await run(['recover'], { cwd });
    expect([code, stdout]).toEqual([2, '.: the fix is finished: compose.yml, zlm/config.ini\n']);
    expect(stderr.match(/\S+: a copy of a text/g)).toEqual([`${copyName(9)}: a copy of a text`]);
  });

  it('tells what it cannot search', async () => {
    expect(await run(['recover', 'nowhere'], { cwd })).toEqual({ code: 2, stdout: '', stderr: 'zlm-lint: nowhere: no such file or directory\n' });
  });
});
