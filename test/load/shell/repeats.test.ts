import { describe, expect, it } from 'vitest';
import { readCmd } from '../../../src/load/shell/cmd.ts';
import { readPowershell } from '../../../src/load/shell/powershell.ts';
import { readSh } from '../../../src/load/shell/sh.ts';
import type { ShellCommands } from '../../../src/load/shell/shell-text.ts';

/** For each command that is called `x`, what stands where it is repeated by. */
function repeated(read: (text: string) => ShellCommands, text: string, length: number): (string | null)[] {
  const commands = read(text).commands.filter(({ words }) => words[0]?.value === 'x');
  return commands.map(({ repeatedBy }) => (repeatedBy === null ? null : text.slice(repeatedBy.start, repeatedBy.start + length)));
}

describe('what may run a command several times', () => {
  it.each<[string, (string | null)[]]>([
    ['x; for i in 1 2; do x; done; x', [null, 'for', null]],
    ['while y; do x; done; until x; do y; done', ['whi', 'unt']],
    ['for ((i=0; i<2; i++)); do if y; then x; fi; done', ['for']],
    ['for i in 1 2; do (a=$(x); { x & }); done', ['for', 'for']],
    ['f() { x; }; f', [null]],
    ['f() { x; }; f; y && f', ['f()']],
    ['f() { x; }; for i in 1; do f; done', ['f()']],
    ['for i in 1; do f() { x; }; done; f', [null]],
    ['g() { f; }; f() { x; }; g', [null]],
    ['g() { f; }; f() { x; }; g; g', ['f()']],
    ['g() { f() { x; }; f; }; g; h', [null]],
    ['f() { x; y && f; }; f', ['f()']],
    ['case $1 in a) f;; b) y;; esac; f() { x; }', [null]],
  ])('sh: %s', (text, expected) => {
    expect(repeated(readSh, text, 3)).toEqual(expected);
  });

  it.each<[string, (string | null)[]]>([
    ['x\r\nfor %%i in (1 2) do x\r\nx', [null, 'for', null]],
    ['for /l %%i in (1,1,2) do (\r\nif y (\r\nx\r\n)\r\n)\r\nif y (\r\nx\r\n)', ['for', null]],
  ])('cmd: %s', (text, expected) => {
    expect(repeated(readCmd, text, 3)).toEqual(expected);
  });

  it.each<[string, (string | null)[]]>([
    ['x\nforeach ($i in 1, 2) { if ($y) { x } }\nif ($y) { x }', [null, 'for', null]],
    ['1..2 | % { x }\nwhile ($y) { x }', ['% {', 'whi']],
  ])('PowerShell: %s', (text, expected) => {
    expect(repeated(readPowershell, text, 3)).toEqual(expected);
  });
});
