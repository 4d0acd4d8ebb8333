import { expect, test } from 'vitest';
import { refit } from '../../bench/engine/fit.mjs';
import { scenarios } from '../../bench/engine/scenarios.mjs';
import { tables } from '../../bench/engine/tables.mjs';

const summary = (pairs: number) => ({
  processes: pairs * 2,
  threads: pairs * 14,
  rules: pairs * 3,
  memoryMb: { used: 33 + pairs * 13.4, processes: pairs * 12.5, kernel: pairs * 0.6 },
  startSeconds: 0.4 + pairs * 0.027 + pairs ** 2 * 4e-5,
  stopSeconds: 0.8 + pairs * 0.047 + pairs ** 2 * 7e-5,
});
const now = (pairs: number) => ({ processes: pairs * 2, firewallRules: pairs * 3, memory: { total: pairs * 13, processes: pairs * 12, kernel: pairs }, startSeconds: pairs / 3, stopSeconds: pairs / 2 });
const measured = scenarios.map(({ name, title, pairs }: { name: string; title: string; pairs: number }) => ({ name, title, pairs, summary: summary(pairs), predicted: { now: now(pairs) } }));
const transfer = (mbit: number) => ({ median: { mbit, lostPercent: 58.43, cpuSecondsPerGb: 172.1 } });
const result = {
  circumstances: { engine: { version: '28.5.2+dfsg4', userlandProxy: true, firewall: 'iptables-legacy' }, machine: { hugePages: 'always', cores: 2, memoryMb: 24_106, kernel: '6.18.44' } },
  scenarios: measured,
  examples: [
    { name: 'suppressed/start.sh', before: { summary: summary(506) }, after: { summary: summary(0) } },
    { name: 'wide', before: { skipped: '10008 pairs, and nothing above 2000 was ever measured' }, after: { error: 'docker run: no such image' } },
  ],
  network: {
    results: [
      { name: 'udp 1,400 B at 50 Mbit/s', kind: 'throughput', client: 'from the host itself', published: transfer(787), host: transfer(36_184) },
      { name: 'tcp round trip', kind: 'roundTrip', client: 'from outside', published: { error: 'refused' }, host: { median: { medianMicroseconds: 61.7, p99Microseconds: 359.8 } } },
    ],
  },
  fit: refit(measured),
};

test('what the terminal shows fits 100 columns, and says what is missing', () => {
  const text: string = tables(result);
  expect(text.split('\n').filter((line) => line.length > 100 && !line.startsWith('Docker '))).toEqual([]);
  expect(text).not.toMatch(/NaN|undefined|null/);
  expect(text).toMatch(/^501 tcp \+ 501 udp +2,004 +14,028 +3,006 /m);
  expect(text).toMatch(/^both-501 +2,004 +2,004 +3,006 +3,006 /m);
  expect(text).toContain('wide: skipped, 10008 pairs, and nothing above 2000 was ever measured\nwide, fixed: docker run: no such image');
  expect(text).toMatch(/start s = 0\.40 \+ 0\.0270 N \+ 4\.00e-5 N² {3}R² 1\.0000/);
  expect(text).toMatch(/tcp round trip +outside +- +- +62 +360 +- /);
});

test('without predictions it says why', () => {
  const text: string = tables({ ...result, scenarios: [{ ...measured[0], predicted: { now: null, note: 'zlm-lint cost says nothing: no such command' } }] });
  expect(text).toContain('zlm-lint cost says nothing: no such command');
});
