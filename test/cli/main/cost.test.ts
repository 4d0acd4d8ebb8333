import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run } from './run.ts';

interface Figures {
  readonly pairs: number;
  readonly processes: number;
  readonly firewallRules: number | null;
  readonly memory: { readonly total: number; readonly processes: number; readonly kernel: number; readonly hugePagesAlways: number | null };
  readonly startSeconds: number;
  readonly stopSeconds: number;
  readonly extrapolated: boolean;
  readonly exceedsPidMax: boolean;
}

interface CostJson {
  readonly model: { readonly engine: string; readonly differs: readonly string[] };
  readonly services: readonly { readonly service: string; readonly zlm: boolean; readonly measured: boolean; readonly atLeast: boolean; readonly now: Figures | null; readonly host: (Figures & { readonly fix: string; readonly why: string | null }) | null; readonly minimal: (Figures & { readonly fix: string; readonly why: string | null }) | null }[];
}

const wide = ['1935:1935', '30000-30500:30000-30500', '30000-30500:30000-30500/udp'];

function compose(ports: readonly string[], more = ''): string {
  return `services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n${ports.map((port) => `      - "${port}"\n`).join('')}${more}`;
}

async function cost(text: string, words: readonly string[] = []): Promise<CostJson> {
  const { code, stdout } = await run(['cost', '--format', 'json', ...words, 'compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': text }) });
  expect(code).toBe(0);
  return JSON.parse(stdout) as CostJson;
}

describe('zlm-lint cost', () => {
  it('tells what a service costs now, and on the host network', async () => {
    const { services: [zlm] } = await cost(compose(wide));
    expect(zlm).toMatchObject({ service: 'zlm', zlm: true, measured: true, now: { pairs: 1003, processes: 2006, firewallRules: 3009, extrapolated: false } });
    expect(zlm?.host).toMatchObject({ pairs: 0, processes: 0, firewallRules: 0, memory: { total: 0 }, fix: 'unsafe' });
    const { total = 0, processes = 0, kernel = 0, hugePagesAlways } = zlm?.now?.memory ?? {};
    expect(processes + kernel).toBe(total);
    expect(hugePagesAlways).toBeGreaterThan(6 * total);
  });

  it('tells what the other strategy makes of it, and whether it is proven safe', async () => {
    const { services: [zlm] } = await cost(compose(wide), ['--streams', '40']);
    expect(zlm?.minimal).toMatchObject({ pairs: 163, processes: 326, fix: 'unsafe', why: null });
  });

  it('says why a strategy has nothing', async () => {
    const { services: [zlm] } = await cost(compose(['1935:1935'], '    links:\n      - redis\n  redis:\n    image: redis\n'));
    expect(zlm?.host).toMatchObject({ processes: 0, fix: 'none', why: expect.stringContaining('links') as string });
    expect(zlm?.minimal).toMatchObject({ pairs: 1, fix: 'none', why: null });
  });

  it('of ports that nobody sets up is nothing', async () => {
    const { services: [zlm] } = await cost(compose(wide, '    network_mode: host\n'));
    expect(zlm?.now).toMatchObject({ pairs: 0, processes: 0, memory: { total: 0 } });
  });

  it('is not hidden by what is configured or silenced of the rules', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(wide), '.zlm-lint.yaml': 'rules: {prefer-host-network: off, no-wide-port-range: off}\nengine: {version: "28.5"}\n' });
    const { stdout } = await run(['cost', '--format', 'json', 'compose.yml'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ model: { engine: '28.5.2' }, services: [{ now: { firewallRules: 2007 }, host: { fix: 'unsafe' } }] });
  });

  it.each([['podman'], ['rootless'], ['desktop']])('has no number for %s', async (engine) => {
    const { services: [zlm] } = await cost(compose(wide), ['--engine', engine]);
    expect(zlm).toMatchObject({ measured: false, now: null, minimal: { fix: 'unsafe' } });
    const { stdout } = await run(['cost', '--engine', engine, 'compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': compose(wide) }) });
    expect(stdout).toMatch(/is not measured/);
    expect(stdout).not.toMatch(/\d [GM]B|\d s\b/);
  });

  it('has none for a command line of podman, whatever runs the others', async () => {
    const cwd = temporaryDirectory({ 'start.sh': 'podman run -d -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master\ndocker run -d -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master\n' });
    const { stdout } = await run(['cost', '--format', 'json', 'start.sh'], { cwd });
    expect((JSON.parse(stdout) as CostJson).services.map(({ measured }) => measured)).toEqual([false, true]);
  });

  it('says what is extrapolated, and what no kernel would start', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(['30000-35000:30000-35000/udp']) });
    const { stdout } = await run(['cost', 'compose.yml'], { cwd });
    expect(stdout).toMatch(/10 GB\* .* min\* .* min\*/);
    expect(stdout.replace(/\s+/g, ' ')).toContain('* extrapolated: more than the 2,000 pairs that were measured; and the default pid_max of 32,768');
  });

  it('names the engine of its figures, and in what the one that was asked for differs', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(wide) });
    const { stdout } = await run(['cost', '--engine-version', '26.1', '--firewall', 'iptables-legacy', 'compose.yml'], { cwd });
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('Docker 20.10.24 (userland-proxy on, iptables-legacy, huge pages madvise)');
    expect(text).toContain('It differs in: version.');
  });

  it('of a mapping of unknown width is a lower bound', async () => {
    const { services: [zlm] } = await cost(compose([...wide, '${MORE}:${MORE}']));
    expect(zlm).toMatchObject({ atLeast: true, now: { pairs: 1003 } });
  });

  it('without docker-proxy has no process, and its memory is not under the container all the same', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(wide) });
    const { stdout } = await run(['cost', '--userland-proxy', 'off', 'compose.yml'], { cwd });
    expect(stdout).toContain('top shows none of this memory under zlm: it is in the kernel and the engine.');
  });

  it('says so where there is no ZLMediaKit, and fails where nothing can be read', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n' });
    expect(await run(['cost', 'compose.yml'], { cwd })).toEqual({ code: 0, stdout: 'no ZLMediaKit service here\n', stderr: '' });
    expect(await run(['cost', 'missing.yml'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('missing.yml: no such file') as string });
  });

  it('is no row for a neighbour with a few ports, and one for a neighbour with many', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(['1935:1935'], '  web:\n    image: nginx\n    ports: ["80:80"]\n  turn:\n    image: coturn\n    ports: ["49160-49260:49160-49260/udp"]\n') });
    const { stdout } = await run(['cost', 'compose.yml'], { cwd });
    expect(stdout).toMatch(/ {2}turn\n/);
    expect(stdout).not.toMatch(/ {2}web\n/);
  });
});

