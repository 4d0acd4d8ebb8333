import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillIn, newest, tablesOf } from '../../bench/engine/markdown.mjs';
import { reportFiles } from '../../bench/engine/report.mjs';
import { pictureOf } from '../../bench/engine/svg.mjs';

const project = join(import.meta.dirname, '../..');

/** After new results: `npm run bench:report`, and read what changed. */
describe('what the results make', () => {
  test.each(Object.entries(reportFiles()))('%s is that', (path, text) => {
    expect(readFileSync(join(project, path), 'utf8')).toBe(text);
  });

  test('both READMEs hold the same tables, and the picture', () => {
    const [english, chinese] = ['README.md', 'README.zh.md'].map((name) => readFileSync(join(project, name), 'utf8'));
    const names = (text = ''): string[] => [...text.matchAll(/<!-- measured: ([\w-]+) -->/g)].map(([, name = '']) => name);
    expect(names(english).sort()).toEqual(['costs', 'examples', 'network', 'speed']);
    expect(names(chinese)).toEqual(names(english));
    expect(english).toContain('(docs/measured.svg)');
    expect(chinese).toContain('(docs/measured.zh.svg)');
  });
});

const circumstances = (version: string, hugePages = 'madvise') => ({ engine: { version, userlandProxy: true, firewall: 'iptables-nft' }, machine: { hugePages, cpu: 'AMD EPYC', cores: 2, memoryMb: 24_106, kernel: '6.18.44', loadAverage: [0.42, 1, 2] }, repeat: 1 });
const summary = (processes: number, used: number, startSeconds: number) => ({ processes, rules: processes, memoryMb: { used, released: used, processes: used / 2, kernel: used / 4 }, startSeconds, stopSeconds: startSeconds / 2 });
const result = (date: string, version: string, start: number) => ({
  date,
  circumstances: circumstances(version),
  scenarios: [{ name: 'host', summary: summary(0, -3, 0.3) }, { name: 'both-501', summary: summary(2004, 2150, start) }, { name: 'udp-5001', skipped: 'threads' }],
  examples: [{ name: 'wide', before: { skipped: 'too many' }, after: { summary: summary(0, 0, 0.25) } }],
  network: {
    results: [
      { kind: 'throughput', name: 'udp 200 B at 50 Mbit/s', protocol: 'udp', path: 'docker-proxy', client: 'from the host itself', published: { runs: [{}, {}, {}], median: { mbit: 40, lostPercent: 20 }, spread: { mbit: [35, 42], lostPercent: [18, 25] } }, host: { median: { mbit: 50, lostPercent: 0 } } },
      { kind: 'roundTrip', name: 'tcp round trip', protocol: 'tcp', path: 'nat', client: 'from outside', published: { runs: [{ error: 'refused' }], error: 'refused' }, host: { median: { medianMicroseconds: 61.7 } } },
    ],
  },
});
const results = [result('2026-11-24', '28.5.2+dfsg4', 120), result('2026-11-23', '28.5.2+dfsg4', 130), result('2026-11-22', '20.10.24', 60)];

describe('tables', () => {
  test('take the newest results of each engine, the oldest engine first', () => {
    expect(newest(results, () => true).map(({ date }: { date: string }) => date)).toEqual(['2026-11-22', '2026-11-24']);
    const { costs } = tablesOf(results, 'en');
    expect(costs.split('\n').filter((line: string) => line.includes('501'))).toEqual(['| 501 tcp + 501 udp | 2,004 | 2,004 | 2,150 MB | 1,613 MB | 60 s | 30 s |', '| 501 tcp + 501 udp | 2,004 | 2,004 | 2,150 MB | 1,613 MB | 120 s | 60 s |']);
    expect(costs).toMatch(/^Docker 20\.10\.24, userland-proxy on, iptables-nft, .* 2 cores, 24,106 MB, Linux 6\.18, load 0\.4 before; 2026-11-22, one run each\./);
  });

  test('keep of an engine what a later run left out', () => {
    const [first] = results;
    const later = { ...first, date: '2026-11-25', scenarios: [{ name: 'host', summary: summary(0, 7, 0.2) }], examples: [{ name: 'safe', before: { summary: summary(2014, 2100, 60) }, after: { summary: summary(0, 0, 0.2) } }], network: null };
    const { costs, examples, network } = tablesOf([later, ...results], 'en');
    expect(costs).toContain('| host network | 0 | 0 | noise |');
    expect(costs).toContain('load 0.4 before; 2026-11-24, 2026-11-25, one run each.');
    expect(costs).toContain('| 501 tcp + 501 udp | 2,004 | 2,004 | 2,150 MB | 1,613 MB | 120 s |');
    expect(examples.split('\n').filter((line: string) => /^\| (?:safe|wide)/.test(line)).map((line: string) => line.slice(2, 6))).toEqual(['wide', 'safe', 'wide']);
    expect(network.split('\n').filter((line: string) => line.startsWith('|'))).toEqual(tablesOf(results, 'en').network.split('\n').filter((line: string) => line.startsWith('|')));
  });

  test('say what was not started, lost or failed', () => {
    const { examples, network } = tablesOf(results, 'en');
    expect(examples).toContain('| wide | not started → 0 | not started → 0 |');
    expect(network).toContain('2026-11-22, 3 runs each.');
    expect(network).toContain('| udp 200 B at 50 Mbit/s | from the host itself: docker-proxy | 40 (35-42) Mbit/s, 20.0 % lost | 50 Mbit/s | 80 % |');
    expect(network).toContain('| round trip, tcp, 200 B | from outside: address translation | failed | 62 µs | - |');
  });

  test('are filled in between their marks, and nowhere else', () => {
    const text = 'a\n<!-- measured: costs -->\nold\n<!-- /measured -->\nb\n';
    expect(fillIn(text, { costs: 'new' })).toBe('a\n<!-- measured: costs -->\n\nnew\n\n<!-- /measured -->\nb\n');
    expect(() => fillIn(text, {})).toThrow('no results make the table costs');
  });
});

test('the picture says in words what its bars show', () => {
  const picture = pictureOf(results, 'en');
  expect(picture).toContain('<title id="title">What publishing 501 tcp + 501 udp costs, against host networking</title>');
  expect(picture).toMatch(/<desc id="desc">Docker 20\.10\.24: docker-proxy processes 2,004, memory, MB 2,150, .*; host network: docker-proxy processes 0, memory, MB 0,/);
  expect(picture.match(/class="published"/g)).toHaveLength(8);
  expect(picture.match(/class="host"/g)).toHaveLength(4);
  expect(picture).not.toMatch(/NaN|undefined|null/);
  expect(() => pictureOf([], 'en')).toThrow('no results');
  const [first] = results;
  const without = { ...first, circumstances: { ...first?.circumstances, engine: { ...first?.circumstances.engine, userlandProxy: false } } };
  expect(pictureOf([...results, without], 'en')).toBe(picture);
});
