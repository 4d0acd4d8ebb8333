import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, type Ran } from '../main/run.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { changed, fakeEngine, pssOf, recorded, type FakeEngine, type FakeWorld, type Json } from './fake-engine.ts';

interface Report {
  readonly engine: Readonly<Record<string, unknown>> | null;
  readonly host: object | null;
  readonly leftovers: { readonly dead: Holds & { readonly parents: number[] }; readonly lost: Holds; readonly others: number } | null;
  readonly containers: readonly Container[];
  readonly errors: readonly { readonly message: string }[];
}

interface Holds {
  readonly processes: number;
  readonly threads: number;
  readonly memory: number | null;
  readonly kernelMemory: number;
}

interface Container {
  readonly name: string;
  readonly measured: Holds | null;
  readonly notMeasured: string | null;
  readonly estimated: { readonly processes: number } | null;
  readonly notCarried: readonly string[];
  readonly command: string;
  readonly commands: readonly string[];
  readonly keep: readonly string[];
  readonly back: readonly string[];
  readonly origin: string | null;
  readonly notes: readonly string[];
  readonly safe: boolean | null;
  readonly findings: readonly { readonly rule: string }[];
}

const CONFIG = '[http]\nport=80\nsslport=0\n[rtmp]\nport=0\nsslport=0\n[rtsp]\nport=554\nsslport=0\n[rtp_proxy]\nport=0\nport_range=43000-43003\n[rtc]\nport=0\ntcpPort=0\nsignalingPort=0\nsignalingSslPort=0\nicePort=0\niceTcpPort=0\n[srt]\nport=0\n[shell]\nport=0\n';

/** An engine whose containers mount what lies in `cwd`. */
function world(engine: FakeEngine = { recorded: 'docker-28' }): FakeWorld & { readonly cwd: string } {
  const cwd = temporaryDirectory({ 'config.ini': CONFIG });
  const containers = engine.containers ?? ['zlm', 'other'].map((name) => recorded(engine.recorded, name));
  return { cwd, ...fakeEngine(cwd, { ...engine, containers: containers.map((one) => changed(one, (text) => text.replaceAll('/srv/zlm', cwd))) }) };
}

async function inspected(world: FakeWorld & { readonly cwd: string }, ...words: string[]): Promise<Ran & { readonly json: Report }> {
  const ran = await run(['inspect', '--format', 'json', ...words], world);
  return { ...ran, json: JSON.parse(ran.stdout) as Report };
}

function zlm(change: (text: string) => string = (text) => text): Json {
  return changed(recorded('docker-28', 'zlm'), change);
}

const labelled = (labels: object): Json => zlm((text) => text.replace('"Labels":{}', `"Labels":${JSON.stringify(labels)}`));

