// node scripts/engine.mjs SHARED: asks a real Docker Engine what command lines create, before and after they are fixed.
// Each script is run by sh; what `docker inspect` says of ports and network mode must be what `zlm-lint ports` says.
// Containers are created, never started.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { startEngine } from './start-engine.mjs';

const [shared] = process.argv.slice(2);
if (shared === undefined) {
  console.error('usage: node scripts/engine.mjs SHARED');
  process.exit(2);
}
const root = new URL('..', import.meta.url).pathname;
const program = join(root, 'dist/zlm-lint.cjs');
const tool = resolve(shared, 'tools/engine');
const work = mkdtempSync(join(tmpdir(), 'zlm-lint-engine-'));
const image = 'zlmediakit/zlmediakit:master';

/** A dozen ways of saying it, of at most 20 ports. */
const scripts = {
  plain: `docker create -p 21935:1935 -p 20554:554/udp ${image}\n`,
  host: `docker create --network host ${image}\n`,
  continued: `docker create --name zlm \\\n  -p 21935:1935 \\\n  -p 30000-30003:30000-30003/udp \\\n  ${image} sleep 1\n`,
  clusters: `docker create -itp 28080:80 -p28081:81 -p=28082:82 ${image}\n`,
  quotes: `docker create -p '21935:1935' --publish="2""2222:22" -p $'23333:33' ${image}\n`,
  variables: `RTP=30000-30004\nOPTS="-p 21935:1935 -p 20080:80"\ndocker create $OPTS -p "$RTP:$RTP/udp" ${image}\n`,
  neighbours: `docker create -p 30000:30000/udp -p 30001:30001/udp -p 30002-30005:30002-30005/udp ${image}\n`,
  addresses: `docker create -p 127.0.0.1:28080:80 -p 127.0.0.1::81 -p [::1]:28082:82 ${image}\n`,
  pool: `docker create -p 28000-28005:80 -p 90 ${image}\n`,
  fields: `docker create -p target=80,published=28080,protocol=udp ${image}\n`,
  network: `docker create --net=bridge -p 20554:554 ${image}\n`,
  functions: `PORT=21935\nstart() {\n  if true; then\n    docker create -p "$PORT:1935" -p 20080:80 ${image} # RTMP\n  fi\n}\nstart\n`,
  several: `docker create --name zlm-a -p 20001:80 ${image} && docker create --name zlm-b -p 20002:80 ${image}\n`,
  nested: `bash -c "docker create -p 20554:554 ${image}"\nsh <<'EOF'\ndocker create -p 21935:1935 ${image}\nEOF\n`,
};

const { cli: docker, env } = startEngine(tool, work);

const failures = [];
let compared = 0;
let fixed = 0;
const modes = new Set();
try {
  console.log(`engine ${ask(['version', '--format', '{{.Server.Version}}'])}`);
  for (const [name, text] of Object.entries(scripts)) {
    const file = join(work, `${name}.sh`);
    writeFileSync(file, text);
    compare(name, file);
    const { summary } = JSON.parse(lint(['--fix', '--unsafe-fixes', '--no-backup', '--format', 'json', file]));
    if (summary.fixed === 0) continue;
    fixed += summary.fixed;
    if (readFileSync(file, 'utf8') === text) failures.push(`${name}: said to be fixed, and not written`);
    for (const { mode } of listed(file)) modes.add(mode);
    compare(`${name}, fixed`, file);
  }
  if (compared === 0 || fixed === 0) failures.push('nothing was compared');
  for (const mode of ['host', 'default']) if (!modes.has(mode)) failures.push(`no fix came to the network mode ${mode}`);
} finally {
  execFileSync(tool, ['stop'], { stdio: 'ignore' });
  rmSync(work, { recursive: true, force: true });
}
for (const failure of failures) console.error(`FAILED: ${failure}`);
console.log(`engine: ${Object.keys(scripts).length} scripts, ${compared} compared, ${fixed} fixes, ${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;

function compare(name, file) {
  execFileSync('/bin/bash', [file], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ids = ask(['ps', '-aq', '--no-trunc']).split('\n').filter(Boolean).reverse();
  const created = ids.map((id) => JSON.parse(ask(['inspect', id]))[0]).sort((a, b) => (a.Created < b.Created ? -1 : 1)).map(pictureOf);
  for (const id of ids) ask(['rm', '-f', id]);
  // What stands in a function that is not called is read, too.
  const said = listed(file).filter(({ ports }) => !JSON.stringify(ports).includes('unknown'));
  compared++;
  if (!isDeepStrictEqual(said, created)) failures.push(`${name}: ${JSON.stringify(said)}; the engine: ${JSON.stringify(created)}`);
}

function listed(file) {
  const { services } = JSON.parse(lint(['ports', '--format', 'json', file]));
  return services.map(({ networkMode, ports }) => ({ mode: networkMode === null || networkMode === 'bridge' ? 'default' : networkMode, ports: networkMode === 'host' ? [] : [...new Set(ports.flatMap(rowsOf))].sort() }));
}

function rowsOf({ hostIp, host, container, protocol }) {
  if (JSON.stringify([hostIp, host, container]).includes('unknown')) return ['unknown'];
  const width = container.to - container.from;
  return Array.from({ length: width + 1 }, (_, index) => {
    const published = host === null ? '' : host.to - host.from === width ? String(host.from + index) : `${host.from}-${host.to}`;
    return `${hostIp} ${published} ${container.from + index}/${protocol}`;
  });
}

function pictureOf({ HostConfig: { NetworkMode: mode, PortBindings: bindings } }) {
  const rows = Object.entries(bindings ?? {}).flatMap(([port, hosts]) => (hosts ?? []).map(({ HostIp: ip, HostPort: host }) => `${ip} ${host} ${port}`));
  return { mode: mode === 'bridge' ? 'default' : mode, ports: mode === 'host' ? [] : rows.sort() };
}

function ask(args) {
  return execFileSync(docker, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** The exit code tells of findings, which are not looked at here. */
function lint(args) {
  try {
    return execFileSync(process.execPath, [program, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return error.stdout;
  }
}
