import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BadRequest } from '../../bench/engine/arguments.mjs';
import { readArguments, readGuardArguments } from '../../bench/speed/arguments.mjs';
import { dimensions, sizesOf } from '../../bench/speed/dimensions.mjs';
import { exponentOf } from '../../bench/speed/exponent.mjs';
import { inputs } from '../../bench/speed/inputs.mjs';
import { speedTables } from '../../bench/speed/markdown.mjs';
import { canMeasure, startMeter } from '../../bench/speed/meter.mjs';
import { summary } from '../../bench/speed/rounds.mjs';
import { tables } from '../../bench/speed/tables.mjs';

const speed = join(import.meta.dirname, '../../bench/speed');
let work = '';
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'zlm-lint-speed-test-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const filesOf = (name: string): Record<string, string> => inputs.find((input: { name: string }) => input.name === name).files();
const bytesOf = (files: Record<string, string>): number => Object.values(files).reduce((sum, text) => sum + text.length, 0);

describe('what is linted', () => {
  test.each([['200x10', 200], ['2000x10', 2000]])('%s has as many services, with ten ports each', (name, count) => {
    const { services } = parse(filesOf(name)['docker-compose.yml'] ?? '');
    const list = Object.values<{ image: string; ports: string[] }>(services);
    expect(list).toHaveLength(count);
    expect(list.every(({ ports }) => new Set(ports).size === 10)).toBe(true);
    expect(list.filter(({ image }) => image.startsWith('zlmediakit/'))).toHaveLength(count / 4);
  });

  test.each([['small', 1, 415], ['100-files', 100, 42_000], ['1000-files', 1000, 420_000], ['1000-others', 1000, 346_000], ['script', 1, 5_000_000], ['200x10', 1, 83_000], ['2000x10', 1, 833_000]])('%s is %i files and about %i bytes', (name, count, bytes) => {
    const files = filesOf(name);
    expect(Object.keys(files)).toHaveLength(count);
    expect(Math.abs(bytesOf(files) / bytes - 1)).toBeLessThan(0.02);
    expect(filesOf(name)).toEqual(files);
  });

  test('the others have nothing of ZLMediaKit', () => {
    expect(Object.values(filesOf('1000-others')).some((text) => /zlm|media/i.test(text))).toBe(false);
  });

  test('a file with 1,000 aliases has them', () => {
    expect(filesOf('1000-aliases')['docker-compose.yml']?.match(/: \*\w/g)).toHaveLength(1000);
  });

  test.each<{ name: string; files: (size: number) => Record<string, string> }>(dimensions)('$name is doubled', (dimension) => {
    const sizes = sizesOf(dimension);
    expect(sizes.at(-1)).toBe(64 * sizes[0]);
    if (dimension.name === 'range') return;
    const [less, more] = [sizes[0], sizes[3]].map((size) => bytesOf(dimension.files(size)));
    expect((more ?? 0) / (less ?? 0)).toBeGreaterThan(4);
  });
});

describe('the exponent', () => {
  const sizes = [1, 2, 4, 8, 16, 32, 64];
  const of = (cost: (size: number) => number) => exponentOf(sizes.map((size) => ({ size: size * 16, cpu: 10 + cost(size) })), 10);

  test.each<[string, (size: number) => number, number]>([
    ['a line', (n) => 3 * n, 1],
    ['a square', (n) => n * n, 2],
    ['n log n', (n) => 3 * n * Math.log2(16 * n), 1.13],
    ['nothing', () => 0.3, 0],
    ['what only begins to grow', (n) => (n === 64 ? 40 : 0), 1.3],
  ])('of %s', (_name, cost, wanted) => {
    expect(of(cost)).toBeCloseTo(wanted, 1);
  });

  test('what was measured last decides, not the small sizes', () => {
    expect(of((n) => Math.max(200, n * n))).toBeGreaterThan(1.25);
  });
});