describe('the running ZLMediaKit', () => {
  it.each(['docker-28', 'docker-20'] as const)('is found, measured and put right, %s', async (engine) => {
    const { code, json, stderr } = await inspected(world({ recorded: engine }));
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(json.engine).toEqual({ name: 'linux', version: engine === 'docker-28' ? '28.5.2' : '20.10.24', userlandProxy: true, firewall: 'iptables-nft', hugePages: 'madvise', ipv6: true });
    expect(json.containers.map(({ name }) => name)).toEqual(['zlm']);
    const [container] = json.containers;
    expect(container?.estimated?.processes).toBe(9);
    expect(container?.measured).toEqual({ processes: 9, threads: 63, memory: 9 * pssOf[engine], kernelMemory: 63 * 16 + 900 });
    expect(container?.notCarried).toEqual([]);
    expect(container?.commands.at(-1)).toContain('--network=host');
    expect(container?.commands.at(-1)).not.toContain('-p ');
    expect(container?.safe).toBe(false);
  });

  it('with the command lines in their order, and the way back', async () => {
    const { json } = await inspected(world());
    const [container] = json.containers;
    const [patch, stop, update, rename, ...others] = container?.commands ?? [];
    expect(patch).toMatch(/^patch -d \/ -p1 <<'END'\n[^]*\n\+port=43100\n[^]*END\n$/);
    expect([stop, update, rename]).toEqual(['docker stop zlm', 'docker update --restart=no zlm', 'docker rename zlm zlm-old']);
    expect(others).toHaveLength(1);
    expect(container?.keep).toEqual(['docker rm zlm-old']);
    const [unpatch, ...back] = container?.back ?? [];
    expect(unpatch).toBe(patch?.replace('patch -d', 'patch -R -d'));
    expect(back).toEqual(['docker rm -f zlm', 'docker rename zlm-old zlm', 'docker update --restart=always zlm', 'docker start zlm']);
    // The volume without a name goes along.
    expect(container?.commands.at(-1)).toMatch(/-v [0-9a-f]{64}:\/opt\/media\/bin\/www/);
  });

  it('asks only what reads', async () => {
    const one = world();
    await inspected(one);
    const verbs = one.calls().map((call) => /^(?:image )?\w+/.exec(call)?.[0]);
    expect(new Set(verbs)).toEqual(new Set(['version', 'info', 'ps', 'inspect', 'image inspect']));
  });

  it('is told of where another one runs, which is there to be seen beside it', async () => {
    const { code, stdout } = await run(['inspect'], world({ recorded: 'docker-28', containers: [recorded('docker-28', 'other')] }));
    expect(code).toBe(0);
    expect(stdout).toContain('None of 1 running containers is ZLMediaKit.');
  });

  it('keeps its ports from a fix that would take them from another', async () => {
    const neighbour = changed(recorded('docker-28', 'other'), (text) => text.replaceAll('43300', '43100').replaceAll('"HostIp":""', '"HostIp":"10.0.0.1"'));
    const { json } = await inspected(world({ recorded: 'docker-28', containers: [zlm(), neighbour] }), 'zlm');
    expect(json.containers[0]?.commands).toEqual([]);
    expect(JSON.stringify(json.containers[0]?.findings)).toContain('other');
  });

  it('fails by the severity of what is found', async () => {
    const codes = await Promise.all([['--fail-on', 'error'], ['--fail-on', 'info'], ['--exit-zero'], ['--only', 'no-publish-all'], ['--max-warnings', '0']].map(async (words) => (await inspected(world(), ...words)).code));
    expect(codes).toEqual([1, 1, 0, 0, 1]);
  });

  it('is printed for people in both languages', async () => {
    for (const lang of ['en', 'zh']) {
      const { stdout, stderr } = await run(['inspect', '--lang', lang], { ...world(), columns: 80 });
      expect(stderr).toBe('');
      expect(stdout).toContain('docker rename zlm zlm-old');
      expect(stdout).not.toMatch(/\{\w+(?:\|\w+)?\}|undefined|NaN|inspect\.\w/);
    }
  });
});

describe('a container that others reach by its name', () => {
  const network = (text: string): string => text.replace('"NetworkMode":"bridge"', '"NetworkMode":"media"').replace('"Networks":{"bridge":', '"Networks":{"media":').replace('"RestartPolicy":{"Name":"always"', '"RestartPolicy":{"Name":"no"');
  const caller = changed(recorded('docker-28', 'other'), (text) => text.replace('"Env":null', '"Env":["ZLM=http://zlm:80/index"]'));

  it('takes them along: their command lines follow', async () => {
    const { json } = await inspected(world({ recorded: 'docker-28', containers: [zlm(network), caller] }));
    const [container] = json.containers;
    expect(container?.commands.filter((command) => command.startsWith('docker rename'))).toEqual(['docker rename zlm zlm-old', 'docker rename other other-old']);
    expect(container?.commands.at(-1)).toContain('--add-host=zlm:host-gateway');
    expect(JSON.stringify(container?.findings)).not.toContain('external network');
  });

  it('may have others whom a file does not tell of', async () => {
    const cwd = temporaryDirectory({ 'all.json': JSON.stringify([zlm(network), caller]) });
    const { json } = await inspected({ ...world(), cwd }, 'all.json');
    expect(JSON.stringify(json.containers)).toContain('others may reach it over the external network media');
  });
});

describe('a container that is asked for', () => {
  it('by name, by the beginning of its id, running or not', async () => {
    const stopped = zlm((text) => text.replace('"Status":"running","Running":true', '"Status":"exited","Running":false').replace(/"Ports":\{.*?\]\}/, '"Ports":{}'));
    const one = world({ recorded: 'docker-28', containers: [stopped] });
    const byName = await inspected(one, 'zlm');
    expect(byName.code).toBe(1);
    expect(byName.json.containers[0]).toMatchObject({ measured: null, notMeasured: 'It does not run (exited).' });
    expect(byName.json.containers[0]?.commands).not.toContain('docker stop zlm');
    const byId = await inspected(one, String(stopped['Id']).slice(0, 12));
    expect(byId.json.containers.map(({ name }) => name)).toEqual(['zlm']);
  });

  it('and is no ZLMediaKit', async () => {
    const { code, stdout } = await run(['inspect', 'other'], world());
    expect(code).toBe(0);
    expect(stdout).toContain('Not recognised as ZLMediaKit; --zlm-service other says that it is.');
    const { json } = await inspected(world(), '--zlm-service', 'other', 'other');
    expect(json.containers[0]?.findings.length).toBeGreaterThan(0);
  });
});

