import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../main/run.ts';
import { recorded, type Json } from './fake-engine.ts';
import { SimulatedDocker } from './simulated-docker.ts';
import { CONFIG, inspected, media, other, remedyFor, running, twin, withLabels, world, zlm, type InspectWorld } from './world.ts';

const ID = String(recorded('docker-28', 'zlm')['Id']);

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
  const rtp = Array.from({ length: 200 }, (_, index) => 43_000 + index).flatMap((port) => [`${port}/tcp`, `${port}/udp`]);
  const bindings = JSON.stringify(Object.fromEntries(rtp.map((port) => [port, [{ HostIp: '', HostPort: port.split('/')[0] }]])));
  /** With an RTP range that can be narrowed. */
  const wide = zlm((text) => text.replace(/"PortBindings":\{.*?\]\}/, `"PortBindings":${bindings}`));
  const narrow = ['--strategy', 'minimal', '--streams', '20', 'zlm'];
  const config = CONFIG.replace('43000-43003', '43000-43199');

  it('a controller whose settings change, and nothing else of it: it reads them again', async () => {
    const wvp = other((text) => text.replace('"Name":"/other"', '"Name":"/wvp"').replace('"Image":"busybox"', '"Image":"wvp-pro:2.7.4"').replace('"Binds":null', '"Binds":["/srv/zlm/application.yml:/opt/wvp/config/application.yml"]'));
    const one = world({ recorded: 'docker-28', containers: [wide, wvp] }, config);
    const settings = 'media:\n  rtp:\n    enable: true\n    port-range: 43000,43199\n';
    writeFileSync(join(one.cwd, 'application.yml'), settings);
    const { commands: [block = ''], back: [back = ''] } = await remedyFor(one, ...narrow);
    expect(block).toContain('docker start zlm &&\n  docker restart wvp || {\n');
    const before = { zlm: `${ID} running`, wvp: 'bbbb running' };
    const docker = new SimulatedDocker(before);
    expect(docker.paste(block).ok).toBe(true);
    expect(readFileSync(join(one.cwd, 'application.yml'), 'utf8')).not.toBe(settings);
    expect(docker.paste(back).ok).toBe(true);
    expect(docker.containers()).toEqual(before);
    expect(readFileSync(join(one.cwd, 'application.yml'), 'utf8')).toBe(settings);
    const project = (container: Json, service: string): Json => withLabels(container, { 'com.docker.compose.project': 'media', 'com.docker.compose.service': service, 'com.docker.compose.project.working_dir': '/srv/zlm', 'com.docker.compose.project.config_files': '/srv/zlm/docker-compose.yml' });
    const composed = world({ recorded: 'docker-28', containers: [project(wide, 'zlm'), project(wvp, 'gb')] }, config);
    writeFileSync(join(composed.cwd, 'application.yml'), settings);
    writeFileSync(join(composed.cwd, 'docker-compose.yml'), '');
    expect((await remedyFor(composed, ...narrow)).commands[0]).toMatch(/ up -d --no-deps zlm gb &&\ndocker compose -p media -f docker-compose\.yml restart gb$/);
  });

  const sidecarBy = (key: string): Json => other((text) => text.replace(new RegExp(`"${key}":"[^"]*"`), `"${key}":"container:${ID}"`).replace(/"(Ports|PortBindings)":\{.*?\]\}/g, '"$1":{}'));

  it('a container in its network: nothing is narrowed', async () => {
    const one = world({ recorded: 'docker-28', containers: [wide, sidecarBy('NetworkMode')] }, config);
    expect(await remedyFor(one, ...narrow)).toMatchObject({ commands: [], keep: [], back: [], origin: null });
    expect((await inspected(one, ...narrow)).stdout).toContain('minimal: other runs in the same network, and may need these ports, too');
  });

  it.each(['PidMode', 'IpcMode'])('a container in its namespace (%s): words', async (key) => {
    const sidecar = sidecarBy(key);
    const alone = await remedyFor(world({ recorded: 'docker-28', containers: [wide, other()] }, config), ...narrow);
    expect(alone.commands[0]).toContain('docker create --name zlm-new');
    const container = await remedyFor(world({ recorded: 'docker-28', containers: [wide, sidecar] }, config), ...narrow);
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
