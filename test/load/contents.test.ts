import { expect, test } from 'vitest';
import { filesAt } from '../../src/load/mounts.ts';
import { readerOver, type Contents } from '../../src/load/contents.ts';
import type { ProjectReader } from '../../src/model/reader.ts';

const disk: Record<string, string | null> = { '/p/config.ini': 'old', '/p/conf/a.ini': 'a', '/p/conf/b.ini': null };

const reader: ProjectReader = {
  read: (path) => {
    const text = disk[path];
    return text === undefined ? { ok: false, why: 'missing' } : text === null ? { ok: false, why: 'unreadable' } : { ok: true, text };
  },
  kind: (path) => (path in disk ? 'file' : path === '/p/conf' ? 'directory' : 'missing'),
  list: (path) => (path === '/p/conf' ? ['a.ini', 'b.ini'] : null),
};

const shown = (path: string): string => path.replace('/p/', '');

test('a text at hand stands in place of what lies on disk, also where nothing does', () => {
  const over = readerOver(reader, new Map([['config.ini', 'new'], ['made.ini', 'made']]), shown);
  expect(over.read('/p/config.ini')).toEqual({ ok: true, text: 'new' });
  expect([over.kind('/p/made.ini'), over.read('/p/made.ini')]).toEqual(['file', { ok: true, text: 'made' }]);
  expect(over.read('/p/conf/a.ini')).toEqual({ ok: true, text: 'a' });
  expect(over.kind('/p/none.ini')).toBe('missing');
});

test('the files of a mount are kept by the name of the report, and those that are no text are told apart', () => {
  const kept = new Map<string, string>();
  const contents: Contents = { reader: readerOver(reader, new Map([['conf/a.ini', 'changed']]), shown), shown, keep: (file, text) => void kept.set(file, text) };
  const read = filesAt('/p/conf', '/opt/media/conf', contents);
  expect(read).toMatchObject({ known: true, files: [{ path: 'conf/a.ini', target: '/opt/media/conf/a.ini', text: 'changed' }], unread: [{ path: 'conf/b.ini', target: '/opt/media/conf/b.ini' }] });
  expect([...kept]).toEqual([['conf/a.ini', 'changed']]);
});