describe('arguments', () => {
  const names = ['small', 'script'];

  test('without any', () => {
    expect(readArguments([], names)).toMatchObject({ only: names, rounds: 15, patience: 60, peers: true, inherit: false, shared: null, output: null });
    expect(readGuardArguments(['--write'], names)).toMatchObject({ write: true, only: names, rounds: 15 });
  });

  test.each([
    [['--rounds', '0'], '--rounds takes a whole number from 1, not 0'],
    [['--only', 'large'], '--only knows no large: small, script'],
    [['--only', ','], '--only takes at least one name'],
    [['--fast'], "Unknown option '--fast'"],
  ])('%s is refused in one line', (argv, message) => {
    expect(() => readArguments(argv, names)).toThrow(BadRequest);
    expect(() => readArguments(argv, names)).toThrow(message);
  });
});

describe('the table of the READMEs', () => {
  const run = (cpu: number) => ({ cpu, wall: cpu, memory: 40, beside: { cpu: 20, wall: 20, memory: 38 } });
  const result = (date: string, cpu: number) => ({
    date,
    circumstances: { node: '20.20.2', machine: { cpu: 'AMD EPYC', cores: 2, kernel: '6.18.44', loadAverage: [0.42, 1, 2] }, peers: { yamllint: '1.29.0', dclint: '3.1.0' }, rounds: 3 },
    inputs: [{ name: '1000-files', count: 1000, bytes: 420_000, programs: [{ program: 'zlm-lint', runs: [run(cpu), run(cpu * 4), run(cpu)], failed: null }, { program: 'dclint', runs: [run(20_000)], failed: null }, { program: 'yamllint', runs: [], failed: 'ends with 7' }].map(summary) }],
  });

  test('takes the newest result, and says how often a slow program was run', () => {
    expect(speedTables([result('2026-11-25', 100), result('2026-11-24', 300)], 'en').speed).toBe(
      [
        'Node 20.20.2, AMD EPYC, 2 cores, Linux 6.18, load 0.4 before; yamllint 1.29.0, dclint 3.1.0; 2026-11-25, medians of 3 rounds.',
        '',
        '| CPU time, `node -e 0` = 1 | zlm-lint | `docker compose config -q` | yamllint | ShellCheck | dclint | peak memory of zlm-lint |',
        '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
        '| 1,000 files | 5.00 | - | fails | - | 1,000 (one run) | 40 MB |',
      ].join('\n'),
    );
    expect(speedTables([result('2026-11-25', 100)], 'zh').speed).toContain('| 1,000 个文件 | 5.00 | - | 失败 | - | 1,000（1 次） | 40 MB |');
    expect(speedTables([], 'en')).toEqual({});
  });

  test('the terminal shows the same, and what failed', () => {
    expect(tables(result('2026-11-25', 100)).split('\n').slice(2)).toEqual([
      '1000-files (1,000 files, 420,000 bytes)',
      'program   CPU / node    CPU ms  wall / node   wall ms  peak MB  rounds',
      'zlm-lint        5.00     100.0         5.00     100.0     40.0  3',
      'dclint      1,000.00  20,000.0     1,000.00  20,000.0     40.0  1',
      'yamllint           -         -            -         -        -  failed',
    ]);
  });
});

/** A program in the place of zlm-lint: it burns CPU time in so many of its first runs. */
function standIn(name: string, milliseconds: number, runs = Infinity): string {
  const file = join(work, `${name}.cjs`);
  const log = JSON.stringify(join(work, `${name}.log`));
  writeFileSync(file, `const fs = require('node:fs');
fs.appendFileSync(${log}, '.');
const from = process.cpuUsage();
const spent = () => { const { user, system } = process.cpuUsage(from); return (user + system) / 1000; };
if (fs.readFileSync(${log}, 'utf8').length <= ${runs}) while (spent() < ${milliseconds});
console.log('0.1.0');
`);
  return file;
}

