import { spawn } from 'node:child_process';
import { byRun, median, round } from './measure.mjs';
import { busySeconds } from './processes.mjs';
import { start, wait } from './start.mjs';

const ping = new URL('ping.mjs', import.meta.url).pathname;
/** Of the host: iperf3 and the round trips, published and on the host's network. */
export const networkPorts = { bridge: { iperf: 25201, ping: 25202 }, host: { iperf: 25203, ping: 25204 } };
export const neededPorts = Object.values(networkPorts).flatMap(({ iperf, ping: other }) => [iperf, other]).flatMap((port) => [`${port}/tcp`, `${port}/udp`]);
const SECONDS = 2;
const PINGS = 3000;
const SIZE = 200;

/** RTP packets are small: 1,400 bytes of video, 200 of sound. Unlimited, and at the rate of a dozen cameras. */
const transfers = [
  { name: 'tcp', protocol: 'tcp', args: [] },
  { name: 'udp 1,400 B', protocol: 'udp', bytes: 1400, args: ['-u', '-b', '0', '-l', '1400'] },
  { name: 'udp 200 B', protocol: 'udp', bytes: 200, args: ['-u', '-b', '0', '-l', '200'] },
  { name: 'udp 1,400 B at 50 Mbit/s', protocol: 'udp', bytes: 1400, rate: 50, args: ['-u', '-b', '50M', '-l', '1400'] },
  { name: 'udp 200 B at 50 Mbit/s', protocol: 'udp', bytes: 200, rate: 50, args: ['-u', '-b', '50M', '-l', '200'] },
];

/**
 * Throughput and round-trip time through a published port and on the host's network, each from two clients: one in a network namespace
 * of its own, whose packets the firewall translates, and one on the host itself, which docker-proxy serves. Turn by turn, so that
 * whatever else the machine does meets both.
 */
export async function measureNetwork(docker, { repeat, userlandProxy, say, undo }) {
  const servers = await startServers(docker, undo);
  const clients = await makeClients(docker, undo, userlandProxy);
  const tests = [
    ...transfers.map(({ args, ...transfer }) => ({ ...transfer, kind: 'throughput', act: (client, target) => transferOnce(client, target.iperf, transfer.protocol, args) })),
    ...['tcp', 'udp'].map((protocol) => ({ name: `${protocol} round trip`, kind: 'roundTrip', protocol, bytes: SIZE, act: (client, target) => roundTrips(client, target.ping, protocol) })),
  ];
  const results = [];
  for (const { act, ...test } of tests) {
    for (const client of clients) {
      const runs = { bridge: [], host: [] };
      for (let turn = 0; turn < repeat; turn++) for (const network of ['host', 'bridge']) runs[network].push(await act(client, networkPorts[network]).catch((error) => ({ error: error.message })));
      results.push({ ...test, path: client.path, client: client.name, published: condensed(runs.bridge), host: condensed(runs.host) });
      say(`  ${test.name}, ${client.name}`);
    }
  }
  for (const server of servers) server.kill();
  return { seconds: SECONDS, pings: PINGS, bytes: SIZE, results };
}

/** Servers in the namespaces of two containers; those of the second are the host's. */
async function startServers(docker, undo) {
  const servers = [];
  undo.add(() => servers.forEach((server) => server.kill()));
  for (const [network, { iperf, ping: other }] of Object.entries(networkPorts)) {
    const publish = ['tcp', 'udp'].flatMap((protocol) => [iperf, other].flatMap((port) => ['-p', `${port}:${port}/${protocol}`]));
    const [id] = await byRun(docker, `network-${network}`, network === 'host' ? ['--network', 'host'] : publish).start();
    const [{ State: { Pid: pid } }] = await docker.inspect([id]);
    const inside = ['-t', String(pid), '-n'];
    servers.push(spawn('nsenter', [...inside, 'iperf3', '-s', '-p', String(iperf)], { stdio: 'ignore' }));
    servers.push(spawn('nsenter', [...inside, process.execPath, ping, 'serve', String(other)], { stdio: 'ignore' }));
  }
  await wait(1);
  return servers;
}

