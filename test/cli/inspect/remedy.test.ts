import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../main/run.ts';
import { recorded, type Json } from './fake-engine.ts';
import { SimulatedDocker } from './simulated-docker.ts';
import { CONFIG, inspected, labelled, other, running, twin, world, zlm, type Container, type InspectWorld } from './world.ts';

const ID = String(recorded('docker-28', 'zlm')['Id']);

async function remedyFor(one: InspectWorld, ...words: string[]): Promise<Container> {
  const { json } = await inspected(one, ...words);
  const [container] = json.containers;
  if (container === undefined) throw new Error('nothing was found');
  return container;
}

const media = (text: string): string => text.replace('"NetworkMode":"bridge"', '"NetworkMode":"media"').replace('"Networks":{"bridge":', '"Networks":{"media":');
const caller = (name = 'zlm', change: (text: string) => string = (text) => text): Json => other((text) => change(text.replace('"Env":null', `"Env":["ZLM=http://${name}:80/index"]`)));
const withRm = (text: string): string => text.replace('"AutoRemove":false', '"AutoRemove":true').replace('"Name":"always"', '"Name":"no"');

describe('a sequence that fails leaves what ran before', () => {
  const cases: [string, () => InspectWorld, Record<string, string>][] = [
    ['one container', () => running(zlm()), { zlm: `${ID} running` }],
    ['one with others that are called alike', () => world({ recorded: 'docker-28', stopped: ['zlm-old', 'zlm-new'] }), { zlm: `${ID} running`, 'zlm-old': 'aaaa exited', 'zlm-new': 'bbbb exited' }],
    ['one and who calls it', () => running(zlm(media), caller()), { zlm: `${ID} running`, other: `${String(recorded('docker-28', 'other')['Id'])} running` }],
  ];

  it.each(cases)('%s', async (_, make, before) => {
    const one = make();
    const original = readFileSync(join(one.cwd, 'config.ini'), 'utf8');
    const { commands: [block = ''], back: [back = ''] } = await remedyFor(one);
    const { calls } = new SimulatedDocker(before).paste(block);
    expect(calls).toBeGreaterThan(5);
    for (let failAt = 0; failAt <= calls; failAt++) {
      writeFileSync(join(one.cwd, 'config.ini'), original);
      const docker = new SimulatedDocker(before);
      expect(docker.paste(block, failAt).ok).toBe(failAt === 0);
      if (failAt > 0) expect(docker.containers()).toMatchObject(before);
      else expect(docker.containers()['zlm']).toMatch(/^new\d+ running$/);
      // And whatever came of it, the way back leads back, and takes nothing away that was there.
      docker.paste(back);
      expect(docker.containers()).toMatchObject(before);
      expect(readFileSync(join(one.cwd, 'config.ini'), 'utf8')).toBe(original);
    }
  });

  it('and a way back that fails takes nothing away', async () => {
    const one = running(zlm());
    const { commands: [block = ''], back: [back = ''] } = await remedyFor(one);
    for (let failAt = 1; failAt <= 7; failAt++) {
      writeFileSync(join(one.cwd, 'config.ini'), CONFIG);
      const docker = new SimulatedDocker({ zlm: `${ID} running` });
      expect(docker.paste(block).ok).toBe(true);
      expect(docker.paste(back, failAt).ok).toBe(false);
      expect(Object.values(docker.containers()).some((text) => text.startsWith(ID))).toBe(true);
    }
  });

  it('one with --rm, which is made again', async () => {
    const one = running(zlm(withRm));
    const { commands: [block = ''], back: [back = ''], keep } = await remedyFor(one);
    const before = { zlm: `${ID} running rm` };
    const { calls } = new SimulatedDocker(before).paste(block);
    expect(keep.join()).not.toContain('docker rm');
    for (let failAt = 0; failAt <= calls; failAt++) {
      writeFileSync(join(one.cwd, 'config.ini'), CONFIG);
      const docker = new SimulatedDocker(before);
      // The third looks whether it is gone, and it is.
      expect([failAt, docker.paste(block, failAt).ok]).toEqual([failAt, failAt === 0 || failAt === 3]);
      expect(docker.containers()['zlm']).toMatch(/running rm$/);
      docker.paste(back);
      expect(docker.containers()['zlm']).toMatch(/running rm$/);
    }
  });
});

describe('names', () => {
  it('of stopped containers are taken', async () => {
    const { commands: [block = ''] } = await remedyFor(world({ recorded: 'docker-28', stopped: ['zlm-old', 'zlm-old-2', 'zlm-new'] }));
    expect(block).toContain('docker create --name zlm-new-2 ');
    expect(block).toContain('docker rename zlm zlm-old-3 ');
  });

  it('that no command line could say', async () => {
    const container = await remedyFor(running(zlm((text) => text.replace('"Name":"/zlm"', '"Name":"/zlm,x"'))), ID.slice(0, 12));
    expect(container).toMatchObject({ commands: [], back: [], origin: 'A container with such a name cannot be put aside by a command line.' });
  });
});

