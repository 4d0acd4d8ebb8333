import { describe, expect, test } from 'vitest';
import { passes, present, read, rowsOf, run, same, type PortsCase, type PortsReport, type Row } from './cases.ts';

interface RunCase {
  readonly id: string;
  readonly shell: 'bash' | 'cmd' | 'powershell' | 'console';
  readonly input: string;
  readonly dynamic?: true;
  readonly ambiguous?: string;
  readonly expect: readonly Expected[];
}

interface Expected {
  readonly error?: true;
  readonly image: string;
  readonly args: readonly string[];
  readonly ports: readonly Row[];
  readonly network: string | null;
  readonly publishAll: boolean;
  readonly expose?: readonly string[];
  readonly networks?: readonly string[];
  readonly portsUnknown?: true;
  readonly tool: string;
  readonly verb: string;
}

const files = { bash: 'case.sh', cmd: 'case.cmd', powershell: 'case.ps1', console: 'case.md' };

/** A value that is not known agrees with whatever it turns out to be. */
function unknown(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes('{"unknown":');
}

describe.skipIf(!present)('reads a command line as Docker does', () => {
  const cases = read<RunCase>('run-cases.json');

  test('there are cases', () => expect(cases.length).toBeGreaterThan(50));

  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_, { shell, input, dynamic = false, ambiguous, expect: expected }) => {
    const text = shell === 'console' ? `\`\`\`console\n${input}\n\`\`\`\n` : input;
    const { code, stdout } = await run({ [files[shell]]: text }, ['ports', '--format', 'json', files[shell]]);
    const { services, errors } = JSON.parse(stdout) as PortsReport;
    if (ambiguous !== undefined && services.length === 0) return;
    const refused = expected.filter(({ error }) => error === true);
    if (!dynamic || refused.length === 0) {
      expect(errors.length > 0, stdout).toBe(refused.length > 0);
      expect(code).toBe(refused.length > 0 ? 2 : 0);
    }
    if (refused.length > 0) return;
    expect(services).toHaveLength(expected.length);
    for (const [index, want] of expected.entries()) {
      const got = services[index];
      if (got === undefined) continue;
      const told = { image: got.image, args: got.args, network: got.networkMode, publishAll: got.publishAll, tool: got.tool, verb: got.verb };
      for (const [key, mine] of Object.entries(told)) {
        const value = want[key as keyof typeof told];
        if (!(key in want)) continue;
        if (!(dynamic && unknown(mine))) expect(mine, key).toEqual(value);
      }
      if (want.portsUnknown === true) expect(unknown(got.ports)).toBe(true);
      else if (!(dynamic && unknown(got.ports))) expect(same(rowsOf(got.ports), want.ports), JSON.stringify(got.ports)).toBe(true);
      if (want.networks !== undefined) expect(got.networks).toEqual(want.networks);
      if (want.expose !== undefined) expect(got.expose).toEqual(want.expose);
    }
  });
});

describe.skipIf(!present)('reads -p as Docker does', () => {
  const cases = read<PortsCase>('ports-cases.json').filter(({ syntax }) => syntax === 'run');

  test('there are cases', () => expect(cases.length).toBeGreaterThan(20));

  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    const { stdout } = await run({ 'case.sh': `docker run -p '${String(one.input)}' zlmediakit/zlmediakit:master\n` }, ['ports', '--format', 'json', 'case.sh']);
    const { services, errors } = JSON.parse(stdout) as PortsReport;
    const got = errors.length > 0 ? { error: true } : rowsOf(services[0]?.ports ?? []);
    expect(passes(one, got), `${JSON.stringify(got)} is not ${JSON.stringify(one.expect)}`).toBe(true);
  });
});
