import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileChange, unifiedDiff } from '../../src/report/unified-diff.ts';

describe('unifiedDiff', () => {
  it('writes what git writes', () => {
    const before = 'services:\n  zlm:\n    image: zlm\n    ports:\n      - "30000-30500:30000-30500"\n    restart: always\n';
    const after = 'services:\n  zlm:\n    image: zlm\n    network_mode: host\n    restart: always\n';
    expect(unifiedDiff([{ path: 'compose.yml', before, after }]).text).toBe(
      [
        'diff --git a/compose.yml b/compose.yml',
        '--- a/compose.yml',
        '+++ b/compose.yml',
        '@@ -1,6 +1,5 @@',
        ' services:',
        '   zlm:',
        '     image: zlm',
        '-    ports:',
        '-      - "30000-30500:30000-30500"',
        '+    network_mode: host',
        '     restart: always',
        '',
      ].join('\n'),
    );
  });

  it('is empty when nothing changes', () => {
    expect(unifiedDiff([]).text).toBe('');
    expect(unifiedDiff([{ path: 'a', before: 'x\n', after: 'x\n' }]).text).toBe('');
  });

  it('makes a new file', () => {
    expect(unifiedDiff([{ path: 'a.yml', before: null, after: 'x\n' }]).text).toBe(
      'diff --git a/a.yml b/a.yml\nnew file mode 100644\n--- /dev/null\n+++ b/a.yml\n@@ -0,0 +1 @@\n+x\n',
    );
    expect(unifiedDiff([{ path: 'a.yml', before: null, after: '' }]).text).toBe('diff --git a/a.yml b/a.yml\nnew file mode 100644\n');
  });

  it('says where a final line end is missing', () => {
    expect(unifiedDiff([{ path: 'a', before: 'x', after: 'x\n' }]).text).toBe(
      'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n',
    );
  });

  it.each([
    ['./a.yml', 'a/a.yml'],
    ['././/deep/a.yml', 'a/deep/a.yml'],
    ['/etc/a.yml', 'a/etc/a.yml'],
    ['.env', 'a/.env'],
    ['../a.yml', 'a/../a.yml'],
    ['流媒体/配置.yml', 'a/流媒体/配置.yml'],
    ['with space.yml', 'a/with space.yml\t'],
    ['a"b.yml', String.raw`"a/a\"b.yml"`],
    ['a b".yml', String.raw`"a/a b\".yml"` + '\t'],
    [String.raw`dir\a.yml`, String.raw`"a/dir\\a.yml"`],
    ['a\tb\n\x1b\x7F.yml', String.raw`"a/a\tb\n\033\177.yml"`],
  ])('names %j', (path, name) => {
    expect(unifiedDiff([{ path, before: 'x\n', after: 'y\n' }]).text.split('\n')[1]).toBe(`--- ${name}`);
  });

  it('is quick, and as short as can be, when a line for each of many ports goes', () => {
    const ports = Array.from({ length: 30_000 }, (_, index) => `      - "${index}:${index}/udp"\n`).join('');
    const diff = unifiedDiff([{ path: 'a', before: `ports:\n${ports}image: x\n`, after: 'ports:\n      - "0-29999:0-29999/udp"\nimage: x\n' }]).text;
    expect(diff).toContain('@@ -1,30002 +1,3 @@');
  });
});

/** Every line of some thousand changed, between two that are not. */
function manyChanges(end: string): Omit<FileChange, 'path'> {
  const body = (word: string): string => Array.from({ length: 3000 }, (_, index) => `${word}${index}\n  same\n`).join('');
  const around = (text: string): string => `1\n2\n3\n4\n5\n${text}1\n2\n3\n4\n5${end}`;
  return { before: around(body('a')), after: around(body('b')) };
}

