import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run } from './cli/main/run.ts';
import { codeBlocks, headings } from './rules/markdown.ts';

const project = fileURLToPath(new URL('../', import.meta.url));
const examples = join(project, 'examples/other-linters');
const pages = ['docs/other-linters.md', 'docs/other-linters.zh.md'];
const COMPOSE_FILE = 'docker-compose.yml';

/** The ids of the queries in https://github.com/Checkmarx/kics, assets/queries/dockerCompose, each in the metadata.json of its folder. */
const kics = {
  shared_host_network_namespace: '071a71ff-f868-47a4-ac0b-3c59e4ab5443',
  container_traffic_not_bound_to_host_interface: '451d79dc-0588-476a-ad03-3c7f0320abb3',
  networks_not_set: 'ce14a68b-1668-41a0-ab7d-facd9f784742',
  privileged_ports_mapped_in_container: 'bc2908f3-f73c-40a9-8793-c1b7d5544f79',
  privileged_containers_enabled: 'ae5b6871-7f45-42e0-bb4c-ab300c4d2026',
  docker_socket_mounted_in_container: 'd6355c88-1e8d-49e9-b2f2-f8a1ca12c75b',
  memory_not_limited: 'bb9ac4f7-e13b-423d-a010-c74a1bfbe492',
};

function read(path: string): string {
  return readFileSync(join(project, path), 'utf8');
}

function example(folder: string, name = COMPOSE_FILE): string {
  return readFileSync(join(examples, folder, name), 'utf8');
}

