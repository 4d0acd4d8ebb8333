import { describe, expect, it } from 'vitest';
import { readCmd } from '../../../src/load/shell/cmd.ts';
import { readPowershell } from '../../../src/load/shell/powershell.ts';
import { readSh } from '../../../src/load/shell/sh.ts';
import type { ShellCommands } from '../../../src/load/shell/shell-text.ts';
import { timesLonger } from '../../cpu-time.ts';

type Read = (text: string, options: { readonly tolerant: boolean }) => ShellCommands;

const LINES = 5000;
/** Four times the text takes four times the time, or sixteen times where a text is searched for every line. */
const MOST = 8;

function cpu(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How many times longer it takes to read four times the text. */
function growth(read: Read, textOf: (size: number) => string, size: number): Promise<number> {
  const bothWays = (text: string) => () => [true, false].forEach((tolerant) => read(text, { tolerant }));
  return timesLonger(bothWays(textOf(4 * size)), bothWays(textOf(size)));
}

const continued = (mark: string) => (lines: number): string => {
  const options = Array.from({ length: lines }, (_, index) => ` -p ${10_000 + index}:${10_000 + index}/udp -e "V${index}=some text" ${mark}\n`);
  return `docker run -d ${mark}\n${options.join('')} zlmediakit/zlmediakit:master\n`;
};

const several = (lines: number): string => Array.from({ length: lines }, (_, index) => `docker run -d --name z${index} -p 30000-35000:30000-35000/udp zlmediakit/zlmediakit:master\n`).join('');

describe.each<[string, Read, string]>([
  ['readSh', readSh, '\\'],
  ['readCmd', readCmd, '^'],
  ['readPowershell', readPowershell, '`'],
])('%s takes time in proportion to the text', (_, read, mark) => {
  it('in one command on many lines', { timeout: 60_000 }, async () => {
    const { commands, doubts } = read(continued(mark)(LINES), { tolerant: false });
    expect([commands.length, commands[0]?.words.length, doubts.length]).toEqual([1, 4 + 4 * LINES, 0]);
    expect(await growth(read, continued(mark), LINES)).toBeLessThan(MOST);
  });

  it('in many commands', { timeout: 60_000 }, async () => {
    expect(read(several(LINES), { tolerant: false }).commands).toHaveLength(LINES);
    expect(await growth(read, several, LINES)).toBeLessThan(MOST);
  });
});

// What was quadratic took several seconds for each of these.
it.each<[string, Read, (size: number) => string]>([
  ['what is no command', readCmd, (size) => ' ,;='.repeat(size / 4)],
  ['carriage returns', readCmd, (size) => '\r'.repeat(size)],
  ['carriage returns alone', readPowershell, (size) => 'a\r'.repeat(size / 2)],
  ['errors before many blanks', readSh, (size) => 'a; }; '.repeat(size / 12) + ' '.repeat(size / 2)],
  ['braces that nothing closes', readSh, (size) => `x {1..1000}${'{'.repeat(3900)}\n`.repeat(size / 4000)],
])('reads a long text of %s at once', { timeout: 60_000 }, (_, read, textOf) => {
  for (const tolerant of [false, true]) expect(cpu(() => read(textOf(400_000), { tolerant }))).toBeLessThan(4000);
});

describe('here-documents', () => {
  it('of any number are read', () => {
    const { commands, doubts } = readSh(`${Array.from({ length: 50_000 }, (_, index) => `cat <<E${index}\nx\nE${index}\n`).join('')}docker run x\n`);
    expect([commands.at(-1)?.words.map(({ value }) => value), doubts]).toEqual([['docker', 'run', 'x'], []]);
  });

  it.each([
    ['in one line', (count: number) => `cat${' <<E'.repeat(count)}\n`],
    ['in one line that goes on', (count: number) => `cat${' <<E \\\n'.repeat(count)}\n`],
  ])('that wait for the end of one line are read up to a thousand: %s', (_, line) => {
    const doubts = (count: number) => readSh(`${line(count)}${'E\n'.repeat(count)}docker run x\n`).doubts.map(({ id }) => id);
    expect([doubts(1000), doubts(1001)]).toEqual([[], ['script-not-read']]);
  });
});
