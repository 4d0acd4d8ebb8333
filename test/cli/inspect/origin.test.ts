import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../main/run.ts';
import { labelled, media, other, remedyFor, running, withLabels, zlm, type InspectWorld } from './world.ts';

describe('who made a container', () => {
  const compose = (directory: string, service = 'zlm'): Record<string, string> => ({
    'com.docker.compose.project': 'media', 'com.docker.compose.service': service, 'com.docker.compose.project.working_dir': directory,
    'com.docker.compose.project.config_files': `${directory}/docker-compose.yml,${directory}/site.yml`, 'com.docker.compose.project.environment_file': `${directory}/.env`,
  });
  const files = (one: InspectWorld, ...names: string[]): InspectWorld => {
    for (const name of names) writeFileSync(join(one.cwd, name), '');
    return one;
  };

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
    const caller = withLabels(other((text) => text.replace('"Env":null', '"Env":["ZLM=http://zlm:80/index"]')), compose('/srv/zlm', 'wvp'));
    const one = files(running(withLabels(zlm(media), compose('/srv/zlm', 'stream')), caller), 'docker-compose.yml', 'site.yml', 'own.yaml');
    const { commands: [block = ''] } = await remedyFor(one, '--strategy', 'host', '--streams', '100', '--zlm-service', 'zlm', '--skip', 'no-unused-ports', '--config', 'own.yaml');
    const [, fix = '', up = ''] = block.split('\n');
    expect(fix).toMatch(/ --strategy host .*--streams 100 .*--skip no-unused-ports --zlm-service stream .*--allow-outside --config \/.*\/own\.yaml /);
    expect(up).toMatch(/ up -d --no-deps stream wvp$/);
  });

  it.each([['docker-compose.yml'], ['docker-compose.yml,docker/site.yml'], ['docker/site.yml,docker-compose.yml']])('Compose: what it prints is what zlm-lint takes (%s)', async (names) => {
    const made = { ...compose('/srv/zlm'), 'com.docker.compose.project.config_files': names, 'com.docker.compose.project.environment_file': '' };
    const one = running(labelled(made));
    mkdirSync(join(one.cwd, 'docker'));
    const ports = ['127.0.0.1:43100:80', '43554:554', '43000-43002:43000-43002/udp'].map((port) => `      - "${port}"\n`).join('');
    writeFileSync(join(one.cwd, 'docker-compose.yml'), `services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    volumes:\n      - ${one.cwd}/config.ini:/opt/media/conf/config.ini\n    ports:\n${ports}`);
    writeFileSync(join(one.cwd, 'docker/site.yml'), 'services:\n  zlm:\n    restart: always\n');
    const { commands: [block = ''] } = await remedyFor(one);
    const [cd, fix = ''] = block.split(' &&\n');
    expect(cd).toBe(`cd ${one.cwd}`);
    const { code, stderr, stdout } = await run(fix.split(' ').slice(1), { cwd: one.cwd });
    expect(stderr).toContain('docker-compose.yml.zlm-lint.bak');
    expect(code).toBe(0);
    expect(stdout).toContain('Fixed 1.');
    expect(names.split(',').map((name) => readFileSync(join(one.cwd, name), 'utf8')).join()).toContain('network_mode: host');
    expect(readFileSync(join(one.cwd, 'config.ini'), 'utf8')).toContain('port=43100');
  });

  it('Compose: with what a configuration says, which may not be found from there', async () => {
    const one = files(running(labelled(compose('/srv/zlm'))), 'docker-compose.yml', 'site.yml');
    writeFileSync(join(one.cwd, '.zlm-lint.yaml'), 'strategy: host\nstreams: 20\n');
    expect((await remedyFor(one)).commands[0]).toMatch(/ --unsafe-fixes --strategy host .*--streams 20 /);
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
