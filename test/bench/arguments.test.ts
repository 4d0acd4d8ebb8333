import { describe, expect, test } from 'vitest';
import { BadRequest, readArguments } from '../../bench/engine/arguments.mjs';
import { missing, wrongEngine } from '../../bench/engine/needs.mjs';
import { missingFor } from '../../bench/engine/machine.mjs';

const names = ['host', 'udp-100', 'safe', 'network'];

describe('arguments', () => {
  test('without any: everything but 5,001 ports, once', () => {
    expect(readArguments([], names)).toMatchObject({ small: false, full: false, check: false, only: null, throughput: true, repeat: 1, hugePages: null, output: null });
  });

  test('what CI asks for measures no throughput', () => {
    expect(readArguments(['--small', '--check'], names)).toMatchObject({ small: true, check: true, throughput: false });
  });

  test('--only leaves the rest out', () => {
    expect(readArguments(['--only', 'host, safe'], names)).toMatchObject({ only: ['host', 'safe'], throughput: false });
    expect(readArguments(['--only', 'network'], names).throughput).toBe(true);
    expect(readArguments(['--only', 'network', '--no-throughput'], names).throughput).toBe(false);
  });

  test.each([
    [['--repeat', '0'], '--repeat takes a whole number from 1, not 0'],
    [['--repeat', 'often'], '--repeat takes a whole number from 1, not often'],
    [['--huge-pages', 'sometimes'], '--huge-pages takes always or madvise, not sometimes'],
    [['--only', 'udp'], '--only knows no udp: host, udp-100, safe, network'],
    [['--only', ','], '--only takes at least one name'],
    [['--small', '--full'], '--small and --full exclude each other'],
    [['--tiny'], "Unknown option '--tiny'"],
    [['--output'], "Option '--output <value>' argument missing"],
  ])('%s is refused in one line', (argv, message) => {
    const refused = (): unknown => readArguments(argv, names);
    expect(refused).toThrow(BadRequest);
    expect(refused).toThrow(message);
  });
});

const everything = { linux: true, root: true, docker: true, dist: true, standIn: true, ip: true, rules: true, compose: true, nsenter: true, iperf3: true };

describe('what is missing is said, with the remedy', () => {
  test('nothing', () => {
    expect(missing(everything)).toEqual({ must: [], parts: {} });
  });

  test.each([
    ['root', /^root is missing: .*sudo/],
    ['docker', /^docker is missing: install .*DOCKER_CLI/],
    ['dist', /npm run bundle/],
    ['standIn', /busybox-static/],
    ['ip', /install iproute2/],
    ['rules', /install iptables/],
  ])('without %s nothing is measured', (name, line) => {
    expect(missing({ ...everything, [name]: false })).toEqual({ must: [expect.stringMatching(line)], parts: {} });
  });

  test('without Compose or iperf3 only their part is left out', () => {
    const { must, parts } = missing({ ...everything, compose: false, iperf3: false, nsenter: false });
    expect(must).toEqual([]);
    expect(parts.compose).toMatch(/DOCKER_COMPOSE/);
    expect(parts.network).toMatch(/^nsenter and iperf3 missing: install util-linux and iperf3\./);
  });

  const engine = { host: 'unix:///var/run/docker.sock', podman: false, rootless: false, pid: 7, gateway: '172.17.0.1', addresses: ['127.0.0.1', '172.17.0.1'] };

  test('an engine in this network namespace is measured', () => {
    expect(wrongEngine(engine)).toBeNull();
    expect(wrongEngine({ ...engine, gateway: null })).toBeNull();
  });

  test.each([
    [{ error: 'permission denied' }, /permission denied.*DOCKER_HOST/],
    [{ ...engine, host: 'tcp://192.0.2.1:2375' }, /no socket of this machine/],
    [{ ...engine, podman: true }, /podman .*not measured/],
    [{ ...engine, rootless: true }, /rootless.*not measured/],
    [{ ...engine, pid: null }, /nobody on this machine listens/],
    [{ ...engine, addresses: ['127.0.0.1'] }, /172\.17\.0\.1.*run it where the engine runs/],
  ])('another is not: %o', (found, line) => {
    expect(wrongEngine(found)).toMatch(line);
  });

  test('5,001 ports need threads and memory', () => {
    const host = { pidMax: 32_768, threadsMax: 192_731, threads: 200, availableMb: 24_000, hugePages: 'madvise' };
    expect(missingFor(2000, host)).toEqual([]);
    expect(missingFor(10_002, host)).toEqual(['80216 threads, and kernel.pid_max is 32768: sysctl -w kernel.pid_max=131072']);
    expect(missingFor(10_002, { ...host, pidMax: 4_194_304, hugePages: 'always' })).toEqual([expect.stringMatching(/^70514 MB, and 24000 MB are available/)]);
  });
});
