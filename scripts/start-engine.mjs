import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
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
