import { describe, expect, it } from 'vitest';
import { commandOf, containerJson, ID, imageJson, type Parts } from './container-json.ts';

const PLAIN = ['docker run -d --name zlm', 'zlmediakit/zlmediakit:master'];

/** The flags beside those of a plain container. */
function added(parts: Parts): readonly string[] {
  return commandOf(containerJson(parts)).flags.filter((flag) => !PLAIN.includes(flag));
}

const port = (...hosts: [string, string][]): object => hosts.map(([HostIp, HostPort]) => ({ HostIp, HostPort }));
const network = (more: object = {}): object => ({ IPAMConfig: null, Aliases: null, Links: null, DriverOpts: null, NetworkID: '9', ...more });
const joined = (mode: string, networks: object): Parts => ({ host: { NetworkMode: mode }, top: { NetworkSettings: { Networks: networks } } });
const host = (more: object): Parts => ({ host: more });
const config = (more: object): Parts => ({ config: more });

describe('what docker inspect says becomes a flag', () => {
  it('nothing but the name and the image of a plain one', () => {
    expect(commandOf(containerJson()).flags).toEqual(PLAIN);
  });

  it.each<[string, Parts, string[]]>([
    ['restart', host({ RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } }), ['--restart on-failure:3']],
    ['--rm', host({ AutoRemove: true }), ['--rm']],
    ['one port', host({ PortBindings: { '80/tcp': port(['', '8080']) } }), ['-p 8080:80']],
    ['addresses', host({ PortBindings: { '80/tcp': port(['127.0.0.1', '8080'], ['::1', '8080']) } }), ['-p 127.0.0.1:8080:80', "-p '[::1]:8080:80'"]],
    ['ports that the engine picks', host({ PortBindings: { '80/tcp': port(['', '']), '81/tcp': port(['', '']), '90/udp': port(['127.0.0.1', '']) } }), ['-p 80-81', '-p 127.0.0.1::90/udp']],
    ['a pool', host({ PortBindings: { '80/tcp': port(['', '8000-9000']), '81/tcp': port(['', '8000-9000']) } }), ['-p 8000-9000:80', '-p 8000-9000:81']],
    ['neighbours that lead elsewhere', host({ PortBindings: { '80/tcp': port(['', '80']), '81/tcp': port(['', '8081']), '82/tcp': port(['', '8082']) } }), ['-p 80:80', '-p 8081-8082:81-82']],
    ['-P', host({ PublishAllPorts: true }), ['-P']],
    ['the network of the host', { host: { NetworkMode: 'host' }, config: { Hostname: '' } }, ['--network host']],
    ['no network', host({ NetworkMode: 'none' }), ['--network none']],
    ['the network of another', host({ NetworkMode: `container:${ID}` }), ['--network container:zlm']],
    ['a network of the user', joined('media', { media: network({ IPAMConfig: { IPv4Address: '10.0.0.9', IPv6Address: 'fd00::9' }, Aliases: ['zlm', ID.slice(0, 12)] }) }), ['--network media', '--network-alias zlm', '--ip 10.0.0.9', '--ip6 fd00::9']],
    ['several networks', joined('a', { b: network(), a: network({ Aliases: ['x'] }) }), ['--network name=a,alias=x', '--network name=b']],
    ['options of a network', joined('a', { a: network({ DriverOpts: { 'com.x': '1' }, GwPriority: 5 }) }), ['--network name=a,driver-opt=com.x=1,gw-priority=5']],
    ['a network by its id', joined('9', { media: network() }), ['--network media']],
    ['a MAC address', config({ MacAddress: '02:42:ac:11:00:99' }), ['--mac-address 02:42:ac:11:00:99']],
    ['binds', host({ Binds: ['/srv/a b:/a:ro', 'data:/data'] }), ["-v '/srv/a b:/a:ro'", '-v data:/data']],
    ['mounts', host({ Mounts: [{ Type: 'bind', Source: '/a,b', Target: '/a', ReadOnly: true, BindOptions: { Propagation: 'rslave' } }, { Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 1024, Mode: 511 } }] }), ['--mount \'type=bind,"source=/a,b",target=/a,readonly,bind-propagation=rslave\'', '--mount type=tmpfs,target=/t,tmpfs-size=1024,tmpfs-mode=777']],
    ['a volume with options', host({ Mounts: [{ Type: 'volume', Source: 'v', Target: '/v', VolumeOptions: { NoCopy: true, DriverConfig: { Name: 'local', Options: { type: 'nfs' } } } }] }), ['--mount type=volume,source=v,target=/v,volume-nocopy,volume-driver=local,volume-opt=type=nfs']],
    ['a volume without a name, by the one that the engine gave it', { config: { Volumes: { '/www': {} } }, top: { Mounts: [{ Type: 'volume', Name: 'ab'.repeat(32), Destination: '/www' }] } }, [`-v ${'ab'.repeat(32)}:/www`]],
    ['volumes of another', host({ VolumesFrom: ['other:ro'] }), ['--volumes-from other:ro']],
    ['tmpfs', host({ Tmpfs: { '/run': '', '/tmp': 'size=1m' } }), ['--tmpfs /run', '--tmpfs /tmp:size=1m']],
    ['variables that the image does not set', config({ Env: ["A=it's", 'E='] }), ["-e 'A=it'\\''s'", '-e E=']],
    ['labels that nobody else puts on', config({ Labels: { built: 'yes', 'com.docker.compose.project': 'p', mine: '1' } }), ['--label mine=1']],
    ['names', config({ Hostname: 'h', Domainname: 'd.example' }), ['--hostname h', '--domainname d.example']],
    ['who runs it, and where', config({ User: '1000:1000', WorkingDir: '/opt', StopSignal: 'SIGINT', StopTimeout: 0 }), ['--user 1000:1000', '--workdir /opt', '--stop-signal SIGINT', '--stop-timeout 0']],
    ['a terminal', config({ Tty: true, OpenStdin: true, AttachStdin: true, StdinOnce: true }), ['--interactive', '--tty']],
    ['ports that are exposed only', { config: { ExposedPorts: { '80/tcp': {}, '1000/udp': {}, '1001/udp': {} } }, host: { PortBindings: { '80/tcp': port(['', '80']) } } }, ['-p 80:80', '--expose 1000-1001/udp']],
    ['a health check', config({ Healthcheck: { Test: ['CMD-SHELL', 'curl -f x'], Interval: 5e9, Timeout: 1_500_000_000, Retries: 3 } }), ["--health-cmd 'curl -f x'", '--health-interval 5s', '--health-timeout 1500ms', '--health-retries 3']],
    ['no health check', config({ Healthcheck: { Test: ['NONE'] } }), ['--no-healthcheck']],
    ['names of others', host({ ExtraHosts: ['wvp:10.0.0.1'], Dns: ['1.1.1.1'], DnsSearch: ['a'], DnsOptions: ['ndots:1'], Links: ['/redis:/zlm/cache'] }), ['--add-host wvp:10.0.0.1', '--dns 1.1.1.1', '--dns-search a', '--dns-option ndots:1', '--link redis:cache']],
    ['rights', host({ CapAdd: ['CAP_NET_ADMIN'], CapDrop: ['CAP_MKNOD'], SecurityOpt: ['no-new-privileges'], GroupAdd: ['44'], ReadonlyRootfs: true }), ['--cap-add CAP_NET_ADMIN', '--cap-drop CAP_MKNOD', '--security-opt no-new-privileges', '--group-add 44', '--read-only']],
    ['all rights', host({ Privileged: true, SecurityOpt: ['label=disable'], MaskedPaths: [], ReadonlyPaths: [] }), ['--privileged']],
    ['paths that are not masked', host({ MaskedPaths: [], ReadonlyPaths: [] }), ['--security-opt systempaths=unconfined']],
    ['limits', host({ Memory: 104_857_600, MemorySwap: 209_715_200, NanoCpus: 1_500_000_000, CpuShares: 512, CpusetCpus: '0-1', PidsLimit: 100, ShmSize: 33_554_432, OomScoreAdj: 10 }), ['--memory 100m', '--cpus 1.5', '--cpu-shares 512', '--cpuset-cpus 0-1', '--pids-limit 100', '--shm-size 32m', '--oom-score-adj 10']],
    ['memory and swap', host({ Memory: 1024, MemorySwap: -1, MemorySwappiness: 0, MemoryReservation: 1000 }), ['--memory 1k', '--memory-reservation 1000b', '--memory-swap -1', '--memory-swappiness 0']],
    ['open files', host({ Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }] }), ['--ulimit nofile=1:2']],
    ['devices', host({ Devices: [{ PathOnHost: '/dev/a', PathInContainer: '/dev/a', CgroupPermissions: 'rwm' }, { PathOnHost: '/dev/a', PathInContainer: '/dev/b', CgroupPermissions: 'r' }] }), ['--device /dev/a', '--device /dev/a:/dev/b:r']],
    ['all GPUs', host({ DeviceRequests: [{ Driver: '', Count: -1, DeviceIDs: null, Capabilities: [['gpu']], Options: {} }] }), ['--gpus all']],
    ['some GPUs', host({ DeviceRequests: [{ Driver: 'nvidia', Count: 0, DeviceIDs: ['0', '1'], Capabilities: [['gpu', 'video']], Options: {} }] }), ['--gpus \'driver=nvidia,"device=0,1",capabilities=video\'']],
    ['what CDI names', host({ DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=0'] }] }), ['--device nvidia.com/gpu=0']],
    ['namespaces', host({ IpcMode: 'host', PidMode: `container:${ID}`, UTSMode: 'host', UsernsMode: 'host', CgroupnsMode: 'private' }), ['--ipc host', '--pid container:zlm', '--uts host', '--userns host', '--cgroupns private']],
    ['runtime, init, kernel settings', host({ Runtime: 'nvidia', Init: true, Sysctls: { 'net.core.somaxconn': '1' }, StorageOpt: { size: '1G' } }), ['--runtime nvidia', '--init', '--sysctl net.core.somaxconn=1', '--storage-opt size=1G']],
    ['the log', host({ LogConfig: { Type: 'local', Config: { 'max-size': '1m' } } }), ['--log-driver local', '--log-opt max-size=1m']],
  ])('%s', (_, parts, flags) => {
    expect(added(parts)).toEqual(flags);
    expect(commandOf(containerJson(parts)).notCarried).toEqual([]);
    expect(commandOf(containerJson(parts)).load().problems).toEqual([]);
  });
});

