// node scripts/inspect.mjs SHARED: `zlm-lint inspect` beside a real Docker Engine (root, Debian).
// Three containers run: a wide ZLMediaKit, another image, and a ZLMediaKit on the host's network. The wide one has to be found, its
// docker-proxy processes counted as pgrep counts them, and what is suggested has to run and leave none of them; where a step of it fails,
// the old container has to run again. Then containers with flags of every kind are made once more by the command line that inspect gives
// for each: the engine has to say the same of both.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { startOwnEngine, stopOwnEngine } from './start-engine.mjs';

const [shared] = process.argv.slice(2);
if (shared === undefined) {
  console.error('usage: node scripts/inspect.mjs SHARED');
  process.exit(2);
}
const root = new URL('..', import.meta.url).pathname;
const program = join(root, 'dist/zlm-lint.cjs');
const tool = resolve(shared, 'tools/engine');
const work = mkdtempSync(join(tmpdir(), 'zlm-lint-inspect-'));
// Of this run alone, and not within the directory that is removed: the engine leaves mounts there.
const place = mkdtempSync(join(tmpdir(), 'zlm-lint-inspect-engine-'));
const image = 'zlmediakit/zlmediakit:master';

const { cli, env } = startOwnEngine(tool, work, place);

const failures = [];
try {
  sweep();
  console.log(`engine ${docker('version', '--format', '{{.Server.Version}}')}`);
  theWideOne();
  onceMore();
} catch (error) {
  failures.push(error.stack ?? String(error));
} finally {
  sweep();
  stopOwnEngine(tool, place);
  rmSync(work, { recursive: true, force: true });
}
for (const failure of failures) console.error(`FAILED: ${failure}`);
console.log(`inspect: ${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Takes away what a run leaves in the engine. */
function sweep() {
  execFileSync('/bin/sh', ['-c', 'docker ps -aq | xargs -r docker rm -fv; docker network rm again-a again-b; docker volume rm again-v; docker volume prune -af; true'], { env, stdio: 'ignore' });
}

/** A config.ini in which only what is published listens. */
function config(name, [http, rtmp, rtsp, rtp], range) {
  const closed = ['[rtc]', ...['port', 'tcpPort', 'signalingPort', 'signalingSslPort', 'icePort', 'iceTcpPort'].map((key) => `${key}=0`), '[srt]', 'port=0', '[shell]', 'port=0'];
  const lines = ['[http]', `port=${http}`, 'sslport=0', '[rtmp]', `port=${rtmp}`, 'sslport=0', '[rtsp]', `port=${rtsp}`, 'sslport=0', '[rtp_proxy]', `port=${rtp}`, `port_range=${range}`, ...closed];
  const path = join(work, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

function theWideOne() {
  const wide = config('wide.ini', [43200, 43201, 43202, 43203], '43000-43119');
  const other = config('host.ini', [43300, 43301, 43302, 43303], '43400-43439');
  const ports = ['43210:43200', '43201-43203:43201-43203', '43203:43203/udp', '43000-43119:43000-43119', '43000-43119:43000-43119/udp'];
  docker('run', '-d', '--name', 'wide', '-v', `${wide}:/opt/media/conf/config.ini`, ...ports.flatMap((port) => ['-p', port]), image);
  docker('run', '-d', '--name', 'other', '-p', '43500-43503:43500-43503/udp', 'busybox:latest');
  docker('run', '-d', '--name', 'host', '--network', 'host', '-v', `${other}:/opt/media/conf/config.ini`, image);
  const report = inspect();
  const names = report.containers.map(({ name }) => name).sort();
  if (!isDeepStrictEqual(names, ['host', 'wide'])) failures.push(`found ${names.join(', ')}`);
  const found = report.containers.find(({ name }) => name === 'wide');
  const counted = proxiesOf('wide');
  if (found?.measured?.processes !== counted || counted === 0) failures.push(`wide: ${found?.measured?.processes} processes, pgrep counts ${counted}`);
  if (found?.estimated?.processes !== counted) failures.push(`wide: ${found?.estimated?.processes} processes estimated, pgrep counts ${counted}`);
  if (!(found?.measured?.memory > 300 * counted)) failures.push(`wide: ${found?.measured?.memory} kB in ${counted} processes`);
  if (report.engine?.userlandProxy !== true || report.engine?.ipv6 === null || report.engine?.hugePages === null) failures.push(`engine: ${JSON.stringify(report.engine)}`);
  if (found?.safe !== true || found.notCarried.length > 0) failures.push(`wide: no command that is safe and complete: ${JSON.stringify(found?.notCarried)}`);
  console.log(`wide: ${counted} docker-proxy processes, ${found?.measured?.memory} kB of their own, ${found?.measured?.kernelMemory} kB in the kernel`);
  sh(found?.commands ?? []);
  // The port of the host becomes that of the container, where one may patch the file that says it.
  const said = () => /port=(\d+)/.exec(readFileSync(wide, 'utf8'))?.[1];
  if (said() !== '43210') failures.push(`config.ini says ${said()}`);
  if (docker('inspect', '-f', '{{.State.Running}} {{.HostConfig.NetworkMode}}', 'wide') !== 'true host') failures.push('wide does not run on the network of the host');
  if (proxiesOf('wide') !== 0 || everyProxy().some((words) => words.includes('43000'))) failures.push('docker-proxy processes are left');
  const after = inspect('wide').containers[0];
  if (after?.measured?.processes !== 0) failures.push(`wide, put right: ${after?.measured?.processes} processes`);
  // To start it again would take as long as the first time.
  sh((found?.back ?? []).map((text) => text.replace('docker start wide &&\n', '')));
  if (docker('inspect', '-f', '{{.State.Status}} {{.HostConfig.NetworkMode}}', 'wide') !== 'exited bridge' || said() !== '43200') failures.push('the way back does not lead back');
  if (docker('ps', '-aq', '--filter', 'name=wide').split('\n').length !== 1) failures.push('the way back leaves more than the old container');
  docker('rm', '-f', 'wide', 'other', 'host');
  theOneThatFails();
  theOneThatVanishes();
}

/** A container with --rm is gone once it stops; its volume without a name goes on, there and back. */
function theOneThatVanishes() {
  const brief = config('brief.ini', [43200, 43201, 43202, 43203], '43000-43039');
  docker('run', '-d', '--rm', '--name', 'brief', '-v', '/data', '-v', `${brief}:/opt/media/conf/config.ini`, '-p', '43210:43200', '-p', '43201-43203:43201-43203', image);
  docker('exec', 'brief', 'sh', '-c', 'echo kept >/data/f');
  const { commands = [], back = [] } = inspect('brief').containers[0] ?? {};
  for (const [lines, mode, port] of [[commands, 'host', '43210'], [back, 'bridge', '43200']]) {
    sh(lines);
    if (docker('inspect', '-f', '{{.State.Running}} {{.HostConfig.NetworkMode}} {{.HostConfig.AutoRemove}}', 'brief') !== `true ${mode} true`) failures.push(`brief: does not run on the network ${mode}`);
    if (docker('exec', 'brief', 'cat', '/data/f') !== 'kept') failures.push(`brief: its volume is lost (${mode})`);
    if (!readFileSync(brief, 'utf8').includes(`port=${port}`)) failures.push(`brief: config.ini does not say ${port}`);
  }
  docker('rm', '-f', 'brief');
}

/** A new container that cannot start, since another holds its port: the old one has to run again. */
function theOneThatFails() {
  const narrow = config('narrow.ini', [43200, 43201, 43202, 43203], '43000-43039');
  docker('run', '-d', '--name', 'narrow', '--restart', 'always', '-v', `${narrow}:/opt/media/conf/config.ini`, '-p', '43210:43200', '-p', '43201-43203:43201-43203', image);
  const old = docker('inspect', '-f', '{{.Id}}', 'narrow');
  const [block = ''] = inspect('narrow').containers[0]?.commands ?? [];
  if (block === '') failures.push('narrow: no commands');
  const before = failures.length;
  sh([block.replace('docker start narrow ||', 'docker start nobody ||')]);
  if (failures.splice(before).length === 0) failures.push('narrow: a step that fails is not told');
  if (docker('inspect', '-f', '{{.Id}} {{.State.Running}} {{.HostConfig.RestartPolicy.Name}}', 'narrow') !== `${old} true always`) failures.push('narrow: the old container does not run as before');
  if (docker('ps', '-aq', '--filter', 'name=narrow').split('\n').length !== 1) failures.push('narrow: something is left of the new container');
  if (!readFileSync(narrow, 'utf8').includes('port=43200')) failures.push('narrow: config.ini is not as it was');
  docker('rm', '-f', 'narrow');
}

/** Flags of every kind, on containers that are created and not started. */
function onceMore() {
  docker('network', 'create', '--subnet', '172.31.78.0/24', 'again-a');
  docker('network', 'create', 'again-b');
  docker('volume', 'create', 'again-v');
  const cases = {
    plain: [],
    ports: ['-p', '43600-43610:43600-43610', '-p', '43600-43610:43600-43610/udp', '-p', '127.0.0.1:43620:80', '-p', '[::1]:43621:81', '-p', '82', '-p', '127.0.0.1::83', '-p', '43630-43640:84', '-p', '43650:85', '-p', '43651:85', '-P', '--expose', '2000-2010/udp'],
    network: ['--network', 'again-a', '--ip', '172.31.78.9', '--network-alias', 'x', '--network-alias', 'y', '--mac-address', '02:42:ac:11:00:99'],
    networks: ['--network', 'name=again-a,alias=x,ip=172.31.78.10', '--network', 'name=again-b,alias=z'],
    host: ['--network', 'host'],
    none: ['--network', 'none'],
    shared: ['--network', 'container:again-plain', '--pid', 'container:again-plain'],
    mounts: ['-v', 'again-v:/v', '-v', '/etc/hosts:/h:ro', '-v', '/anonymous', '--mount', 'type=tmpfs,target=/t,tmpfs-size=1000000,tmpfs-mode=1777', '--mount', 'type=bind,source=/etc,target=/e,readonly,bind-propagation=rslave', '--mount', 'type=volume,source=again-v,target=/w,volume-nocopy', '--mount', 'type=volume,target=/u', '--tmpfs', '/x:size=1m', '--read-only'],
    bound: ['-v', 'again-v:/v', '-v', '/etc/hosts:/h:ro'],
    others: ['--volumes-from', 'again-bound:ro'],
    words: ['-e', 'A=b c', '-e', `Q=it's "$x" \\ 媒体`, '-e', 'N=1\n2', '--label', 'k=v', '--hostname', 'h', '--domainname', 'd.example', '--user', '1:2', '--workdir', '/bin', '-i', '-t', '--stop-signal', 'SIGINT', '--stop-timeout', '5'],
    rights: ['--cap-add', 'NET_ADMIN', '--cap-drop', 'MKNOD', '--security-opt', 'no-new-privileges', '--group-add', '44', '--device', '/dev/null:/dev/n:r', '--device', '/dev/zero', '--device-cgroup-rule', 'c 1:3 r', '--sysctl', 'net.core.somaxconn=100'],
    privileged: ['--privileged', '--uts', 'host', '--ipc', 'host', '--userns', 'host'],
    unmasked: ['--security-opt', 'systempaths=unconfined', '--security-opt', 'seccomp=unconfined', '--ipc', 'shareable', '--cgroupns', 'host'],
    limits: ['--memory', '100m', '--memory-reservation', '50m', '--memory-swap', '300m', '--cpus', '1.5', '--cpu-shares', '512', '--cpuset-cpus', '0', '--pids-limit', '100', '--shm-size', '32m', '--ulimit', 'nofile=100:200', '--ulimit', 'core=0', '--oom-score-adj', '10', '--blkio-weight', '300'],
    names: ['--add-host', 'x:1.2.3.4', '--add-host', 'gate:host-gateway', '--dns', '1.1.1.1', '--dns-search', 'a', '--dns-option', 'ndots:1', '--link', 'again-plain:p'],
    upkeep: ['--env', 'A_TOKEN=it is a secret', '--restart', 'on-failure:3', '--log-driver', 'json-file', '--log-opt', 'max-size=1m', '--init', '--annotation', 'a=b', '--cgroup-parent', '/zlm'],
    health: ['--health-cmd', 'true && echo ok', '--health-interval', '5s', '--health-timeout', '1500ms', '--health-retries', '3', '--health-start-period', '1m', '--restart', 'always'],
    healthless: ['--no-healthcheck', '--rm', '--entrypoint', 'sh'],
  };
  const behind = { words: ['sh', '-c', `echo "it's" $HOME`], healthless: ['-c', 'sleep 1'] };
  for (const [name, flags] of Object.entries(cases)) docker('create', '--name', `again-${name}`, ...flags, image, ...(behind[name] ?? []));
  const report = inspect(...Object.keys(cases).map((name) => `again-${name}`));
  const lines = [];
  for (const name of Object.keys(cases)) {
    const { command = '', notCarried = [], secrets = [] } = report.containers.find((one) => one.name === `again-${name}`) ?? {};
    if (notCarried.length > 0) failures.push(`${name}: not carried over: ${notCarried.join(', ')}`);
    lines.push(...secrets.map(({ variable, command: read }) => `${variable}=$(${read})`), command.replace(/^docker run -d --name \S+/, `docker create --name twice-${name}`));
  }
  sh(lines);
  const both = (prefix) => JSON.parse(docker('inspect', '--type', 'container', ...Object.keys(cases).map((name) => `${prefix}-${name}`)));
  const [once, twice] = [both('again'), both('twice')];
  for (const [index, name] of Object.keys(cases).entries()) {
    const [a, b] = [pictureOf(once[index]), pictureOf(twice[index])];
    for (const key of Object.keys(a)) if (!isDeepStrictEqual(a[key], b[key])) failures.push(`${name}: ${key} is ${JSON.stringify(b[key])}, was ${JSON.stringify(a[key])}`);
  }
  console.log(`once more: ${Object.keys(cases).length} containers`);
}

