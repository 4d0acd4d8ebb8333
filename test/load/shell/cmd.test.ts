import { describe, expect, it } from 'vitest';
import { readCmd } from '../../../src/load/shell/cmd.ts';
import type { Word } from '../../../src/load/shell/shell-text.ts';

type Shown = string | { readonly unknown: string };

const shown = ({ value }: Word): Shown => value;
const commands = (text: string, tolerant = false): Shown[][] => readCmd(text, { tolerant }).commands.map(({ words }) => words.map(shown));
const unknown = (text: string) => ({ unknown: text });

describe('commands', () => {
  it.each<[string, Shown[][]]>([
    ['docker run -p 80:80 x', [['docker', 'run', '-p', '80:80', 'x']]],
    ['@docker run x\r\n@echo off\r\n', [['docker', 'run', 'x'], ['echo', 'off']]],
    ['docker run -d ^\r\n  -p 80:80 ^\r\n  x\r\ndocker ps', [['docker', 'run', '-d', '-p', '80:80', 'x'], ['docker', 'ps']]],
    ['docker run -p 80:^\n80 x', [['docker', 'run', '-p', '80:80', 'x']]],
    ['docker rm -f z & docker run x && a || b | c', [['docker', 'rm', '-f', 'z'], ['docker', 'run', 'x'], ['a'], ['b'], ['c']]],
    ['docker run -e A=1^&2 x', [['docker', 'run', '-e', 'A=1&2', 'x']]],
    ['docker run -e "A=1 & 2" x>nul 2>&1', [['docker', 'run', '-e', 'A=1 & 2', 'x']]],
    ['docker run 2>nul -d >> "a b.log" x', [['docker', 'run', '-d', 'x']]],
    ["docker run -e 'A B' x", [['docker', 'run', '-e', "'A", "B'", 'x']]],
    ['docker run "-e" "A=""q""" "B=\\"q\\"" C:\\d\\ "C:\\d\\\\" x', [['docker', 'run', '-e', 'A="q"', 'B="q"', 'C:\\d\\', 'C:\\d\\', 'x']]],
    ['docker run -v a"b c"d "" x', [['docker', 'run', '-v', 'ab cd', '', 'x']]],
    ['rem docker run a\r\n:: docker run b\r\n:docker\r\n  REM x & docker run c\ndocker run d', [['docker', 'run', 'd']]],
    ['(docker run a\r\n docker run b)', [['docker', 'run', 'a'], ['docker', 'run', 'b']]],
    ['if exist x (\r\n  docker run a\r\n) else (\r\n  docker run b\r\n)', [['docker', 'run', 'a'], ['docker', 'run', 'b']]],
    ['if not "%1"=="" docker run a', [['docker', 'run', 'a']]],
    ['if /i %A% == b docker run a', [['docker', 'run', 'a']]],
    ['if errorlevel 1 docker run a', [['docker', 'run', 'a']]],
    ['for %%p in (1 2) do docker run -p %%p:80 x', [['docker', 'run', '-p', unknown('%%p:80'), 'x']]],
    ['for %%p in (1 2) do (\n docker run x\n)\ndocker run y', [['docker', 'run', 'x'], ['docker', 'run', 'y']]],
    ['call docker run x', [['call', 'docker', 'run', 'x']]],
    ['start "t" /b docker run x', [['docker', 'run', 'x']]],
    ['"C:\\Program Files\\Docker\\docker.exe" run x', [['C:\\Program Files\\Docker\\docker.exe', 'run', 'x']]],
    ['docker run x^\n', [['docker', 'run', 'x']]],
    ['docker run -e A=100%% x', [['docker', 'run', '-e', 'A=100%', 'x']]],
    ['', []],
  ])('%j', (text, expected) => {
    expect(commands(text)).toEqual(expected);
  });
});