describe('what runs', () => {
  const started = (parts: object, image: object | null = imageJson): readonly string[] => commandOf(containerJson({ config: parts }), { image }).flags.filter((flag) => /entrypoint|zlmediakit\//.test(flag));
  const built = { ...imageJson, Config: { Entrypoint: ['/tini', '--'], Cmd: ['MediaServer'] } };

  it.each<[string, object, object | null, string[]]>([
    ['as the image has it', { Entrypoint: ['/tini', '--'], Cmd: ['MediaServer'] }, built, ['zlmediakit/zlmediakit:master']],
    ['another command', { Entrypoint: ['/tini', '--'], Cmd: ['sh', '-c', 'a b'] }, built, ["zlmediakit/zlmediakit:master sh -c 'a b'"]],
    ['another entrypoint', { Entrypoint: ['sh', '-c'], Cmd: ['x'] }, built, ['--entrypoint sh', 'zlmediakit/zlmediakit:master -c x']],
    ['an entrypoint taken away', { Entrypoint: null, Cmd: ['x'] }, built, ["--entrypoint ''", 'zlmediakit/zlmediakit:master x']],
    ['a command taken away', { Entrypoint: ['/tini', '--'], Cmd: null }, built, ['--entrypoint /tini', 'zlmediakit/zlmediakit:master --']],
    ['of an image that is not at hand', { Entrypoint: ['/tini', '--'], Cmd: ['MediaServer'] }, null, ['--entrypoint /tini', 'zlmediakit/zlmediakit:master -- MediaServer']],
  ])('%s', (_, parts, image, flags) => {
    expect(started(parts, image)).toEqual(flags);
  });
});

describe('what the image says, and the container', () => {
  const check = ['CMD-SHELL', 'curl -f x'];
  const image = { ...imageJson, Config: { ...imageJson.Config, Env: ['PATH=/bin', 'TZ=UTC'], User: 'media', WorkingDir: '/opt', StopSignal: 'SIGINT', Healthcheck: { Test: check } } };
  const all = { Env: ['PATH=/bin', 'TZ=UTC'], User: 'media', WorkingDir: '/opt', StopSignal: 'SIGINT', Healthcheck: { Test: check } };
  const made = (own: object): { readonly flags: readonly string[]; readonly notCarried: readonly string[] } => {
    const { flags, notCarried } = commandOf(containerJson(config({ ...all, ...own })), { image });
    return { flags: flags.filter((flag) => !PLAIN.includes(flag)), notCarried };
  };

  it.each<[string, object, string[], string[]]>([
    ['the same', {}, [], []],
    ['another value', { Env: ['PATH=/sbin', 'TZ=UTC'], User: '1000' }, ['--user 1000', '-e PATH=/sbin'], []],
    ['nothing, which would come back', { Env: ['PATH=/bin'], User: '', WorkingDir: '', StopSignal: '' }, [], ['Config.User', 'Config.WorkingDir', 'Config.StopSignal', 'Config.Env TZ']],
    ['no health check', { Healthcheck: null }, ['--no-healthcheck'], []],
  ])('%s', (_, own, flags, notCarried) => {
    expect(made(own)).toEqual({ flags, notCarried });
  });
});

it('what the engine gives every container needs no flag', () => {
  const defaults = { hostname: 'server', logDriver: 'journald', runtime: 'nvidia', cgroupns: 'private' };
  const parts = { config: { Hostname: 'server' }, host: { NetworkMode: 'host', LogConfig: { Type: 'journald', Config: {} }, Runtime: 'nvidia', CgroupnsMode: 'private' } };
  expect(commandOf(containerJson(parts), { defaults }).flags).toEqual([PLAIN[0], '--network host', PLAIN[1]]);
});

describe('what a command line cannot say is named', () => {
  it.each<[string, Parts, string[]]>([
    ['a profile that the client read from a file', host({ SecurityOpt: ['seccomp={"defaultAction":"x"}'] }), ['HostConfig.SecurityOpt seccomp']],
    ['a variable without a value', config({ Env: ['LOST'] }), ['Config.Env LOST']],
    ['what nobody has heard of', { host: { NewThing: { a: 1 }, Old: 0 }, config: { NetworkDisabled: true } }, ['HostConfig.NewThing', 'Config.NetworkDisabled']],
    ['a check without a shell', config({ Healthcheck: { Test: ['CMD', 'a b', 'c'] } }), ['Config.Healthcheck.Test CMD']],
    ['an option of a mount', host({ Mounts: [{ Type: 'tmpfs', Target: '/t', TmpfsOptions: { Options: [['exec']] } }] }), ['HostConfig.Mounts[0].TmpfsOptions.Options']],
    ['what would steer a terminal', config({ Env: ['A=\u001b[2J'] }), ["-e 'A=\\x1b[2J'… (control characters)"]],
    ['a network that was joined later', joined('bridge', { bridge: network(), media: network() }), ['NetworkSettings.Networks.media']],
  ])('%s', (_, parts, keys) => {
    expect(commandOf(containerJson(parts)).notCarried).toEqual(keys);
  });
});

describe('podman', () => {
  it('keeps the command line as it was given', () => {
    const { text, load } = commandOf(containerJson({ config: { CreateCommand: ['podman', 'run', '-d', '--name', 'zlm', '-p', '80:80', 'zlmediakit'] } }));
    expect(text).toBe('podman run -d \\\n  --name zlm \\\n  -p 80:80 zlmediakit\n');
    expect(load().services[0]?.invocation?.tool).toBe('podman');
  });

  it('may write a signal as a number', () => {
    expect(commandOf(containerJson({ top: { OCIRuntime: 'crun' }, config: { StopSignal: 2 } })).flags).toContain('--stop-signal 2');
  });

  it('is known without it', () => {
    expect(commandOf(containerJson({ top: { OCIRuntime: 'crun' }, config: { Entrypoint: 'sh' } })).flags[0]).toBe('podman run -d --name zlm');
  });
});