describe('what zlm-lint cost cannot know', () => {
  it('is how many ports an unknown width or -P publishes', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(['${MORE}:${MORE}']), 'start.sh': 'docker run -d -P zlmediakit/zlmediakit:master\n' });
    for (const file of ['compose.yml', 'start.sh']) {
      const { stdout } = await run(['cost', file], { cwd });
      expect(stdout, file).toContain('How many ports it publishes is not known');
      expect(stdout, file).not.toMatch(/\bnow\b/);
    }
  });

  it('is an address in a variable, which would take half the processes', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(['${IP}:30000-30500:30000-30500/udp']) });
    const { stdout } = await run(['cost', 'compose.yml'], { cwd });
    expect(stdout.replace(/\s+/g, ' ')).toContain('501 pairs are on an address that is not known');
  });

  it('is a file that cannot be read: said on stderr, exit code 2', async () => {
    const cwd = temporaryDirectory({ 'bad.yml': 'services: [' });
    expect(await run(['cost', 'bad.yml'], { cwd })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^zlm-lint: bad\.yml:\d+: .*YAML/) as string });
  });

  it('is what huge pages make of an engine with which they were not measured', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(wide) });
    const { stdout } = await run(['cost', '--engine-version', '29.7', 'compose.yml'], { cwd });
    expect(stdout.replace(/\s+/g, ' ')).toContain('several times as much; how much was not measured with this engine');
  });
});