/** What a container is, without what each has of its own and what the client alone decides. */
function pictureOf({ Id, Config, HostConfig, Mounts, NetworkSettings }) {
  const config = without(Config, 'AttachStdin', 'AttachStdout', 'AttachStderr', 'StdinOnce', 'Hostname', 'Volumes', 'Env');
  config.Env = (Config.Env ?? []).filter((variable) => variable.startsWith('A_TOKEN='));
  const host = without(HostConfig, 'ContainerIDFile', 'Binds', 'Mounts', 'ConsoleSize', 'Links');
  return {
    ...prefixed('Config', config),
    ...prefixed('HostConfig', host),
    hostname: Config.Hostname === Id.slice(0, 12) ? null : Config.Hostname,
    // The client gives these no order.
    env: [...(Config.Env ?? [])].sort(),
    // A volume without a name goes on under the one that the engine gave it.
    binds: (HostConfig.Binds ?? []).filter((bind) => !/^[0-9a-f]{64}:/.test(bind)).sort(),
    mounts: (HostConfig.Mounts ?? []).map((mount) => without(mount, 'Source')),
    mounted: Mounts.map((mount) => without(mount, 'Mode', ...(mount.Type === 'bind' ? [] : ['Propagation']))).sort((a, b) => (a.Destination < b.Destination ? -1 : 1)),
    // `/other:/this/alias`
    links: (HostConfig.Links ?? []).map((link) => link.replace(/:.*\//, ':')),
    networks: Object.entries(NetworkSettings.Networks).map(([name, { IPAMConfig, Aliases, Links, MacAddress, DriverOpts }]) => ({ name, IPAMConfig, Aliases, Links, MacAddress, DriverOpts })),
  };
}

function without(values, ...keys) {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function prefixed(prefix, values) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value]));
}

