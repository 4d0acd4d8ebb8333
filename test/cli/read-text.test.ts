import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText, readStdin, readTextFile } from '../../src/cli/read-text.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const maxBytes = 1000;
const BOM = '\uFEFF';

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

function readBytesAsText(bytes: Uint8Array) {
  const path = join(temporaryDirectory({ 'a.yml': bytes }), 'a.yml');
  const read = readTextFile(path, { maxBytes });
  return read.ok ? { text: read.file.text, encoding: read.file.encoding } : { ...read.error, path: undefined };
}

describe('readTextFile', () => {
  it('keeps line ends, tabs and a byte order mark', () => {
    for (const text of ['', 'a\r\nb\n\tc\rd', `${BOM}services:\r\n`, '中文 😀']) {
      expect(readBytesAsText(Buffer.from(text))).toEqual({ text, encoding: 'utf8' });
    }
  });

  it('reads UTF-16 that says so', () => {
    expect(readBytesAsText(utf16(`${BOM}中😀\r\n`, 'le'))).toEqual({ text: `${BOM}中😀\r\n`, encoding: 'utf16le' });
    expect(readBytesAsText(utf16(`${BOM}中😀\r\n`, 'be'))).toEqual({ text: `${BOM}中😀\r\n`, encoding: 'utf16be' });
  });

  it.each([
    ['UTF-16 without a mark', utf16('a\nbc', 'le'), { code: 'utf16-unmarked', offset: 1, line: 1 }],
    ['big-endian UTF-16 without a mark', utf16('a\nbc', 'be'), { code: 'utf16-unmarked', offset: 0, line: 1 }],
    ['three letters with zero bytes', utf16('a\nb', 'le'), { code: 'binary', offset: 1, line: 1 }],
    ['a NUL byte', Buffer.from('a\nb\n\0'), { code: 'binary', offset: 4, line: 3 }],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), { code: 'binary', offset: 2, line: 1 }],
    ['a stray byte', Buffer.from([0x61, 0x0a, 0x62, 0xff, 0x0a, 0x63]), { code: 'not-utf8', offset: 3, line: 2 }],
    ['GBK', Buffer.from([0x23, 0x20, 0xd6, 0xd0, 0xce, 0xc4, 0x0a]), { code: 'not-utf8', offset: 2, line: 1 }],
    ['a cut character', Buffer.from('a\n中').subarray(0, 4), { code: 'not-utf8', offset: 2, line: 2 }],
    ['a character cut by a line end', Buffer.from([0xe4, 0xb8, 0x0a, 0x61]), { code: 'not-utf8', offset: 0, line: 1 }],
    ['an overlong form', Buffer.from([0x61, 0xc0, 0xaf]), { code: 'not-utf8', offset: 1, line: 1 }],
    ['an encoded surrogate', Buffer.from([0x61, 0xed, 0xa0, 0x80]), { code: 'not-utf8', offset: 1, line: 1 }],
    ['a lone surrogate', utf16(`${BOM}\n\uD800a`, 'le'), { code: 'not-utf16', offset: 4, line: 2 }],
    ['half a unit', Buffer.from([0xfe, 0xff, 0, 0x61, 0]), { code: 'not-utf16', offset: 4, line: 1 }],
  ])('says where %s is', (_name, bytes, fault) => {
    expect(readBytesAsText(bytes)).toEqual({ ...fault, path: undefined });
  });

  it('tells the first bad byte as the platform decoder sees it', () => {
    const decoder = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const part = fc.oneof(fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)), fc.uint8Array({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const bytes = Buffer.concat([Buffer.from('#'), ...parts]);
        fc.pre(!bytes.includes(0));
        const decoded = decodeText(bytes);
        if (decoded.ok) {
          expect(decoded.text).toBe(decoder(bytes));
          return;
        }
        const { offset, line } = decoded.error;
        expect(() => decoder(bytes)).toThrow();
        expect(decoder(bytes.subarray(0, offset)).split('\n').length).toBe(line);
        for (let length = 1; length <= 4; length += 1) {
          expect(() => decoder(bytes.subarray(offset, Math.min(offset + length, bytes.length)))).toThrow();
        }
      }),
    );
  });

  it('is undone by encodeText', () => {
    const unit = fc.oneof(fc.constantFrom('\r', '\n', '\t', BOM, '中', '😀'), fc.string({ unit: 'binary', maxLength: 3 }));
    const text = fc.string({ unit });
    const bytes = fc.oneof(
      text.map((value) => Buffer.from(value)),
      text.map((value) => utf16(BOM + value, 'le')),
      text.map((value) => utf16(BOM + value, 'be')),
      fc.uint8Array().map((value) => Buffer.from(value)),
    );
    let valid = 0;
    fc.assert(
      fc.property(bytes, (value) => {
        const decoded = decodeText(value);
        if (!decoded.ok) return;
        valid += 1;
        expect(encodeText(decoded, decoded.text).equals(value)).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(valid).toBeGreaterThan(200);
  });

  it('stamps the file and follows symlinks', () => {
    const dir = temporaryDirectory({ 'a.yml': 'a' });
    symlinkSync('a.yml', join(dir, 'b.yml'));
    const direct = readTextFile(join(dir, 'a.yml'), { maxBytes });
    const linked = readTextFile(join(dir, 'b.yml'), { maxBytes });
    expect(direct.ok && direct.file.stamp).toMatchObject({ size: 1 });
    expect(linked.ok && linked.file.stamp).toEqual(direct.ok && direct.file.stamp);
    expect(linked.ok && linked.file.path).toBe(join(dir, 'b.yml'));
  });

  it('reads up to the limit and not beyond it', () => {
    const dir = temporaryDirectory({ 'fits.yml': 'x'.repeat(maxBytes), 'long.yml': 'x'.repeat(maxBytes + 1) });
    expect(readTextFile(join(dir, 'fits.yml'), { maxBytes }).ok).toBe(true);
    const path = join(dir, 'long.yml');
    expect(readTextFile(path, { maxBytes })).toEqual({
      ok: false,
      error: { path, code: 'too-large', size: maxBytes + 1, limit: maxBytes },
    });
  });

  it('opens nothing but regular files', async () => {
    const dir = temporaryDirectory();
    const refused = (path: string) => {
      const read = readTextFile(path, { maxBytes });
      return read.ok ? null : read.error;
    };
    execFileSync('mkfifo', [join(dir, 'fifo')]);
    symlinkSync('fifo', join(dir, 'to-fifo'));
    symlinkSync('loop', join(dir, 'loop'));
    symlinkSync('nowhere', join(dir, 'dangling'));
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(dir, 'socket'), done));
    expect(refused(join(dir, 'fifo'))).toMatchObject({ code: 'not-a-regular-file', kind: 'fifo' });
    expect(refused(join(dir, 'to-fifo'))).toMatchObject({ code: 'not-a-regular-file', kind: 'fifo' });
    expect(refused(join(dir, 'socket'))).toMatchObject({ code: 'not-a-regular-file', kind: 'socket' });
    await new Promise((done) => server.close(done));
    expect(refused('/dev/zero')).toMatchObject({ code: 'not-a-regular-file', kind: 'device' });
    expect(refused(dir)).toEqual({ path: dir, code: 'is-a-directory' });
    expect(refused(join(dir, 'loop'))).toMatchObject({ code: 'symlink-loop' });
    expect(refused(join(dir, 'dangling'))).toMatchObject({ code: 'missing' });
    expect(refused(join(dir, 'none.yml'))).toMatchObject({ code: 'missing' });
    expect(refused(join(dir, 'a\0b.yml'))).toMatchObject({ code: 'missing' });
    expect(refused(join(dir, 'x'.repeat(300)))).toMatchObject({ code: 'io', cause: 'ENAMETOOLONG' });
  });

  it('tells a path through a file from a missing one', () => {
    const path = join(temporaryDirectory({ 'a.yml': 'a' }), 'a.yml', 'b');
    expect(readTextFile(path, { maxBytes })).toEqual({ ok: false, error: { path, code: 'not-a-directory' } });
  });

  it.skipIf(process.platform !== 'linux')("refuses the kernel's files, but not a file they link to", () => {
    const dir = temporaryDirectory({ 'a.yml': 'a' });
    symlinkSync('/proc/self/environ', join(dir, 'environ.yml'));
    expect(readTextFile(join(dir, 'environ.yml'), { maxBytes })).toMatchObject({ ok: false, error: { kind: 'kernel' } });
    const fd = openSync(join(dir, 'a.yml'), 'r');
    expect(readTextFile(`/dev/fd/${fd}`, { maxBytes })).toMatchObject({ ok: true, file: { text: 'a' } });
    closeSync(fd);
  });

  it.skipIf(process.getuid?.() === 0)('tells when reading is not permitted', () => {
    const path = join(temporaryDirectory({ 'a.yml': 'a' }), 'a.yml');
    chmodSync(path, 0);
    expect(readTextFile(path, { maxBytes })).toEqual({ ok: false, error: { path, code: 'not-permitted' } });
  });
});

describe('readStdin', () => {
  it('joins what arrives in pieces', async () => {
    const bytes = Buffer.from(`${BOM}中文\r\n`);
    const pieces = Readable.from([bytes.subarray(0, 4), bytes.subarray(4)]);
    expect(await readStdin(maxBytes, pieces)).toEqual({
      ok: true,
      file: { path: '-', text: `${BOM}中文\r\n`, encoding: 'utf8', stamp: null },
    });
  });

  it('stops at the limit, even of an endless stream', async () => {
    const endless = Readable.from((function* () {
      for (;;) yield Buffer.alloc(400, 'x');
    })());
    expect(await readStdin(maxBytes, endless)).toEqual({
      ok: false,
      error: { path: '-', code: 'too-large', size: 1200, limit: maxBytes },
    });
    expect(endless.destroyed).toBe(true);
  });

  it('gives faults as values', async () => {
    expect(await readStdin(maxBytes, Readable.from([Buffer.from([0x61, 0xff])]))).toMatchObject({ error: { code: 'not-utf8' } });
    const directory = Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
    const broken = new Readable({ read() { this.destroy(directory); } });
    expect(await readStdin(maxBytes, broken)).toEqual({ ok: false, error: { path: '-', code: 'is-a-directory' } });
  });
});
