import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';

const shared = resolve(process.env['ZLM_LINT_SHARED'] ?? '../shared');
const folder = join(shared, 'conformance');

interface Row {
  readonly hostIp?: string;
  readonly hostStart: number | null;
  readonly hostEnd: number | null;
  readonly containerStart: number;
  readonly containerEnd: number;
  readonly protocol: string;
  readonly mode?: string;
}

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

interface PortsCase {
  readonly id: string;
  readonly syntax: 'short' | 'long' | 'run';
  readonly input: unknown;
  readonly stage?: string;
  readonly expect: readonly Row[] | { readonly error: true };
  readonly alsoAcceptable?: readonly (readonly Row[])[];
}

interface PortsReport {
  readonly services: readonly {
    readonly name: string;
    readonly networkMode: unknown;
    readonly networks: readonly string[];
    readonly expose: readonly string[];
    readonly ports: readonly { hostIp: string; host: { from: number; to: number } | null; container: { from: number; to: number }; protocol: string; mode: string | null }[];
  }[];
  readonly errors: readonly unknown[];
}

const root = mkdtempSync(join(tmpdir(), 'zlm-lint-conformance-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

async function run(files: Readonly<Record<string, string>>, args: readonly string[], options: { env?: Readonly<Record<string, string>>; cwd?: string } = {}): Promise<{ code: number; stdout: string }> {
  const directory = join(root, String(count++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  let stdout = '';
  const stream = { width: 80, colors: () => false };
  const code = await main(
    {
      argv: args,
      cwd: join(directory, options.cwd ?? '.'),
      env: options.env ?? {},
       
      stdin: (async function* () {})(),
      stdout: { ...stream, write: (text) => void (stdout += text) },
      stderr: { ...stream, write: () => undefined },
    },
    '0.0.0',
  );
  return { code, stdout };
}

function rowsOf(ports: PortsReport['services'][number]['ports']): Row[] {
  return ports.map(({ hostIp, host, container, protocol, mode }) => ({
    hostIp,
    hostStart: host?.from ?? null,
    hostEnd: host?.to ?? null,
    containerStart: container.from,
    containerEnd: container.to,
    protocol,
    ...(mode === null ? {} : { mode }),
  }));
}

const present = existsSync(folder);
const { same, passes } = present
  ? ((await import(pathToFileURL(join(folder, 'compare.mjs')).href)) as { same: (a: unknown, b: unknown, o?: object) => boolean; passes: (c: unknown, got: unknown, o?: object) => boolean })
  : { same: () => false, passes: () => false };
const read = <Case>(name: string): Case[] => (present ? (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Case[]) : []);

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
      const service = expected.services?.[name];
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