describe('git apply', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'unified-diff-'));
    git('init', '-q');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function git(...args: string[]): void {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: dirname(folder) };
    execFileSync('git', args, { cwd: folder, env, stdio: 'pipe' });
  }

  function applied(changes: readonly FileChange[]): void {
    for (const { path, before } of changes) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (before !== null) writeFileSync(join(folder, path), before);
    }
    const patch = join(folder, '.git', 'fix.patch');
    writeFileSync(patch, unifiedDiff(changes).text);
    git('apply', patch);
    for (const { path, after } of changes) {
      expect(readFileSync(join(folder, path)).equals(Buffer.from(after)), path).toBe(true);
    }
  }

  const text = 'services:\n  zlm:\n    image: zlm\n    ports:\n      - "80:80"\n    restart: always\n    init: true\n    tty: true\n';
  const fixed = text.replace('    ports:\n      - "80:80"\n', '    network_mode: host\n');

  it.each<[string, FileChange]>([
    ['line feeds', { path: 'compose.yml', before: text, after: fixed }],
    ['CRLF', { path: 'crlf.yml', before: text.replaceAll('\n', '\r\n'), after: fixed.replaceAll('\n', '\r\n') }],
    ['mixed line ends', { path: 'mixed.yml', before: text.replace('\n', '\r\n'), after: fixed.replace('\n', '\r\n') }],
    ['lone CR', { path: 'cr.yml', before: text.replaceAll('\n', '\r'), after: fixed.replaceAll('\n', '\r') }],
    ['a line end changed', { path: 'eol.yml', before: text, after: text.replaceAll('\n', '\r\n') }],
    ['no final line end', { path: 'end.yml', before: text.trimEnd(), after: fixed.trimEnd() }],
    ['no final line end, changed there', { path: 'end.yml', before: 'a\nb', after: 'a\nc' }],
    ['a final line end that comes', { path: 'end.yml', before: 'a\nb', after: 'a\nb\n' }],
    ['a final line end that goes', { path: 'end.yml', before: 'a\nb\n', after: 'a\nb' }],
    ['a byte order mark', { path: 'bom.yml', before: `\uFEFF${text}`, after: `\uFEFF${fixed}` }],
    ['a byte order mark that goes', { path: 'bom.yml', before: `\uFEFF${text}`, after: text }],
    ['a Chinese path', { path: '流媒体/配置.yml', before: text, after: fixed }],
    ['a path with spaces', { path: 'my stack/docker compose.yml', before: text, after: fixed }],
    ['a path with a quote', { path: 'a"b".yml', before: text, after: fixed }],
    ['a path with a space, a quote and Chinese', { path: '我的 "stack".yml', before: text, after: fixed }],
    ['a path with a backslash, a tab and a line end', { path: 'a\\b\tc\nd.yml', before: text, after: fixed }],
    ['a dot and a slash', { path: './deep/compose.yml', before: text, after: fixed }],
    ['a name that begins with a dash', { path: '-rf.yml', before: text, after: fixed }],
    ['a new file', { path: 'new/compose.override.yml', before: null, after: fixed }],
    ['a new file without a final line end', { path: '新 文件.yml', before: null, after: 'a' }],
    ['a new empty file', { path: 'an empty.yml', before: null, after: '' }],
    ['an empty file that is filled', { path: 'empty.yml', before: '', after: text }],
    ['a file that is emptied', { path: 'emptied.yml', before: text, after: '' }],
    ['two places far apart', { path: 'far.yml', before: `a\n${text}${text}b\n`, after: `A\n${text}${text}B\n` }],
    ['more changes than are looked at one by one', { path: 'many.yml', ...manyChanges('\n') }],
    ['the same without a final line end', { path: 'many.yml', ...manyChanges('') }],
    ['the same as the whole file', { path: 'many.yml', before: 'a\n'.repeat(3000), after: 'b\r\n'.repeat(3000) }],
    ['lines that look like a patch', { path: 'like.yml', before: '-- a/x\n++ b/x\n@@ -1 +1 @@\n', after: '-- a/y\n\\ No newline\ndiff --git a/x b/x\n' }],
    ['other line separators', { path: 'ls.yml', before: 'a\u2028b\u0085c\fd\ne\n', after: 'a\u2028b\u0085c\fd\nf\n' }],
  ])('takes %s', (_, change) => {
    applied([change]);
  });

  it('takes several files at once', () => {
    applied([
      { path: 'compose.yml', before: text, after: fixed },
      { path: '.env', before: 'A=1\n', after: 'A=2\n' },
      { path: 'same.yml', before: text, after: text },
      { path: 'none.yml', before: null, after: '' },
      { path: '配置 1.ini', before: '[rtp]\r\nport=1', after: '[rtp]\r\nport=2' },
    ]);
  });

  it('takes any two texts', () => {
    const anyText = fc.array(fc.constantFrom('a', 'b', '\n', '\n', '\r\n', '\r', '端', '-', '+', ' ', '\\'), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        fc.pre(before !== after);
        applied([{ path: 'any.yml', before, after }]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('secrets that a fix leaves as they are', () => {
  const word = fc.stringMatching(/^[a-zA-Z0-9+/]{8,20}$/).map((text) => `5ecret${text}`);
  const line = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('ports:', 'port=80', '  - "80:80"', '[rtc]', 'a', '') },
    { weight: 1, arbitrary: word.map((secret) => `secret=${secret}`) },
    { weight: 1, arbitrary: word.map((secret) => `  - ZLM_SECRET=${secret}`) },
  );
  const lines = fc.oneof(fc.array(line, { minLength: 1, maxLength: 25 }), word.map((secret) => [`secret=${secret}`]));

  /** Some lines replaced, taken away or added; those with secrets stay. */
  const changed = lines.chain((before) => fc.array(fc.constantFrom('keep', 'keep', 'replace', 'remove', 'add'), { minLength: before.length, maxLength: before.length }).map((what) => ({
    before,
    after: before.flatMap((text, index) => (what[index] === 'add' ? [text, 'new'] : text.includes('5ecret') || what[index] === 'keep' ? [text] : what[index] === 'replace' ? [`${text}!`] : [])),
  })));

  it.each([['git', ['apply', '--unidiff-zero', 'fix.patch']], ['patch', ['-p1', '-f', '-s', '-i', 'fix.patch']]] as const)('stand in no hunk, and %s makes the change all the same', (program, args) => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(changed, fc.boolean(), ({ before, after }, ends) => {
        const [old, fresh] = [before, after].map((all) => all.map((text) => `${text}\n`).join('').slice(0, ends ? undefined : -1)) as [string, string];
        fc.pre(old !== fresh);
        const { text, applies } = unifiedDiff([{ path: 'zlm.ini', before: old, after: fresh }]);
        seen.add(applies);
        if (applies === 'never') expect(text).toMatch(/^[-+].*\*{8}/m);
        expect(text).not.toContain('5ecret');
        if (applies === 'never') return;
        const folder = mkdtempSync(join(tmpdir(), 'secret-diff-'));
        try {
          writeFileSync(join(folder, 'zlm.ini'), old);
          writeFileSync(join(folder, 'fix.patch'), text);
          const plain = program === 'git' && applies === 'always' ? args.filter((arg) => arg !== '--unidiff-zero') : args;
          execFileSync(program, plain, { cwd: folder, stdio: 'pipe', env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) } });
          expect(readFileSync(join(folder, 'zlm.ini'), 'utf8')).toBe(fresh);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 150 },
    );
    expect(seen).toContain('always');
    expect(seen).toContain('without-context');
  });

  const hunksOf = (before: string, after: string) => {
    const { text, applies } = unifiedDiff([{ path: 'a', before, after }]);
    return { hunks: text.split('\n').slice(3).join('\n'), applies };
  };

  it.each([
    ['further away', 'a\nsecret=abcd\nb\nport=1\nc\nd\ne\nf\n', 'a\nsecret=abcd\nb\nport=2\nc\nd\ne\nf\n', '@@ -3,3 +3,3 @@\n b\n-port=1\n+port=2\n c\n', 'always'],
    ['right before it', 'a\nsecret=abcd\nport=1\nc\nd\n', 'a\nsecret=abcd\nport=2\nc\nd\n', '@@ -3,2 +3,2 @@\n-port=1\n+port=2\n c\n', 'always'],
    ['right behind it', 'a\nb\nport=1\nsecret=abcd\nd\n', 'a\nb\nport=2\nsecret=abcd\nd\n', '@@ -3 +3 @@\n-port=1\n+port=2\n', 'without-context'],
    ['behind an end', 'a\nsecret=abcd\nb\nport=1\n', 'a\nsecret=abcd\nb\nport=2\n', '@@ -3,2 +3,2 @@\n b\n-port=1\n+port=2\n', 'always'],
    ['that is the only line', 'secret=abcd\n', 'secret=abcd\nport=1\n', '@@ -1,0 +2 @@\n+port=1\n', 'without-context'],
    ['that is the last line', 'a\nsecret=abcd\n', 'a\nsecret=abcd\nport=1\n', '@@ -2,0 +3 @@\n+port=1\n', 'always'],
    ['between two changes', 'a=1\nb\nsecret=abcd\nb\na=1\n', 'a=2\nb\nsecret=abcd\nb\na=2\n', '@@ -1,2 +1,2 @@\n-a=1\n+a=2\n b\n@@ -4,2 +4,2 @@\n b\n-a=1\n+a=2\n', 'always'],
    ['in the line that changes', 'run -e A_TOKEN=abcd -p 1:1\n', 'run -e A_TOKEN=abcd -p 2:2\n', '@@ -1 +1 @@\n-run -e A_TOKEN=**** -p 1:1\n+run -e A_TOKEN=**** -p 2:2\n', 'never'],
    ['that the fix writes', 'a=1\n', 'a=1\nsecret=abcd\n', '@@ -1 +1,2 @@\n a=1\n+secret=abcd\n', 'always'],
  ])('a secret %s', (_, before, after, hunks, applies) => {
    expect(hunksOf(before, after)).toEqual({ hunks, applies });
  });
});