describe('examples/other-linters', () => {
  let cwd = '';
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'zlm-lint-others-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  /** A copy of one of the two, with another text of its files where that is given. */
  function copy(folder: string, texts: Readonly<Record<string, string>> = {}): void {
    cpSync(join(examples, folder), cwd, { recursive: true });
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(cwd, name), text);
  }

  function after(name: string): string {
    return readFileSync(join(cwd, name), 'utf8');
  }

  /** The rules that speak up in the copy; what the comment in its first line answers is no finding to a reader. */
  async function spoken(): Promise<readonly string[]> {
    const { code, stdout } = await run(['--format', 'json', '--fail-on', 'info'], { cwd });
    const { files } = JSON.parse(stdout) as { files: { findings: { rule: string; suppressed: object | null }[] }[] };
    expect(files).toHaveLength(1);
    const rules = files.flatMap(({ findings }) => findings.filter(({ suppressed }) => suppressed === null).map(({ rule }) => rule));
    expect(code).toBe(rules.length === 0 ? 0 : 1);
    return rules;
  }

  it.each(['host', 'mapped'])('%s: zlm-lint says nothing', async (folder) => {
    copy(folder);
    expect(await spoken()).toEqual([]);
  });

  it('mapped: it says one thing without the comment in the first line', async () => {
    copy('mapped', { [COMPOSE_FILE]: example('mapped').replace(/.*\n/, '') });
    expect(await spoken()).toEqual(['prefer-host-network']);
  });

  it('host is what --fix makes of published ports, and the comment for KICS stays in its place', async () => {
    const ports = /^ {4}ports:.*\n(?: {6}- '.*\n)+/m.exec(example('mapped').slice(example('mapped').indexOf('  zlm:')))?.[0] ?? '';
    const wide = ports.replace(/ #.*/, '').replaceAll('30040', '30500');
    const before = example('host').replace('    network_mode: host\n', wide);
    expect(before).toContain("    # kics-scan ignore-line\n    ports:\n      - '80:80'\n");
    copy('host', { [COMPOSE_FILE]: before });
    await run(['--fix', '--no-backup'], { cwd });
    expect(after(COMPOSE_FILE)).toBe(example('host'));
  });

  it('mapped is what --strategy minimal makes for 20 streams, and every comment stays', async () => {
    const [before, settings] = [COMPOSE_FILE, 'config.ini'].map((name) => example('mapped', name).replaceAll('30040', '30500'));
    copy('mapped', { [COMPOSE_FILE]: before ?? '', 'config.ini': settings ?? '' });
    await run(['--fix', '--unsafe-fixes', '--strategy', 'minimal', '--streams', '20', '--no-backup'], { cwd });
    expect(after(COMPOSE_FILE)).toBe(example('mapped'));
    expect(after('config.ini')).toBe(example('mapped', 'config.ini'));
  });

  it('one address in front of each port, as the page advises, is nothing that zlm-lint minds', async () => {
    const bound = example('mapped').replaceAll(/(?<=- ')(?=\d)/g, '192.168.1.10:');
    expect(bound.match(/'192\.168\.1\.10:30000-30040:30000-30040\/udp'/g)).toHaveLength(1);
    copy('mapped', { [COMPOSE_FILE]: bound });
    expect(await spoken()).toEqual([]);
  });

  it.each([['host', 'CL-0008'], ['mapped', 'CL-0005']])('%s: compose-lint leaves out one rule, for one service of the file, with a reason', (folder, rule) => {
    const services = Object.keys((parse(example(folder)) as { services: object }).services);
    expect(services).toEqual(['web', 'zlm']);
    expect(parse(example(folder, '.compose-lint.yml'))).toEqual({ rules: { [rule]: { exclude_services: { zlm: expect.stringMatching(/\w+ \w+/) as string } } } });
  });

  // KICS takes `disable` before the first line that is no comment only, and `ignore-line` for the line below it only.
  it('KICS is told to leave out one line of zlm, and one query of the host example', () => {
    const told = (folder: string): string[] => example(folder).split('\n').filter((line) => line.includes('kics-scan'));
    expect(told('host')).toEqual([`# kics-scan disable=${kics.networks_not_set}`, '    # kics-scan ignore-line']);
    expect(told('mapped')).toEqual(['    # kics-scan ignore-line']);
    expect(example('host')).toMatch(/^# kics-scan disable=.*\n[^]*\n {2}zlm:\n(?: {4}.*\n)*? {4}# kics-scan ignore-line\n {4}network_mode: host\n/);
    expect(example('mapped')).toMatch(/\n {2}zlm:\n(?: {4}.*\n)*? {4}# kics-scan ignore-line\n {4}ports: # dclint disable-line no-unbound-port-interfaces\n/);
  });
});

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('shows lines of the examples, each as it stands there', () => {
    const quotes = [...text.matchAll(/^<!-- from: (.+) -->\n```yaml\n([^]*?)^```$/gm)];
    expect(quotes).toHaveLength(codeBlocks(text).length);
    expect(quotes.length).toBeGreaterThan(0);
    for (const [, path = '', lines = ''] of quotes) expect(`\n${read(path)}`, path).toContain(`\n${lines}`);
  });

  it('shows the configuration files and every comment for another linter', () => {
    const shown = codeBlocks(text).map(({ code }) => code).join('');
    for (const folder of ['host', 'mapped']) {
      const lines = example(folder).split('\n').filter((line) => /kics-scan|dclint/.test(line));
      for (const line of [...lines, example(folder, '.compose-lint.yml')]) expect(shown).toContain(line);
    }
  });

  it('names the queries of KICS by the ids they have', () => {
    expect([...new Set(text.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g))].sort()).toEqual(Object.values(kics).sort());
  });

  it('has the headings, the code and the links of the other language', () => {
    const outline = (path: string): unknown => {
      const links = [...read(path).matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target.replace('.zh.md', '.md')).filter((target) => target !== 'other-linters.md');
      return [headings(read(path)).map((line) => line.replace(/[^#]/g, '')), codeBlocks(read(path)), links.sort()];
    };
    expect(outline(page)).toEqual(outline(pages[0] ?? ''));
  });

  it('is tried with the version of dclint that it names', () => {
    const { dependencies } = JSON.parse(read('bench/speed/package.json')) as { dependencies: Record<string, string> };
    expect(dependencies['dclint']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(text).toContain(`dclint ${dependencies['dclint']}`);
  });
});
