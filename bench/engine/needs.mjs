import { existsSync, openSync, readSync, closeSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program lies, or `null`. */
export function findProgram(name, path = process.env.PATH ?? '') {
  if (name.includes('/')) return existsSync(name) ? name : null;
  return path.split(delimiter).filter(Boolean).map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** A program that needs no library: it names no loader. */
export function isStatic(file) {
  const head = Buffer.alloc(4096);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, head);
  closeSync(descriptor);
  return head.subarray(0, 4).equals(Buffer.from('\x7fELF', 'latin1')) && !head.includes('/ld-') && !head.includes('/ld.so');
}

/** What is missing, a line each: all of `must` ends the run, the others only their part. */
export function missing(found) {
  const must = [
    [found.linux, 'Linux is missing: the engine has to run on this machine itself'],
    [found.root, 'root is missing: run it with sudo, to read the memory of the docker-proxy processes and the firewall rules'],
    [found.docker, 'docker is missing: install docker.io or docker-ce-cli, or set DOCKER_CLI to the program'],
    [found.dist, 'dist/zlm-lint.cjs is missing: npm run bundle'],
    [found.ip, 'ip is missing: install iproute2'],
    [found.standIn, 'a static busybox is missing: install busybox-static, or docker pull busybox'],
    [found.rules, 'iptables-save and ip6tables-save are missing: install iptables (or nftables for an engine with that backend)'],
  ].flatMap(([there, line]) => (there ? [] : [line]));
  const parts = {};
  if (!found.compose) parts.compose = 'Docker Compose is missing: install docker-compose-v2, or set DOCKER_COMPOSE to the program. Without it no example with a Compose file is started';
  const tools = [[found.nsenter, 'nsenter', 'util-linux'], [found.iperf3, 'iperf3', 'iperf3']].filter(([there]) => !there);
  if (tools.length > 0) parts.network = `${tools.map(([, name]) => name).join(' and ')} missing: install ${tools.map(([, , name]) => name).join(' and ')}. Without it no throughput and no round-trip time`;
  return { must, parts };
}

/** What can stop a run although every program is there; `null` where nothing does. */
export function wrongEngine({ host, error, rootless, podman, pid, gateway, addresses }) {
  if (error !== undefined) return `the engine does not answer: ${error.replace(/[.?]+$/, '')}. Start it (systemctl start docker), or set DOCKER_HOST to its socket`;
  if (!host.startsWith('unix://')) return `${host} is no socket of this machine: set DOCKER_HOST=unix:///var/run/docker.sock`;
  if (podman) return 'podman answers, whose forwarding differs: not measured. Set DOCKER_HOST to a Docker Engine';
  if (rootless) return 'the engine is rootless, whose ports open elsewhere: not measured. Set DOCKER_HOST to a rootful engine';
  if (pid === null) return `nobody on this machine listens on ${host}: the engine has to run in this network namespace`;
  if (gateway !== null && !addresses.includes(gateway)) return `the engine's bridge has the address ${gateway}, which this network namespace has not: run it where the engine runs`;
  return null;
}