async function makeClients(docker, undo, userlandProxy) {
  const name = `zlmb${process.pid}`;
  const net = await freeNet();
  undo.add(async () => {
    await start('ip', ['link', 'del', `${name}h`]).catch(() => {});
    await start('ip', ['netns', 'del', name]).catch(() => {});
  });
  // /run/netns holds a name for it only: ip netns exec would hide cgroups from what it starts, nsenter does not.
  await start('ip', ['netns', 'add', name]);
  await start('ip', ['link', 'add', `${name}h`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name]);
  await start('ip', ['addr', 'add', `${net}.1/30`, 'dev', `${name}h`]);
  await start('ip', ['link', 'set', `${name}h`, 'up']);
  for (const words of [['addr', 'add', `${net}.2/30`, 'dev', 'eth0'], ['link', 'set', 'eth0', 'up'], ['link', 'set', 'lo', 'up']]) await start('ip', ['-n', name, ...words]);
  return [
    { name: 'from outside', path: 'nat', host: `${net}.1`, inside: ['nsenter', `--net=/run/netns/${name}`] },
    { name: 'from the host itself', path: userlandProxy ? 'docker-proxy' : 'nat', host: '127.0.0.1', inside: [] },
  ];
}

/** Addresses kept for benchmarks (RFC 2544) that no route here leads to. */
async function freeNet() {
  const routes = (await start('ip', ['-j', 'route', 'show', 'table', 'all'])).trim();
  const taken = JSON.parse(routes || '[]').map(({ dst }) => String(dst));
  const net = ['198.18.213', '198.19.77', '198.18.41'].find((candidate) => !taken.some((dst) => dst.startsWith(candidate)));
  if (net === undefined) throw new Error('no free network for the client among 198.18.0.0/15');
  return net;
}

const inNamespace = ({ inside }, program, args) => start([...inside, program][0], [...inside, program, ...args].slice(1));

async function transferOnce(client, port, protocol, args) {
  const busy = busySeconds();
  const { end } = JSON.parse(await inNamespace(client, 'iperf3', ['-c', client.host, '-p', String(port), '-t', String(SECONDS), '-J', ...args]));
  const processor = busySeconds() - busy;
  const received = protocol === 'udp' ? end.sum : end.sum_received;
  const bits = received.bits_per_second * (protocol === 'udp' ? 1 - received.lost_percent / 100 : 1);
  const gigabytes = (bits * SECONDS) / 8e9;
  return {
    mbit: round(bits / 1e6, 1),
    ...(protocol === 'udp' ? { lostPercent: round(received.lost_percent), packetsPerSecond: Math.round(bits / 8 / Number(args.at(-1))) } : {}),
    cpuSecondsPerGb: round(processor / gigabytes),
  };
}

async function roundTrips(client, port, protocol) {
  const { median: middle, p99, lost } = JSON.parse(await inNamespace(client, process.execPath, [ping, protocol, client.host, String(port), String(PINGS), String(SIZE)]));
  if (middle === null) throw new Error('no answer came back');
  return { medianMicroseconds: round(middle, 1), p99Microseconds: round(p99, 1), lost };
}

/** Every run, and of each figure the median and the least and the greatest. */
export function condensed(runs) {
  const good = runs.filter(({ error }) => error === undefined);
  if (good.length === 0) return { runs, error: runs[0]?.error ?? 'no run' };
  const keys = Object.keys(good[0]);
  const of = (act) => Object.fromEntries(keys.map((key) => [key, act(good.map((run) => run[key]))]));
  return { runs, median: of((values) => round(median(values), 2)), spread: of((values) => [Math.min(...values), Math.max(...values)]) };
}