describe('the fixes that zlm-lint cost names', () => {
  it('are there where a comment silences the findings', async () => {
    const { services: [zlm] } = await cost(`# zlm-lint-disable-file\n${compose(wide)}`);
    expect(zlm).toMatchObject({ host: { pairs: 0, fix: 'unsafe' }, minimal: { fix: 'unsafe' } });
  });

  it('belong to the container that is meant, not to another of its name', async () => {
    const publish = (first: number, more = ''): string => `docker run -d --name zlm ${more}-p ${first}-${first + 500}:${first}-${first + 500}/udp zlmediakit/zlmediakit:master\n`;
    const cwd = temporaryDirectory({ 'start.sh': publish(30000) + publish(31000, '--link x ') });
    const { stdout } = await run(['cost', '--format', 'json', 'start.sh'], { cwd });
    const [, second] = (JSON.parse(stdout) as CostJson).services;
    expect(second?.host).toMatchObject({ fix: 'none', why: expect.stringContaining('links') as string });
  });

  it('come with the command for this file and these options', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(wide) });
    const { stdout } = await run(['cost', '--streams', '80', '--zlm-service', 'zlm', 'compose.yml'], { cwd });
    expect(stdout).toContain('host: not proven safe; this says why:\n    zlm-lint --fix --strategy host --streams 80 --zlm-service zlm compose.yml\n');
    const piped = await run(['cost', '-'], { cwd, stdin: compose(wide) });
    expect(piped.stdout).not.toContain('zlm-lint --fix');
  });

  it('are not praised where they change nothing of the cost', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(['3000:3000', '3001:3001']) });
    const { stdout } = await run(['cost', 'compose.yml'], { cwd });
    expect(stdout).toContain('minimal: changes nothing of the cost');
  });

  it('say why there are none, once', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(wide, '    links:\n      - redis\n  redis:\n    image: redis\n') });
    const { stdout } = await run(['cost', 'compose.yml'], { cwd });
    expect(stdout).toContain('  host: no fix: it has links, which the engine refuses in host mode\n');
  });
});

describe('zlm-lint cost --format svg', () => {
  it('draws what the table says, and what comes from a file is harmless in it', async () => {
    const name = 'z<script>alert(1)</script>"\'&\u001b[31m\u202e';
    const text = `services:\n  ${JSON.stringify('zlm')}:\n    image: zlmediakit/zlmediakit:master\n    container_name: x\n    ports:\n      - "30000-30500:30000-30500/udp"\n`;
    const cwd = temporaryDirectory({ [`${name.replaceAll('/', '')}.yml`]: text });
    const { code, stdout } = await run(['cost', '--format', 'svg', `${name.replaceAll('/', '')}.yml`], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<svg [^]*<\/svg>\n$/);
    expect(stdout).toContain('>1,002</text>');
    expect(stdout).not.toMatch(/<script|[\u0000-\u0009\u000b-\u001f\u202e]/);
    const open = [...stdout.matchAll(/<(\w+)\b[^>]*(?<!\/)>/g)].map(([, tag]) => tag);
    expect(open.sort()).toEqual([...stdout.matchAll(/<\/(\w+)>/g)].map(([, tag]) => tag).sort());
  });

  it('says so where there is nothing to draw', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': 'services:\n  web:\n    image: nginx\n' });
    const { stdout } = await run(['cost', '--format', 'svg', 'compose.yml'], { cwd });
    expect(stdout).toContain('no ZLMediaKit service here');
  });
});

describe('the line of the lint', () => {
  it('tells what a service costs that publishes a lot, and the command that compares', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': compose(wide) });
    const { stdout } = await run(['--engine-version', '28.5', 'compose.yml'], { cwd });
    expect(stdout).toMatch(/^Cost of zlm, estimated: 3\.1 GB, .* with\shost\snetworking\snone\.$/ms);
    expect(stdout).toContain('  Compare the strategies: zlm-lint cost --engine-version 28.5 compose.yml\n');
  });

  it.each<[string, readonly string[], string]>([
    ['with a few ports', [], compose(['1935:1935'])],
    ['with an engine that was not measured', ['--engine', 'podman'], compose(wide)],
    ['where somebody has decided otherwise', [], `# zlm-lint-disable-file\n${compose(wide)}`],
    ['where it publishes nothing', [], compose(wide, '    network_mode: host\n')],
  ])('is not there %s', async (_name, words, text) => {
    const { stdout } = await run([...words, 'compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': text }) });
    expect(stdout).not.toContain('Cost of');
  });

  it('names no command for what is no file', async () => {
    const { stdout } = await run(['run', '--', 'docker', 'run', '-d', '-p', '30000-30500:30000-30500/udp', 'zlmediakit/zlmediakit:master'], { cwd: temporaryDirectory({}) });
    expect(stdout).toContain('Cost of zlmediakit/zlmediakit:master, estimated');
    expect(stdout).not.toContain('Compare');
  });
});