describe('who made a container', () => {
  const compose = (cwd: string): object => ({
    'com.docker.compose.project': 'media', 'com.docker.compose.service': 'zlm', 'com.docker.compose.project.working_dir': cwd,
    'com.docker.compose.project.config_files': `${cwd}/docker-compose.yml,${cwd}/site.yml`, 'com.docker.compose.project.environment_file': `${cwd}/.env`,
  });

  it('Compose: its files are what is to change', async () => {
    const one = world({ recorded: 'docker-28', containers: [labelled(compose('/srv/zlm'))] });
    for (const name of ['docker-compose.yml', 'site.yml']) writeFileSync(join(one.cwd, name), '');
    const { json } = await inspected(one);
    expect(json.containers[0]?.commands).toEqual([
      `cd ${one.cwd}`,
      `zlm-lint --fix --unsafe-fixes --env-file ${one.cwd}/.env -f docker-compose.yml -f site.yml`,
      `docker compose -p media --env-file ${one.cwd}/.env -f docker-compose.yml -f site.yml up -d zlm`,
    ]);
  });

  it('Compose, and its files are gone: what they amount to', async () => {
    const { json } = await inspected(world({ recorded: 'docker-28', containers: [labelled(compose('/srv/gone'))] }));
    expect(json.containers[0]?.origin).toContain('/srv/gone/docker-compose.yml, /srv/gone/site.yml');
    expect(json.containers[0]?.commands.at(-1)).toContain('docker run -d --name zlm');
    expect(json.containers[0]?.command).not.toContain('com.docker.compose');
  });

  it.each([['com.docker.swarm.service.id', 'Swarm made it'], ['io.kubernetes.pod.name', 'Kubernetes made it']])('%s: words', async (label, words) => {
    const { json } = await inspected(world({ recorded: 'docker-28', containers: [labelled({ [label]: 'x' })] }));
    expect(json.containers[0]?.origin).toContain(words);
    expect(json.containers[0]?.commands).toEqual([]);
  });

  it('a person with --rm: nothing of it is left to go back to', async () => {
    const { json } = await inspected(world({ recorded: 'docker-28', containers: [zlm((text) => text.replace('"AutoRemove":false', '"AutoRemove":true').replace('"Name":"always"', '"Name":"no"'))] }));
    expect(json.containers[0]?.back.join()).not.toContain('docker');
    expect(json.containers[0]?.notes.join()).toContain('--rm');
  });
});