describe('a file that is mounted', () => {
  const file = (one: InspectWorld): string => readFileSync(join(one.cwd, 'config.ini'), 'utf8');

  it.each([
    ['plain', CONFIG],
    ['with CRLF', CONFIG.replaceAll('\n', '\r\n')],
    ['with a tab', `; a\tb\n${CONFIG}`],
    ['with a byte order mark', `\uFEFF; a\n${CONFIG}`],
    ['without a last line end', CONFIG.trimEnd()],
  ])('%s: what a terminal shows can be pasted', async (_, text) => {
    const one = world({ recorded: 'docker-28', containers: [zlm()] }, text);
    const { stdout } = await run(['inspect'], { ...one, columns: 80 });
    const block = /^docker create[^]*?\n {4}false\n {2}\}\n\}\n/m.exec(stdout)?.[0] ?? '';
    const docker = new SimulatedDocker({ zlm: `${ID} running` });
    expect(docker.paste(block).ok).toBe(true);
    expect(file(one)).toBe(text.replace('port=80', 'port=43100').replace('port=554', 'port=43554'));
    const back = /^docker container inspect zlm-old[^]*?docker rm zlm-new\n/m.exec(stdout)?.[0] ?? '';
    expect(docker.paste(back).ok).toBe(true);
    expect(file(one)).toBe(text);
  });

  it('through a link: the link stays', async () => {
    const one = running(zlm());
    mkdirSync(join(one.cwd, 'real'));
    renameSync(join(one.cwd, 'config.ini'), join(one.cwd, 'real/config.ini'));
    symlinkSync('real/config.ini', join(one.cwd, 'config.ini'));
    const { commands: [block = ''], notes } = await remedyFor(one);
    expect(new SimulatedDocker({ zlm: `${ID} running` }).paste(block).ok).toBe(true);
    expect(readFileSync(join(one.cwd, 'real/config.ini'), 'utf8')).toContain('port=43100');
    expect(notes.join()).toContain('may need root');
  });

  it('by two ZLMediaKits: words', async () => {
    const container = await remedyFor(running(zlm(), twin(zlm((text) => text.replaceAll('43', '45')), 'second')), 'zlm');
    expect(container.commands).toEqual([]);
    expect(container.origin).toMatch(/config\.ini would change, and second reads it, too/);
  });
});

describe('who else would be hit', () => {
  it.each(['NetworkMode', 'PidMode', 'IpcMode'])('a container in its namespace (%s): words', async (key) => {
    const rtp = Array.from({ length: 200 }, (_, index) => 43_000 + index).flatMap((port) => [`${port}/tcp`, `${port}/udp`]);
    const bindings = JSON.stringify(Object.fromEntries(rtp.map((port) => [port, [{ HostIp: '', HostPort: port.split('/')[0] }]])));
    const wide = zlm((text) => text.replace(/"PortBindings":\{.*?\]\}/, `"PortBindings":${bindings}`));
    const sidecar = other((text) => text.replace(new RegExp(`"${key}":"[^"]*"`), `"${key}":"container:${ID}"`).replace(/"(Ports|PortBindings)":\{.*?\]\}/g, '"$1":{}'));
    const words = ['--strategy', 'minimal', '--streams', '20', 'zlm'];
    const config = CONFIG.replace('43000-43003', '43000-43199');
    const alone = await remedyFor(world({ recorded: 'docker-28', containers: [wide, other()] }, config), ...words);
    expect(alone.commands[0]).toContain('docker create --name zlm-new');
    const container = await remedyFor(world({ recorded: 'docker-28', containers: [wide, sidecar] }, config), ...words);
    expect(container).toMatchObject({ commands: [], keep: [], back: [] });
    expect(container.origin).toMatch(/^other runs in its network or in other namespaces of it/);
  });

  it.each([
    ['Swarm', { 'com.docker.swarm.service.id': 'x' }],
    ['Kubernetes', { 'io.kubernetes.pod.name': 'x' }],
    ['Docker Compose', { 'com.docker.compose.project': 'p', 'com.docker.compose.service': 's', 'com.docker.compose.project.config_files': '/nowhere.yml,-' }],
    ['systemd', { PODMAN_SYSTEMD_UNIT: 'wvp.service' }],
  ])('a caller that %s made: words', async (_, labels) => {
    const container = await remedyFor(running(zlm(media), caller('zlm', (text) => text.replace('"Labels":{}', `"Labels":${JSON.stringify(labels)}`))));
    expect(container).toMatchObject({ commands: [], back: [] });
    expect(container.origin).toMatch(/^other would have to change with it/);
  });

  it('another ZLMediaKit: one after the other', async () => {
    const second = twin(zlm((text) => text.replaceAll('43', '45').replaceAll('/srv/zlm/config.ini', '/srv/zlm/second.ini')), 'second');
    const one = running(zlm(), second);
    writeFileSync(join(one.cwd, 'second.ini'), CONFIG.replaceAll('43', '45'));
    const { json } = await inspected(one);
    const [first, last] = json.containers;
    expect(first?.commands).toHaveLength(1);
    expect(last?.commands).toEqual([]);
    expect(last?.origin).toBe(`First put ${first?.name} right, then run zlm-lint inspect again: this one was planned beside it as it is now.`);
  });

  it('is told what it loses', async () => {
    const images = [{ Id: String(other()['Image']), RepoTags: ['busybox:latest', 'zlmediakit/zlmediakit:master'], Config: { Cmd: ['sleep', 'infinity'] } }];
    const container = await remedyFor(world({ recorded: 'docker-28', images, containers: [zlm(media), caller('zlm', (text) => text.replace('"ZLM=', '"LOST","ZLM='))] }));
    expect(container.commands).toHaveLength(1);
    expect(container.notes).toContain('The command line of other is incomplete. Not carried over: Config.Env LOST');
  });

  it('and what cannot be shown cannot be copied: words', async () => {
    const container = await remedyFor(running(zlm((text) => text.replace('TZ=Asia/Shanghai', 'A=b\\tc'))));
    expect(container.commands).toEqual([]);
    expect(container.origin).toContain('holds characters that cannot be shown');
  });
});

