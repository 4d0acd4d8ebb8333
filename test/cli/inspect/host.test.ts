import { describe, expect, it } from 'vitest';
import { run } from '../main/run.ts';
import { changed, recorded, type FakeEngine } from './fake-engine.ts';
import { inspected, world } from './world.ts';

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
    const strays = [{ parent: 1 }, { parent: 1 }, { parent: 900 }, { parent: 4000, program: '/usr/bin/dockerd' }];
    const one = world({ recorded: 'docker-28', strays });
    const { json } = await inspected(one);
    expect(json.leftovers).toMatchObject({ dead: { processes: 2, memory: 2620, pids: [10_013, 10_014] }, lost: { processes: 1 }, others: 1 });
    const { stdout } = await run(['inspect'], one);
    expect(stdout).toContain('\n\nkill 10013 10014\n\n');
    expect(stdout).toContain('Where no container is starting or stopping, the engine has lost them');
  });

  it.each<[string, NonNullable<FakeEngine['strays']>[number]]>([
    ['is started by the helper of a rootless engine', { parent: 4001, program: 'rootlesskit-docker-proxy', grandparent: 900 }],
    ['is a child of something else that lives', { parent: 4001, program: '/usr/local/bin/supervisor' }],
  ])('has a docker-proxy that %s: it is not dead', async (_, stray) => {
    const { json } = await inspected(world({ recorded: 'docker-28', strays: [stray] }));
    expect(json.leftovers).toMatchObject({ dead: { processes: 0, pids: [] }, lost: { processes: 0 }, others: 1 });
  });

  it('has an orphan that the user manager has taken over', async () => {
    const { json } = await inspected(world({ recorded: 'docker-28', strays: [{ parent: 4001, program: '/usr/lib/systemd/systemd' }] }));
    expect(json.leftovers).toMatchObject({ dead: { processes: 1, pids: [10_013] } });
  });

  it('has another program with the same options', async () => {
    const { json } = await inspected(world({ recorded: 'docker-28', strays: [{ parent: 1, path: '/usr/bin/my-proxy' }] }));
    expect(json.leftovers).toMatchObject({ dead: { processes: 0 }, others: 0 });
  });

  it('has docker-proxy processes that come and go: nothing is lost', async () => {
    const one = world({ recorded: 'docker-28', strays: [{ parent: 900 }, { parent: 900 }] });
    const { hostFiles } = one;
    let looks = 0;
    const names = (directory: string): readonly string[] => (directory === '/proc' && ++looks > 2 ? hostFiles.names(directory).filter((pid) => pid !== '10014') : hostFiles.names(directory));
    const { json } = await inspected({ ...one, hostFiles: { ...hostFiles, names } });
    expect(json.leftovers).toMatchObject({ lost: { processes: 0 }, others: 2 });
  });

  it('has none of a container: which engine runs a docker-proxy is not known', async () => {
    const quiet = changed(recorded('docker-28', 'zlm'), (text) => text.replace(/"(Ports|PortBindings)":\{.*?\]\}/g, '"$1":{}'));
    const { json } = await inspected(world({ recorded: 'docker-28', containers: [quiet], strays: [{ parent: 900 }] }));
    expect(json.leftovers).toMatchObject({ lost: { processes: 0 }, others: 1 });
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

  it('has a kernel that does not tell it', async () => {
    const one = world();
    const { hostFiles } = one;
    const old = { ...one, hostFiles: { ...hostFiles, read: (path: string) => (path.endsWith('smaps_rollup') ? null : hostFiles.read(path)) } };
    expect((await inspected(old)).json.containers[0]?.measured).toMatchObject({ processes: 9, memory: null });
    expect((await run(['inspect'], old)).stdout).toContain('This kernel does not tell what they hold (smaps_rollup, from Linux 4.14 on).');
  });

  it('loses a process while it is looked at', async () => {
    const one = world();
    const { hostFiles } = one;
    let looked = 0;
    const read = (path: string): ReturnType<typeof hostFiles.read> => (path.startsWith('/proc/10003/') && (path.endsWith('smaps_rollup') || (path.endsWith('status') && ++looked > 1)) ? null : hostFiles.read(path));
    expect((await inspected({ ...one, hostFiles: { ...hostFiles, read } })).json.containers[0]?.measured).toMatchObject({ processes: 9, memory: 8 * 1310 });
  });

  it('has no /proc', async () => {
    const blind = { ...world(), hostFiles: { read: () => null, names: () => [] } };
    const { json, code, stderr } = await inspected(blind);
    expect(code).toBe(2);
    expect(stderr).toBe('zlm-lint: there is no /proc here, so processes and memory are not seen; mount it, or run zlm-lint on the host of the engine\n');
    expect(json.containers[0]).toMatchObject({ measured: null, notMeasured: 'There is no /proc here, so processes and memory are not seen.' });
    expect(json.host).toBeNull();
    const elsewhere = world({ recorded: 'docker-28', version: { Client: { Os: 'darwin' } } });
    expect((await inspected({ ...elsewhere, hostFiles: blind.hostFiles })).code).toBe(0);
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
