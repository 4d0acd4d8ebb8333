import { describe, expect, test } from 'vitest';
import { passes, present, read, rowsOf, run, same, type PortsCase, type PortsReport, type Row } from './cases.ts';

interface Expected {
  readonly error?: true;
  readonly services?: Readonly<Record<string, { ports?: readonly Row[]; expose?: readonly string[]; network_mode?: string; networks?: readonly string[] }>>;
}

interface ComposeCase {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly configs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly envfiles?: readonly string[];
  readonly cwd?: string;
  readonly expect: Expected;
}

describe.skipIf(!present)('agrees with Docker Compose', () => {
  const cases = read<ComposeCase>('compose-cases.json');

  test('there are cases', () => expect(cases.length).toBeGreaterThan(100));

  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_, { files, configs = [], env = {}, profiles = [], envfiles = [], cwd, expect: expected }) => {
    const args = ['ports', '--format', 'json', '--process-env'];
    for (const file of configs) args.push('-f', file);
    for (const name of profiles) args.push('--profile', name);
    for (const file of envfiles) args.push('--env-file', file);
    const { code, stdout } = await run(files, args, { env, ...(cwd === undefined ? {} : { cwd }) });
    const report = JSON.parse(stdout) as PortsReport;
    if (expected.error === true) {
      expect(report.errors).not.toEqual([]);
      expect(code).toBe(2);
      return;
    }
    expect(report.errors).toEqual([]);
    expect(code).toBe(0);
    expect(report.services.map(({ name }) => name).sort()).toEqual(Object.keys(expected.services ?? {}).sort());
    for (const { name, networkMode, networks, ports } of report.services) {
      const service = expected.services?.[name ?? ''];
      expect(networkMode).toBe(service?.network_mode ?? null);
      expect([...networks].sort()).toEqual([...(service?.networks ?? [])].sort());
      expect(same(rowsOf(ports), service?.ports ?? []), `${JSON.stringify(rowsOf(ports))} is not ${JSON.stringify(service?.ports)}`).toBe(true);
    }
  });
});

describe.skipIf(!present)('reads a mapping as Docker Compose does', () => {
  const cases = read<PortsCase>('ports-cases.json').filter(({ syntax }) => syntax !== 'run');

  test('there are cases', () => expect(cases.length).toBeGreaterThan(50));

  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    const text = JSON.stringify({ services: { z: { image: 'zlmediakit/zlmediakit:master', ports: [one.input] } } });
    const { stdout } = await run({ 'compose.yaml': text }, ['ports', '--format', 'json', '--process-env']);
    const report = JSON.parse(stdout) as PortsReport;
    const got = report.errors.length > 0 ? { error: true } : rowsOf(report.services[0]?.ports ?? []);
    if (one.stage === 'engine') {
      const lint = await run({ 'compose.yaml': text }, ['--format', 'json']);
      expect(lint.code).toBe(1);
      return;
    }
    expect(passes(one, got), `${JSON.stringify(got)} is not ${JSON.stringify(one.expect)}`).toBe(true);
  });
});

interface EngineCase {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly create: Readonly<Record<string, { ok?: boolean; error?: true } | boolean>>;
}

describe.skipIf(!present)('tells what the engine refuses', () => {
  const cases = read<EngineCase>('network-engine-cases.json');

  test('there are cases', () => expect(cases.length).toBeGreaterThan(20));

  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_, { files, create }) => {
    const made = create['engine 28.5.2'];
    const ok = typeof made === 'object' && made.ok === true;
    // Recognised as ZLMediaKit, so that the lint speaks at all.
    const { stdout } = await run(files, ['--format', 'json', '--process-env', '--zlm-service', 'z']);
    const report = JSON.parse(stdout) as { files: { findings: { severity: string; rule: string; message: string }[] }[] };
    const refusals = report.files.flatMap(({ findings }) => findings.filter(({ severity, rule }) => severity === 'error' && rule !== 'no-wide-port-range'));
    if (ok) expect(refusals.map(({ message }) => message)).toEqual([]);
    else expect(refusals).not.toEqual([]);
  });
});