describe('what is kept in mind', () => {
  it('on-failure, which the engine revives, too', async () => {
    const { commands: [block = ''], back: [back = ''] } = await remedyFor(running(zlm((text) => text.replace('"Name":"always","MaximumRetryCount":0', '"Name":"on-failure","MaximumRetryCount":3'))));
    expect(block).toContain('docker update --restart=no zlm');
    expect(back).toContain('docker update --restart=on-failure:3 zlm');
  });

  it.each([
    ['zlmediakit/zlmediakit:master', ['zlmediakit/zlmediakit:master'], true],
    ['zlmediakit/zlmediakit', ['zlmediakit/zlmediakit:latest'], true],
    ['docker.io/zlmediakit/zlmediakit', ['zlmediakit/zlmediakit:latest'], true],
    ['zlmediakit/zlmediakit', [], true],
    ['sha256:42617e48a3aa8ad715b1a2fa246c8e41167345f87cc970781f06e91d9234bfbc', [], false],
  ])('an image that moved: %s', async (image, tags, moved) => {
    const container = zlm((text) => text.replaceAll('zlmediakit/zlmediakit:master', image));
    const running = { Id: String(container['Image']), RepoTags: [], Config: { Cmd: ['sleep', 'infinity'] } };
    const images = [running, { Id: `sha256:${'5'.repeat(64)}`, RepoTags: tags, Config: {} }];
    const { notes } = await remedyFor(world({ recorded: 'docker-28', images, containers: [container] }), '--zlm-service', 'zlm', 'zlm');
    expect(notes.some((note) => note.includes('by now another image') && note.includes('write 42617e48a3aa'))).toBe(moved);
  });

  it('an image that did not move', async () => {
    const images = [{ Id: String(zlm()['Image']), RepoTags: ['zlmediakit/zlmediakit:latest'], Config: { Cmd: ['sleep', 'infinity'] } }];
    const { notes } = await remedyFor(world({ recorded: 'docker-28', images, containers: [zlm((text) => text.replaceAll('zlmediakit/zlmediakit:master', 'zlmediakit/zlmediakit'))] }));
    expect(notes.join()).not.toContain('image');
  });

  it('--rm loses something: told before the commands', async () => {
    const { stdout } = await run(['inspect'], running(zlm(withRm)));
    expect(stdout.indexOf('zlm was started with --rm')).toBeGreaterThan(0);
    expect(stdout.indexOf('zlm was started with --rm')).toBeLessThan(stdout.indexOf('docker create'));
  });

  it('a fix that is not proven safe says so above its commands', async () => {
    const { stdout } = await run(['inspect'], running(zlm()));
    expect(stdout).toContain('To put it right, not proven safe (what is not proven stands above):\n\ndocker create');
  });
});