describe('variables', () => {
  it.each<[string, Shown[]]>([
    ['docker run -p %PORT%:80 x', ['docker', 'run', '-p', unknown('%PORT%:80'), 'x']],
    ['set PORT=8080\ndocker run -p %PORT%:80 x', ['docker', 'run', '-p', '8080:80', 'x']],
    ['set "port=8080" & rem\r\ndocker run -p "%PORT%:80" x', ['docker', 'run', '-p', '8080:80', 'x']],
    ['set O=-d -p 80:80\ndocker run %O% x', ['docker', 'run', '-d', '-p', '80:80', 'x']],
    ['set A=8\nset B=%A%0\ndocker run -p !B!:80 x', ['docker', 'run', '-p', '80:80', 'x']],
    ['set A=%C%0\ndocker run %A%', ['docker', 'run', unknown('%A%')]],
    ['set A=1\nif x==y set A=2\ndocker run %A%', ['docker', 'run', unknown('%A%')]],
    ['set A=1\nif x==y (\nset A=2\n)\ndocker run %A%', ['docker', 'run', unknown('%A%')]],
    ['set A=1\nset /a A=%A%+1\ndocker run %A%', ['docker', 'run', unknown('%A%')]],
    ['set /p A=port?\ndocker run %A%', ['docker', 'run', unknown('%A%')]],
    ['set A=1\ndocker run %A:~0,1% %A:1=2%', ['docker', 'run', unknown('%A:~0,1%'), unknown('%A:1=2%')]],
    ['set A=1\nset A=\ndocker run %A%', ['docker', 'run', unknown('%A%')]],
    ['docker run -v %~dp0data:/x -v %cd%:/y %1 %*', ['docker', 'run', '-v', unknown('%~dp0data:/x'), '-v', unknown('%cd%:/y'), unknown('%1'), unknown('%*')]],
    ['docker run "%ProgramFiles(x86)%\\x"', ['docker', 'run', unknown('%ProgramFiles(x86)%\\x')]],
  ])('%j', (text, expected) => {
    expect(commands(text).at(-1)).toEqual(expected);
  });

  it('says what may be no word', () => {
    const loose = (text: string) => readCmd(text).commands[0]?.words.map((word) => word.loose);
    expect(loose('docker %A% "%A%" %A%:80 x')).toEqual([false, true, false, true, false]);
  });

  it('takes what is pasted for no batch file', () => {
    expect(commands('docker run -e A=%1 %PORT%', true)).toEqual([['docker', 'run', '-e', 'A=%1', unknown('%PORT%')]]);
  });

  it('does not grow without end', () => {
    const text = `set A=ab\n${'set A=%A%%A%\n'.repeat(60)}docker run %A%\n`;
    expect(commands(text).at(-1)).toEqual(['docker', 'run', unknown('%A%')]);
  });
});

describe('places', () => {
  it.each<[string, string, Partial<Word>]>([
    ['docker run -p 80:80 x', '80:80', { value: '80:80', origin: 'written', quote: '' }],
    ['docker run -p "80:80" x', '"80:80"', { value: '80:80', origin: 'written', quote: '"' }],
    ['docker run -p 80:^\n80 x', '80:^\n80', { value: '80:80', origin: 'derived' }],
    ['docker run -p 8"0:80" x', '8"0:80"', { value: '80:80', origin: 'derived', quote: '' }],
    ['set P=1\ndocker run -p %P%:80 x', '%P%:80', { value: '1:80', origin: 'derived' }],
    ["docker run -p '80:80' x", "'80:80'", { value: "'80:80'", origin: 'written', quote: '' }],
  ])('%j', (text, source, expected) => {
    const command = readCmd(text).commands.at(-1);
    const word = command?.words[3];
    expect(text.slice(word?.start, word?.end)).toBe(source);
    expect(word).toMatchObject(expected);
    expect(text.slice(command?.start, command?.end)).toMatch(/^docker run [\s\S]* x$/);
  });
});

describe('doubts', () => {
  const doubts = (text: string, tolerant = false) => readCmd(text, { tolerant }).doubts.map(({ id, start, end }) => [id, text.slice(start, end)]);

  it.each<[string, [string, string][], string[][], string[][]]>([
    ['docker run -d ^ \r\n -p 80:80 x', [['broken-continuation', '^ ']], [['docker', 'run', '-d', ' '], ['-p', '80:80', 'x']], [['docker', 'run', '-d', '-p', '80:80', 'x']]],
    ['docker run -d \\\n -p 80:80 x', [['broken-continuation', '\\']], [['docker', 'run', '-d', '\\'], ['-p', '80:80', 'x']], [['docker', 'run', '-d', '-p', '80:80', 'x']]],
    ['docker run -d `\n -p 80:80 x', [['broken-continuation', '`']], [['docker', 'run', '-d', '`'], ['-p', '80:80', 'x']], [['docker', 'run', '-d', '-p', '80:80', 'x']]],
    ['docker run -d ^\n\n -p 80:80 x', [['blank-in-command', '\n']], [['docker', 'run', '-d'], ['-p', '80:80', 'x']], [['docker', 'run', '-d', '-p', '80:80', 'x']]],
    ['docker run "x\necho "a', [['unclosed', '"x']], [['docker', 'run', 'x'], ['echo', 'a']], [['docker', 'run', 'x'], ['echo', 'a']]],
    ['docker run x \\\n', [], [['docker', 'run', 'x', '\\']], [['docker', 'run', 'x', '\\']]],
  ])('%j', (text, found, strict, meant) => {
    expect(doubts(text)).toEqual(found);
    expect(doubts(text, true)).toEqual(found);
    expect(commands(text).map((words) => words.filter((word) => word !== ' '))).toEqual(strict.map((words) => words.filter((word) => word !== ' ')));
    expect(commands(text, true)).toEqual(meant);
  });
});