describe('the host', () => {
  it('has an engine that starts no docker-proxy', async () => {
    const { json } = await inspected(world({ recorded: 'docker-28', proxies: false }));
    expect(json.engine).toMatchObject({ userlandProxy: false });
    expect(json.containers[0]).toMatchObject({ measured: { processes: 0 }, estimated: { processes: 0 } });
  });

  it('has huge pages', async () => {
    const { stdout } = await run(['inspect'], world({ recorded: 'docker-28', hugePages: '[always] madvise never' }));
    expect(stdout).toContain('huge pages always');
  });

  it('has docker-proxy processes of engines that are gone, of this one and of others', async () => {
    const { json } = await inspected(world({ recorded: 'docker-28', strays: [{ parent: 1 }, { parent: 1 }, { parent: 900 }, { parent: 4000, engine: true }] }));
    expect(json.leftovers).toMatchObject({ dead: { processes: 2, memory: 2620, parents: [1] }, lost: { processes: 1 }, others: 1 });
  });

  it('is another one than that of the engine: nothing of it is read', async () => {
    const { json, code } = await inspected(world({ recorded: 'docker-28', kernel: '5.4.0' }));
    expect(code).toBe(0);
    expect(json).toMatchObject({ host: null, leftovers: null, engine: { hugePages: null, userlandProxy: null } });
    expect(json.containers[0]?.notMeasured).toBe('Processes and memory are seen only on the host of the engine.');
    expect(json.containers[0]?.commands.join()).not.toContain('patch');
  });

  it('hides what others run', async () => {
    const one = world();
    const { hostFiles } = one;
    const { json } = await inspected({ ...one, hostFiles: { ...hostFiles, read: (path) => (path === '/proc/1/cmdline' ? null : hostFiles.read(path)) } });
    expect(json.containers[0]?.measured).toBeNull();
    expect(json.containers[0]?.notMeasured).toBe('This user sees no processes of others (/proc); root does.');
  });

  it('tells only root what processes hold', async () => {
    const one = world();
    const { hostFiles } = one;
    const user = { ...one, hostFiles: { ...hostFiles, read: (path: string) => (path.endsWith('smaps_rollup') ? ({ denied: true } as const) : hostFiles.read(path)) } };
    expect((await inspected(user)).json.containers[0]?.measured).toMatchObject({ processes: 9, memory: null });
    expect((await run(['inspect'], user)).stdout).toContain('Only root may read what they hold (smaps_rollup).');
  });

  it('has no /proc', async () => {
    const { json, code } = await inspected({ ...world(), hostFiles: { read: () => null, names: () => [] } });
    expect(code).toBe(0);
    expect(json.containers[0]?.measured).toBeNull();
    expect(json.host).toBeNull();
  });

  it('says in the settings of its engine that there is no docker-proxy', async () => {
    const one = world({ recorded: 'docker-28', containers: [changed(recorded('docker-28', 'zlm'), (text) => text.replace(/"(Ports|PortBindings)":\{.*?\]\}/g, '"$1":{}'))] });
    const { hostFiles } = one;
    const { json } = await inspected({ ...one, hostFiles: { ...hostFiles, read: (path) => (path === '/etc/docker/daemon.json' ? '{"userland-proxy":false}' : hostFiles.read(path)) } });
    expect(json.engine).toMatchObject({ userlandProxy: false });
  });
});

