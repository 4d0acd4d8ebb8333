import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Starts a Docker Engine by `tool` (tools/engine of SHARED), in a place of its own when one is named; `env`: in which `docker` speaks to it, for programs that are started from `work`. */
export function startEngine(tool, work, place = null) {
  const assignments = execFileSync(tool, ['start', ...(place === null ? [] : [place])], { encoding: 'utf8' });
  const { DOCKER_CLI: cli, DOCKER_HOST: host } = Object.fromEntries([...assignments.matchAll(/^(?:export )?(\w+)='?([^'\n]*)'?$/gm)].map(([, name, value]) => [name, value]));
  const bin = join(work, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'docker'), `#!/bin/sh\nexec '${cli}' "$@"\n`, { mode: 0o755 });
  return { cli, host, env: { PATH: `${bin}:/usr/sbin:/usr/bin:/sbin:/bin`, HOME: work, DOCKER_HOST: host } };
}

/** The same in `place` alone. Whoever removes everything in an engine uses this: it never is one that ran before. */
export function startOwnEngine(tool, work, place) {
  const engine = startEngine(tool, work, place);
  if (engine.host === `unix://${place}/docker.sock`) return engine;
  throw new Error(`the engine was to be at unix://${place}/docker.sock, and ${tool} says: ${engine.host}`);
}

/** Stops the engine of a place and removes the place, with the mounts that an engine leaves in it. */
export function stopOwnEngine(tool, place) {
  execFileSync(tool, ['stop', place], { stdio: 'ignore' });
  for (const mount of mountsIn(place).reverse()) execFileSync('umount', ['--lazy', mount], { stdio: 'ignore' });
  execFileSync('/bin/sh', ['-c', 'rm -rf --one-file-system "$1" || true', 'sh', place], { stdio: 'ignore' });
}

/** Where something is mounted below a place, in the order of mounting. */
export function mountsIn(place) {
  const points = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').map((line) => line.split(' ')[4] ?? '');
  return points.filter((point) => point.startsWith(`${place}/`));
}