describe('who made a container', () => {
  const compose = (directory: string, service = 'zlm'): Record<string, string> => ({
    'com.docker.compose.project': 'media', 'com.docker.compose.service': service, 'com.docker.compose.project.working_dir': directory,
    'com.docker.compose.project.config_files': `${directory}/docker-compose.yml,${directory}/site.yml`, 'com.docker.compose.project.environment_file': `${directory}/.env`,
  });
  const files = (one: InspectWorld, ...names: string[]): InspectWorld => {
    for (const name of names) writeFileSync(join(one.cwd, name), '');
    return one;
  };
  const labels = (container: Json, more: object): Json => JSON.parse(JSON.stringify(container).replace('"Labels":{}', `"Labels":${JSON.stringify(more)}`)) as Json;

  it('Compose: its files are what is to change, as they were read here', async () => {
    const one = files(running(labelled(compose('/srv/zlm'))), 'docker-compose.yml', 'site.yml');
    const container = await remedyFor(one);
    const flags = `--env-file ${one.cwd}/.env`;
    expect(container.commands).toEqual([
      [
        `cd ${one.cwd}`,
        `zlm-lint --fix --exit-zero --unsafe-fixes --engine-version 28.5.2 --huge-pages madvise ${flags} --allow-outside -f docker-compose.yml -f site.yml`,
        `docker compose -p media ${flags} -f docker-compose.yml -f site.yml up -d --no-deps zlm`,
      ].join(' &&\n'),
    ]);
    expect(container.notes.join()).toContain('--unsafe-fixes holds for everything in these files');
    expect(container.notes.join()).not.toContain('incomplete');
  });

  it('Compose: with the options of this run, the names that its services have, and everything of it that runs', async () => {
    const caller = labels(other((text) => text.replace('"Env":null', '"Env":["ZLM=http://zlm:80/index"]')), compose('/srv/zlm', 'wvp'));
    const one = files(running(labels(zlm(media), compose('/srv/zlm', 'stream')), caller), 'docker-compose.yml', 'site.yml', 'own.yaml');
    const { commands: [block = ''] } = await remedyFor(one, '--strategy', 'host', '--streams', '100', '--zlm-service', 'zlm', '--skip', 'no-unused-ports', '--config', 'own.yaml');
    const [, fix = '', up = ''] = block.split('\n');
    expect(fix).toMatch(/ --strategy host .*--streams 100 .*--skip no-unused-ports --zlm-service stream .*--allow-outside --config \/.*\/own\.yaml /);
    expect(up).toMatch(/ up -d --no-deps stream wvp$/);
  });

  it('Compose, from files elsewhere than where it starts', async () => {
    const one = running(labelled({ ...compose('/srv/zlm'), 'com.docker.compose.project.config_files': 'docker/compose.yml' }));
    mkdirSync(join(one.cwd, 'docker'));
    files(one, 'docker/compose.yml');
    const { commands: [block = ''] } = await remedyFor(one);
    expect(block).toMatch(new RegExp(` --project-directory ${one.cwd} .*docker/compose\\.yml &&\\ndocker compose -p media --project-directory ${one.cwd} --env-file \\S+ -f docker/compose\\.yml up`));
  });

  it('Compose, and its files are gone: what they amount to', async () => {
    const container = await remedyFor(running(labelled(compose('/srv/gone'))));
    expect(container.origin).toContain('/srv/gone/docker-compose.yml, /srv/gone/site.yml');
    expect(container.commands.at(-1)).toContain('docker create --name zlm-new');
    expect(container.command).not.toContain('com.docker.compose');
  });

  it.each<[string, object]>([
    ['no files', { 'com.docker.compose.project.config_files': '' }],
    ['standard input', { 'com.docker.compose.project.config_files': '-' }],
    ['files from nowhere', { 'com.docker.compose.project.config_files': 'docker-compose.yml', 'com.docker.compose.project.working_dir': '' }],
  ])('Compose, with labels that name %s: words', async (_, more) => {
    const container = await remedyFor(running(labelled({ ...compose('/srv/zlm'), ...more })));
    expect(container.commands).toEqual([]);
    expect(container.origin).toContain('its labels do not say from which files');
  });

  it.each([['com.docker.swarm.service.id', 'Swarm made it'], ['io.kubernetes.pod.name', 'Kubernetes made it'], ['PODMAN_SYSTEMD_UNIT', 'The systemd unit x makes it']])('%s: words', async (label, words) => {
    const container = await remedyFor(running(labelled({ [label]: 'x' })));
    expect(container.origin).toContain(words);
    expect(container.commands).toEqual([]);
  });

  it.each([['run'], ['create']])('podman %s: words', async (verb) => {
    const words = ['podman', verb, '--name', 'zlm', '-p', '8080:80', '-p', '8081:81', '-p', '8082:82', 'zlmediakit/zlmediakit:master'];
    const podman = (text: string): string => text.replace('"Labels":{}', `"Labels":{},"CreateCommand":${JSON.stringify(words)}`);
    const container = await remedyFor(running(zlm(podman)), '--strategy', 'minimal', 'zlm');
    expect(container.safe).toBe(true);
    expect(container).toMatchObject({ commands: [], keep: [], back: [] });
    expect(container.origin).toContain('podman made it');
  });
});