describe('of these engines nothing was measured', () => {
  it.each<[string, Partial<FakeEngine>]>([
    ['rootless', { info: { SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless'] } }],
    ['desktop', { info: { OperatingSystem: 'Docker Desktop' } }],
    ['podman', { version: { Server: { Version: '5.2.0', Components: [{ Name: 'Podman Engine', Version: '5.2.0' }] } } }],
  ])('%s', async (name, engine) => {
    const one = world({ recorded: 'docker-28', ...engine });
    const { json } = await inspected(one);
    expect(json.engine).toMatchObject({ name });
    expect(json.containers[0]).toMatchObject({ measured: null, estimated: null, commands: [] });
    const { stdout } = await run(['inspect'], one);
    expect(stdout).toContain('not measured');
  });
});

describe('what cannot be done is told in one line', () => {
  const failing = async (env: NodeJS.ProcessEnv, ...words: string[]): Promise<Ran> => run(['inspect', ...words], { cwd: temporaryDirectory(), env });
  const saying = (text: string): NodeJS.ProcessEnv => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'docker'), `#!/bin/sh\necho '${text}' >&2\nexit 1\n`, { mode: 0o755 });
    return { PATH: `${directory}:/usr/bin:/bin` };
  };

  it.each<[string, () => NodeJS.ProcessEnv, RegExp]>([
    ['no docker', () => ({ PATH: temporaryDirectory() }), /docker is not there; install the docker command, name it in DOCKER_CLI, or bring its output/],
    ['no docker where DOCKER_CLI says', () => ({ DOCKER_CLI: '/nowhere/docker' }), /\/nowhere\/docker is not there/],
    ['no engine', () => saying('Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'), /no engine answers; start it, or set DOCKER_HOST/],
    ['no permission', () => saying('permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock'), /try sudo zlm-lint inspect, or be in the group docker/],
    ['something else', () => saying('Error response from daemon: client version 1.51 is too new'), /docker refused: client version 1.51 is too new/],
  ])('%s', async (_, env, told) => {
    const { code, stdout, stderr } = await failing(env());
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(told);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('no such container; the others are looked at', async () => {
    const { code, stdout, stderr } = await run(['inspect', 'zlm', 'nobody'], world());
    expect(code).toBe(2);
    expect(stdout).toContain('zlm  ');
    expect(stderr).toBe('zlm-lint: nobody: no such container; docker ps -a lists them\n');
  });

  it('a container that goes away meanwhile', async () => {
    const { code, stderr } = await run(['inspect'], world({ recorded: 'docker-28', gone: ['brief'] }));
    expect(code).toBe(2);
    expect(stderr).toBe('zlm-lint: brief: this container went away while it was looked at; run zlm-lint inspect again\n');
  });

  it('a word that would be an option of docker', async () => {
    const one = world();
    const { code, stderr } = await run(['inspect', '--', '--help'], one);
    expect(code).toBe(2);
    expect(stderr).toContain('--help: is no name of a container');
    expect(one.calls()).toEqual([]);
  });

  it('files beside containers', async () => {
    const { code, stderr } = await run(['inspect', 'a.json', 'zlm'], world());
    expect([code, stderr]).toEqual([2, 'zlm-lint: a.json, zlm: files and containers are looked at one or the other at a time\n']);
  });
});

describe('what docker inspect printed', () => {
  const read = async (text: string, ...words: string[]): Promise<Ran> => run(['inspect', ...(words.length === 0 ? ['-'] : words)], { cwd: temporaryDirectory({ 'zlm.json': text }), stdin: text, env: { PATH: '/nowhere' } });

  it('comes from a file or through standard input, and nothing of this host is read', async () => {
    const text = JSON.stringify([zlm()]);
    for (const words of [[], ['zlm.json'], ['./zlm.json']]) {
      const { code, stdout, stderr } = await read(text, ...words);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      expect(stdout).toContain('Processes and memory are seen only on the host of the engine.');
      expect(stdout).toContain('clients would have to use the container');
    }
  });

  it('one container without its list', async () => {
    expect((await read(JSON.stringify(zlm()))).stdout).toContain('zlm  a25523642067');
  });

  it('podman: not measured', async () => {
    const docker = zlm();
    const words = ['podman', 'run', '-d', '--name', 'zlm', '-p', '30000-30100:30000-30100/udp', 'zlmediakit/zlmediakit:master'];
    const text = JSON.stringify([{ ...docker, OCIRuntime: 'crun', Config: { ...(docker['Config'] as object), CreateCommand: words } }]);
    const { stdout, code } = await read(text);
    expect(code).toBe(1);
    expect(stdout).toContain('not measured');
    expect(stdout).toContain('-p 30000-30100:30000-30100/udp');
    expect(stdout).not.toContain('docker run');
  });

  it('names that would steer a terminal are made visible', async () => {
    const { stdout } = await read(JSON.stringify([zlm((json) => json.replaceAll('/zlm"', '/z\\u001b[2Jlm"'))]));
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('z\\x1b[2Jlm');
  });

  it.each<[string, string, RegExp]>([
    ['garbage', 'no json', /-: is no JSON \(.*\); it takes what docker inspect NAME prints/],
    ['truncated', JSON.stringify([zlm()]).slice(0, 500), /-: is no JSON/],
    ['nothing', '', /-: is no JSON/],
    ['an empty list', '[]', /-: holds no container/],
    ['images', JSON.stringify(recorded('docker-28', 'images')), /-: describes an image, not a container/],
    ['a network', '[{"Name":"n","IPAM":{},"Driver":"bridge"}]', /-: describes a network/],
    ['a volume', '[{"Name":"v","Mountpoint":"/x"}]', /-: describes a volume/],
    ['a number', '[4]', /-: describes no container/],
    ['ports that are text', JSON.stringify([zlm((json) => json.replace('"PortBindings":{', '"PortBindings":"80","Old":{'))]), /HostConfig\.PortBindings is no object/],
    ['variables that are numbers', JSON.stringify([zlm((json) => json.replace('"Env":[', '"Env":[4,'))]), /Config\.Env\[0\] is no text/],
    ['a switch that is text', JSON.stringify([zlm((json) => json.replace('"Running":true', '"Running":"yes"'))]), /State\.Running is neither true nor false/],
  ])('%s', async (_, text, told) => {
    const { code, stdout, stderr } = await read(text);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(told);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is too large', async () => {
    const { code, stderr } = await run(['inspect', '--max-bytes', '100', '-'], { cwd: temporaryDirectory(), stdin: JSON.stringify([zlm()]) });
    expect(code).toBe(2);
    expect(stderr).toContain('over the limit of 100 (--max-bytes)');
  });

  it('is not there', async () => {
    const { code, stderr } = await run(['inspect', 'none.json'], { cwd: temporaryDirectory() });
    expect([code, stderr]).toEqual([2, 'zlm-lint: none.json: no such file or directory\n']);
  });
});