function everyProxy() {
  let pids = '';
  try {
    pids = execFileSync('pgrep', ['-x', 'docker-proxy'], { encoding: 'utf8' });
  } catch {
    // None is there.
  }
  return pids.split('\n').filter(Boolean).flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')];
    } catch {
      return [];
    }
  });
}

/** How many of them lead to the address of this container, as they say themselves; none for one on the host's network. */
function proxiesOf(name) {
  const ip = docker('inspect', '-f', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', name);
  const hosts = new Set(docker('port', name).split('\n').filter(Boolean).map((line) => line.slice(line.lastIndexOf(':') + 1)));
  return ip === '' ? 0 : everyProxy().filter((words) => words[words.indexOf('-container-ip') + 1] === ip && hosts.has(words[words.indexOf('-host-port') + 1])).length;
}

function docker(...args) {
  return execFileSync(cli, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 }).trim();
}

function sh(lines) {
  try {
    execFileSync('/bin/sh', ['-e'], { env, input: lines.join('\n'), encoding: 'utf8', stdio: ['pipe', 'ignore', 'pipe'] });
  } catch (error) {
    failures.push(`sh: ${error.stderr}\n${lines.join('\n')}`);
  }
}

/** The exit code tells of findings, which are not looked at here. */
function inspect(...names) {
  try {
    return JSON.parse(execFileSync(process.execPath, [program, 'inspect', '--format', 'json', ...names], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 }));
  } catch (error) {
    if (error.stderr !== '') failures.push(`inspect ${names.join(' ')}: ${error.stderr}`);
    return JSON.parse(error.stdout);
  }
}
