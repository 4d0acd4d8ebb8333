import { describe, expect, it } from 'vitest';
import { run } from '../main/run.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { changed, pssOf, recorded } from './fake-engine.ts';
import { inspected, world, zlm } from './world.ts';

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
    const [create = ''] = container?.commands.at(-1)?.split(' && {') ?? [];
    expect(create).toContain('--network=host');
    expect(create).not.toContain('-p ');
    expect(container?.safe).toBe(false);
  });

  it('with the command lines in their order, and the way back', async () => {
    const one = world();
    const { json } = await inspected(one);
    const [container] = json.containers;
    const [block = '', ...others] = container?.commands ?? [];
    const config = `${one.cwd}/config.ini`;
    expect(others).toEqual([]);
    expect(block).toMatch(/^docker create --name zlm-new \\\n {2}--restart always \\\n[^]*zlmediakit\/zlmediakit:master && \{\n/);
    expect(block).toMatch(/\n {2}patch -f -d \/ -p1 <<'END' &&\n[^]*\n\+port=43100\n[^]*\nEND\n {2}docker stop/);
    expect(block.split('\n').filter((line) => /^ *(?:cp|patch|docker|false|\})/.test(line)).slice(1)).toEqual([
      ...[`cp -p ${config} ${config}.zlm-lint.bak &&`, "patch -f -d / -p1 <<'END' &&", 'docker stop zlm &&', 'docker update --restart=no zlm &&', 'docker rename zlm zlm-old &&', 'docker rename zlm-new zlm &&', 'docker start zlm || {'].map((line) => `  ${line}`),
      ...[`cp ${config}.zlm-lint.bak ${config}`, 'docker rename zlm zlm-new', 'docker stop zlm-new', 'docker rename a25523642067 zlm', 'docker update --restart=always a25523642067', 'docker start a25523642067 && docker rm zlm-new', 'false'].map((line) => `    ${line}`),
      '  }', '}',
    ]);
    expect(container?.keep).toEqual(['docker rm zlm-old', `rm ${config}.zlm-lint.bak`]);
    expect(container?.back).toEqual([
      ['docker container inspect zlm-old >/dev/null', 'docker stop zlm', 'docker rename zlm zlm-new', 'docker rename a25523642067 zlm', 'docker update --restart=always zlm', `cp ${config}.zlm-lint.bak ${config}`, 'docker start zlm', 'docker rm zlm-new'].join(' &&\n'),
    ]);
    // The volume without a name goes along.
    expect(block).toMatch(/-v [0-9a-f]{64}:\/opt\/media\/bin\/www/);
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

  it('keeps the secrets of its environment out of what is shown of it', async () => {
    // config.ini cannot be written, which is told beside the variables.
    const secret = zlm((text) => text.replace('"TZ=Asia/Shanghai"', '"DB_PASSWORD=it is hunter2","TZ=UTC"').replace('conf/config.ini"]', 'conf/config.ini:ro"]').replace('"Volumes":{"/opt/media/bin/www":{}}', '"Volumes":null'));
    const { stdout } = await run(['inspect', '--only', 'config-is-read'], world({ recorded: 'docker-28', containers: [secret] }));
    expect(stdout).toContain("-e 'DB_PASSWORD=**");
    expect(stdout).not.toContain('hunter2');
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
    const [block = ''] = container?.commands ?? [];
    expect(block).toContain(['docker rename zlm zlm-old', 'docker rename zlm-new zlm', 'docker rename other other-old', 'docker rename other-new other'].join(' &&\n  '));
    expect(block).toContain('docker create --name other-new --add-host=zlm:host-gateway');
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
    const [block = ''] = byName.json.containers[0]?.commands ?? [];
    expect(block).toContain('docker rename zlm zlm-old');
    expect(block).not.toMatch(/^ *docker (?:stop zlm |start)/m);
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
