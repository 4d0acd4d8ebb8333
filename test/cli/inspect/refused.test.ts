import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Docker } from '../../../src/cli/inspect/docker.ts';
import { run, type Ran } from '../main/run.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { inspected, other, running, world, zlm } from './world.ts';

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
    ['no permission, as newer ones say it', () => saying('permission denied while trying to connect to the docker API at unix:///var/run/docker.sock'), /try sudo zlm-lint inspect/],
    ['a warning before it', () => saying('WARNING: Error loading config file: /root/.docker/config.json: open /root/.docker/config.json: permission denied\nCannot connect to the Docker daemon at tcp://10.0.0.9:2375. Is the docker daemon running?'), /no engine answers; .* \(Cannot connect to the Docker daemon at tcp:/],
    ['a warning before something else', () => saying('WARNING: Error loading config file: /root/.docker/config.json: permission denied\nunknown flag: --format'), /docker refused: unknown flag: --format/],
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

  it.each([['nothing', ''], ['no JSON', 'hello'], ['another JSON', '[]'], ['an empty one', '{}']])('a docker that says %s', async (_, text) => {
    const directory = temporaryDirectory({ answer: text });
    writeFileSync(join(directory, 'docker'), `#!/bin/sh\ncat ${directory}/answer\n`, { mode: 0o755 });
    const { code, stdout, stderr } = await failing({ PATH: `${directory}:/usr/bin:/bin` });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('zlm-lint: docker version did not print what was asked for; DOCKER_CLI names another docker command\n');
  });

  it('a docker that hangs, whatever it does when it is told to end', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'docker'), "#!/bin/sh\ntrap 'exit 0' TERM\nwhile :; do sleep 0.1; done\n", { mode: 0o755 });
    expect(await new Docker({ PATH: `${directory}:/usr/bin:/bin` }, 0.3).ask('ps', '--no-trunc')).toEqual({ code: 'docker-slow', command: 'docker ps', seconds: 0.3 });
  });

  it('a container of another kind that goes away meanwhile: nobody asked for it', async () => {
    const { code, stderr } = await run(['inspect'], world({ recorded: 'docker-28', gone: [{ name: 'brief', image: 'busybox' }] }));
    expect([code, stderr]).toEqual([1, '']);
  });

  it('a container that goes away meanwhile', async () => {
    const { code, stderr } = await run(['inspect'], world({ recorded: 'docker-28', gone: [{ name: 'brief', image: 'zlmediakit/zlmediakit:master' }] }));
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

describe('one container that is not as docker inspect prints it', () => {
  const odd = (text: string): string => text.replace('"Memory":0', '"Memory":"512m"');

  it('is named, and hides no other', async () => {
    const { code, json, stderr } = await inspected(running(zlm(), other(odd)), 'zlm', 'other');
    expect(code).toBe(2);
    expect(stderr).toBe('zlm-lint: other: is not as docker inspect prints it: HostConfig.Memory is no number\n');
    expect(json.containers.map(({ name }) => name)).toEqual(['zlm']);
  });

  it('is nobody\'s business as a neighbour, but it may speak to the others', async () => {
    const network = (text: string): string => text.replace('"NetworkMode":"bridge"', '"NetworkMode":"media"').replace('"Networks":{"bridge":', '"Networks":{"media":');
    for (const words of [['zlm'], []]) {
      const { code, json, stderr } = await inspected(running(zlm(network), other(odd)), ...words);
      expect([code, stderr]).toEqual([1, '']);
      expect(JSON.stringify(json.containers)).toContain('others may reach it over the external network media');
    }
  });

  it('matters where it is ZLMediaKit, and where it cannot even be taken apart', async () => {
    const { code, json, stderr } = await inspected(running(zlm((text) => text.replace('"Running":true', '"Running":"yes"')), other()));
    expect([code, json.containers]).toEqual([2, []]);
    expect(stderr).toBe('zlm-lint: zlm: is not as docker inspect prints it: State.Running is neither true nor false\n');
  });
});