function start(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(speed, command), ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe.skipIf(!canMeasure())('the guard', () => {
  const guard = (program: string, ...more: string[]) => start('guard.mjs', ['--only', 'version', '--rounds', '3', '--ratios', join(work, 'ratios.json'), '--program', program, ...more]);

  test('passes what is as fast as it was, and fails what is slower, each time it is measured', () => {
    const fast = standIn('fast', 0);
    expect(guard(fast)).toMatchObject({ status: 2, stderr: expect.stringContaining('has no ratio of version: npm run bench:guard -- --write') });
    expect(guard(fast, '--write').status).toBe(0);
    expect(Object.values<{ ratios: object }>(JSON.parse(readFileSync(join(work, 'ratios.json'), 'utf8'))).map(({ ratios }) => Object.keys(ratios))).toEqual([['version']]);
    expect(guard(fast)).toMatchObject({ status: 0, stdout: expect.stringContaining('1 inputs, 0 failures') });
    const slow = guard(standIn('slow', 60));
    expect(slow).toMatchObject({ status: 1, stderr: expect.stringMatching(/^FAILED: version takes \d+\.\d\d times what it took; it may take 1\.3 times$/m) });
    expect(slow.stdout).toMatch(/^version( +\d+\.\d\d){2} +\d+ % +\d+\.\d\d +\d+ %$/m);
  });

  test('measures once more what seems slower, and believes the second time', () => {
    expect(guard(standIn('again', 0), '--write').status).toBe(0);
    // A warm-up and three rounds.
    const { status, stdout } = guard(standIn('disturbed', 60, 4));
    expect(stdout).toMatch(/^version( +\d+\.\d\d){2} +\d+ % +\d+\.\d\d +-?\d+ %$/m);
    expect(status).toBe(0);
  });

  test('does not call fast what fails', () => {
    const broken = join(work, 'broken.cjs');
    writeFileSync(broken, 'process.exit(7);');
    expect(guard(broken, '--write')).toMatchObject({ status: 1, stderr: expect.stringMatching(/zlm-lint ends with 7 after [\d.]+ s and \d+ MB on version, expected 0/) });
    writeFileSync(broken, '');
    expect(guard(broken, '--write')).toMatchObject({ status: 1, stderr: expect.stringContaining('zlm-lint prints nothing on version') });
    expect(guard(join(work, 'nowhere.cjs'), '--write')).toMatchObject({ status: 2, stderr: expect.stringContaining('--program takes a file') });
  });
});

describe.skipIf(!canMeasure())('the meter', () => {
  test('gives CPU time below the millisecond and peak memory, and ends what takes too long', async () => {
    const meter = startMeter();
    try {
      const busy = await meter.run([process.execPath, '-e', 'Buffer.alloc(64 << 20, 1); const f = process.cpuUsage(); while (process.cpuUsage(f).user < 100_000);'], { cwd: work, limit: 60 });
      expect(busy).toMatchObject({ code: 0 });
      expect(busy.cpu).toBeGreaterThan(100);
      expect(busy.memory).toBeGreaterThan(90);
      expect(await meter.run(['/nowhere'], { cwd: work, limit: 60 })).toMatchObject({ code: 127 });
      expect(await meter.run([process.execPath, '-e', 'setTimeout(() => {}, 60_000)'], { cwd: work, limit: 0.3 })).toMatchObject({ code: -9 });
      expect(await meter.run([process.execPath, '-e', 'const kept = Buffer.alloc(300 << 20, 1); setTimeout(() => kept, 60_000)'], { cwd: work, limit: 60, memory: 200 })).toMatchObject({ code: -9 });
    } finally {
      meter.stop();
    }
  });
});

test('bench:growth fails what grows with the square', () => {
  const file = join(work, 'square.cjs');
  writeFileSync(file, `exports.start = () => {
  process.exitCode = 0;
  const { length } = process.argv;
  let sum = 0;
  for (let i = 0; i < length * length * 300; i++) sum = (sum + i) | 0;
  setImmediate(() => sum);
};`);
  const { status, stdout, stderr } = start('growth.mjs', ['--only', 'overrides', '--program', file]);
  expect(stdout).toMatch(/^overrides \(override files\): exponent [12]\.\d\d/m);
  expect(stderr).toMatch(/^FAILED: overrides: CPU time grows with the power (?:1\.[6-9]|2\.)/m);
  expect(status).toBe(1);
});
