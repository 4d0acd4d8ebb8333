import { describe, expect, it } from 'vitest';
import { readSh } from '../../../src/load/shell/sh.ts';

function commands(text: string, tolerant: boolean): string[] {
  return readSh(text, { tolerant }).commands.map(({ words }) => words.map(({ value }) => (typeof value === 'string' ? value : '?')).join('|'));
}

function doubts(text: string, tolerant: boolean): string[] {
  return readSh(text, { tolerant }).doubts.map(({ id, start, end }) => `${id} ${text.slice(start, end)}`);
}

describe('as the shell reads it, and as it was meant', () => {
  it.each<[string, string[], string[], string[]]>([
    ['x \\ \n  -p 80:80 \\\t \n  i\ny', ['x| ', '-p|80:80|\t', 'i', 'y'], ['x|-p|80:80|i', 'y'], ['broken-continuation \\ ', 'broken-continuation \\\t ']],
    ['x 80:80\\ \ny', ['x|80:80 ', 'y'], ['x|80:80|y'], ['broken-continuation \\ ']],
    ['x \\   # a "b" c\n  -p', ['x| ', '-p'], ['x|-p'], ['broken-continuation \\   ']],
    ['x \\ # a b\n  -p', ['x| #|a|b', '-p'], ['x|-p'], ['broken-continuation \\ ']],
    ['x \\\u3000\n  -p', ['x|\u3000', '-p'], ['x|-p'], ['broken-continuation \\\u3000']],
    ["x \\\n  # it's\n  # b \\\n  -p \\\n  i\ny", ['x', '-p|i', 'y'], ['x|-p|i', 'y'], ["comment-in-command # it's\n  # b \\"]],
    ['x -d \\\n# -p 443:443 \\\n  i', ['x|-d', 'i'], ['x|-d|i'], ['comment-in-command # -p 443:443 \\']],
    ['x \\ \n # a\n -p', ['x| ', '-p'], ['x|-p'], ['broken-continuation \\ ', 'comment-in-command # a']],
    ['x \\\n# end', ['x'], ['x'], ['comment-in-command # end']],
    ['docker run i \\\n# then\ndocker logs i', ['docker|run|i', 'docker|logs|i'], ['docker|run|i', 'docker|logs|i'], ['comment-in-command # then']],
    ['x \\\n\n  -p i', ['x', '-p|i'], ['x|-p|i'], ['blank-in-command \n']],
    ['x \\\n\ny', ['x', 'y'], ['x', 'y'], []],
    ['x "a \\ \nb" \'c \\ \nd\' # e \\ \ny', ['x|a \\ \nb|c \\ \nd', 'y'], ['x|a \\ \nb|c \\ \nd', 'y'], []],
    ['cat <<E \\ \n -d\nE', ['cat| '], ['cat| '], ['broken-continuation \\ ']],
    ['x \\\r\n "a\\\r\nb" # c \\\r\ny \'d\\\r\n\'', ['x|ab', 'y|d\\\n'], ['x|ab', 'y|d\\\n'], ['broken-continuation \\\r', 'broken-continuation \\\r']],
    ['x \\ \r\n  -p\r\ny', ['x| ', '-p', 'y'], ['x|-p', 'y'], ['broken-continuation \\ ']],
  ])('%j', (text, read, meant, expected) => {
    expect(commands(text, false)).toEqual(read);
    expect(commands(text, true)).toEqual(meant);
    expect(doubts(text, false)).toEqual(expected);
    expect(doubts(text, true)).toEqual(expected);
  });
});

describe('a backslash with a blank behind it', () => {
  it.each([
    'docker run -d \\ \n -p 1:1 \n image\n',
    'docker run -d \\ \n -p 1:1 \\ \n image\nls',
    'docker run -d\\\t\r\n -p 1:1 \r\n image\r\n',
    'docker run -d \\  \n\n# x\n -p 1:1',
    'docker run -d \\ # c\n -p 1:1',
    'docker run -d \\\u3000\n -p 1:1\n',
    'if a; then\n docker run \\ \n -p 1\nfi',
    'a && docker run > f \\ \n -p 1',
  ])('the doubt stands between the start of its command and the next: %j', (text) => {
    for (const tolerant of [false, true]) {
      const read = readSh(text, { tolerant });
      expect(read.doubts.length).toBeGreaterThan(0);
      for (const doubt of read.doubts) {
        const own = read.commands.findLastIndex(({ start }) => start <= doubt.start);
        expect(text.slice(read.commands[own]?.start, doubt.start)).toMatch(/^(?:docker|-p) /);
        expect(doubt.end).toBeLessThanOrEqual(read.commands[own + 1]?.start ?? text.length);
        expect(text[doubt.start]).toBe('\\');
      }
    }
  });
});

describe('options on lines of their own', () => {
  it.each<[string, string[], string[]]>([
    ['docker run -d i\n  -p 80:80\n--name=a\nls', ['docker|run|-d|i|-p|80:80|--name=a', 'ls'], ['broken-continuation \n', 'broken-continuation \n']],
    ['sudo podman create -d # a\n  -p 80:80 \\\n i', ['sudo|podman|create|-d|-p|80:80|i'], ['broken-continuation \n']],
    ['docker run -e A=$(x) i\n-p 80', ['docker|run|-e|?|i|-p|80', 'x'], ['broken-continuation \n']],
    ['docker ps\n-p 80', ['docker|ps', '-p|80'], []],
    ['docker run i\n\n-p 80', ['docker|run|i', '-p|80'], []],
    ['docker run i <<E\n-p 80\nE', ['docker|run|i'], []],
  ])('%j', (text, meant, expected) => {
    expect(commands(text, true)).toEqual(meant);
    expect(doubts(text, true)).toEqual(expected);
    expect(doubts(text, false)).toEqual([]);
  });

  it('keeps the offsets', () => {
    const text = 'docker run \\  # a\n  # b\n\n  -p 80:80\n  -v "a b"\n';
    const [command] = readSh(text, { tolerant: true }).commands;
    expect(command?.words.map(({ start, end }) => text.slice(start, end))).toEqual(['docker', 'run', '-p', '80:80', '-v', '"a b"']);
    expect(command?.words.map(({ origin }) => origin)).toEqual(Array(6).fill('written'));
  });
});
