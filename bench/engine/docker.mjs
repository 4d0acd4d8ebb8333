import { mkdirSync, mkdtempSync, copyFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firewallOf } from './firewall.mjs';
import { findProgram, isStatic } from './needs.mjs';
import { listenerOf } from './processes.mjs';
import { start } from './start.mjs';

const run = `zlm-lint-bench-${process.pid}`;

/** Docker's command, what it knows of its engine, and the containers of this run. Nothing of anybody else is touched. */
export function connect(env = process.env) {
  const cli = env.DOCKER_CLI || 'docker';
  const compose = env.DOCKER_COMPOSE ? [env.DOCKER_COMPOSE] : [cli, 'compose'];
  const ask = (...args) => start(cli, args);
  return {
    run,
    cli,
    label: `zlm-lint.bench=${process.pid}`,
    image: `zlm-lint-stand-in:${process.pid}`,
    ask,
    compose: (args, options) => start(compose[0], [...compose.slice(1), ...args], options),
    inspect: async (ids) => (ids.length === 0 ? [] : JSON.parse(await ask('inspect', ...ids))),
  };
}

/** What this engine is; `error` where it does not answer. */
export async function readEngine({ ask }) {
  try {
    const host = await ask('context', 'inspect', '--format', '{{(index .Endpoints "docker").Host}}');
    const [version, info] = (await Promise.all([ask('version', '--format', '{{json .Server}}'), ask('info', '--format', '{{json .}}')])).map((text) => JSON.parse(text));
    const links = JSON.parse(await start('ip', ['-j', 'addr']));
    const [bridge] = JSON.parse(await ask('network', 'inspect', 'bridge').catch(() => '[]'));
    return {
      host,
      version: version.Version,
      podman: (version.Components ?? []).some(({ Name: name }) => /podman/i.test(name)),
      rootless: (info.SecurityOptions ?? []).some((option) => option.includes('rootless')),
      firewall: firewallOf(info.FirewallBackend?.Driver, await start('iptables', ['-V']).catch(() => '')),
      pid: host.startsWith('unix://') ? listenerOf(host.slice('unix://'.length)) : null,
      gateway: bridge?.IPAM?.Config?.map(({ Gateway: gateway }) => gateway).find((gateway) => gateway?.includes('.')) ?? null,
      addresses: links.flatMap(({ addr_info: infos }) => infos.map(({ local }) => local)),
    };
  } catch (error) {
    return { error: error.message };
  }
}

/** A busybox that needs nothing else, or `null`. */
function staticBusybox() {
  const busybox = findProgram('busybox');
  return busybox !== null && isStatic(busybox) ? busybox : null;
}

/** Whether there is anything to make the stand-in from. */
export async function standInAtHand({ ask }) {
  return staticBusybox() !== null || ask('image', 'inspect', 'busybox').then(() => true, () => false);
}

/** A container that only sleeps stands in for ZLMediaKit: from a static busybox, else from the engine's image of it. */
export async function makeStandIn(docker) {
  const setup = ['CMD ["sleep","infinity"]', 'LABEL zlm-lint.bench.image=1'].flatMap((line) => ['-c', line]);
  const busybox = staticBusybox();
  if (busybox !== null) {
    const folder = mkdtempSync(join(tmpdir(), 'zlm-lint-stand-in-'));
    try {
      mkdirSync(join(folder, 'root/bin'), { recursive: true });
      copyFileSync(busybox, join(folder, 'root/bin/busybox'));
      for (const applet of ['sh', 'sleep']) symlinkSync('busybox', join(folder, 'root/bin', applet));
      await start('tar', ['-C', join(folder, 'root'), '-cf', join(folder, 'image.tar'), '.']);
      await docker.ask('import', ...setup, join(folder, 'image.tar'), docker.image);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return;
  }
  const container = await docker.ask('create', '--label', docker.label, 'busybox', 'true');
  await docker.ask('commit', ...setup, container, docker.image);
  await docker.ask('rm', container);
}

/** The containers, networks and volumes with the label of this run; again until none is left, since a start may still be under way. */
export async function removeAll({ ask, label, run: project }) {
  for (let round = 0; round < 5; round++) {
    const ids = (await ask('ps', '-aq', '--filter', `label=${label}`)).split('\n').filter(Boolean);
    if (ids.length === 0 && round > 0) break;
    if (ids.length > 0) await ask('rm', '-f', '-v', ...ids);
  }
  for (const kind of ['network', 'volume']) {
    const names = (await ask(kind, 'ls', '-q', '--filter', `label=com.docker.compose.project=${project}`)).split('\n').filter(Boolean);
    if (names.length > 0) await ask(kind, 'rm', ...names);
  }
}
