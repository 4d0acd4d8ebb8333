import { quoted } from '../../text/quoted.ts';
import { masked } from '../../text/secrets.ts';
import { visible } from '../../text/width.ts';
import { CommandFlags } from './command-flags.ts';
import type { EngineDefaults } from './engine-defaults.ts';
import type { Fields } from './fields.ts';
import { addMounts } from './mount-flags.ts';
import { addNetworks } from './network-flags.ts';
import { addProcess, readProgram } from './process-flags.ts';
import { bindingsIn, publishValues } from './publish-flags.ts';
import { addResources } from './resource-flags.ts';

/** The command line that would make a container once more. */
export interface RunText {
  readonly text: string;
  /** What it lacks, by its path in the JSON. */
  readonly notCarried: readonly string[];
}

export interface RunTextContext {
  /** The `Config` of the image; `null` where it is not at hand. */
  readonly image: Fields | null;
  readonly defaults: EngineDefaults;
  /** The name of the container with this id, where it is known. */
  readonly nameOf: (id: string) => string;
}

/** Everything that `docker inspect` says of a container, as `docker run` says it, one flag in each line. */
export function runText(container: Fields, { image, defaults, nameOf }: RunTextContext): RunText {
  const config = container.part('Config');
  const host = container.part('HostConfig');
  const created = config.texts('CreateCommand');
  if (created.length > 0) return laidOut(created);
  const flags = new CommandFlags();
  const mode = host.text('NetworkMode');
  const ports = host.partLists('PortBindings');
  flags.add('--name', nameIn(container));
  addRestart(flags, host);
  addNetworks(flags, container, host, config, nameOf);
  flags.add('-p', ...publishValues(bindingsIn(ports)));
  flags.switch('-P', host.flag('PublishAllPorts'));
  addMounts(flags, container, config, host);
  addProcess(flags, config, image, { id: container.text('Id'), mode, published: new Set(ports.flatMap(([port, bindings]) => (bindings.length > 0 ? [port] : []))), defaults });
  addNames(flags, host, mode);
  addRights(flags, host);
  addResources(flags, host);
  addNamespaces(flags, host, defaults, nameOf);
  addLog(flags, host, defaults);
  host.ignore('NetworkMode', 'ContainerIDFile', 'ConsoleSize', 'Isolation', 'Cgroup', 'PidsLimit');
  const { entrypoint, args } = readProgram(config, image);
  flags.notCarried.push(...host.unasked(), ...config.unasked());
  if (entrypoint !== null) flags.set('--entrypoint', entrypoint);
  const tool = isPodman(container) ? 'podman' : 'docker';
  const lines = flags.list.map(({ name, value }) => (value === null ? name : `${name} ${quoted(value)}`));
  const words = [config.text('Image'), ...args].map(quoted);
  const parts = [...lines, words.join(' ')];
  for (const part of parts) if (part.split('\n').some((line) => visible(line) !== line)) flags.notCarried.push(`${visible(masked(part).slice(0, 30))}… (control characters)`);
  return { text: `${tool} run -d ${parts.join(' \\\n  ')}\n`, notCarried: flags.notCarried };
}

/** Without the slash that the engine writes before it. */
export function nameIn(container: Fields): string {
  return container.text('Name').replace(/^\//, '');
}

/** Its JSON is like Docker's, and holds the command line as it was given. */
export function isPodman(container: Fields): boolean {
  return container.has('ConmonPidFile') || container.has('OCIRuntime') || container.part('Config').has('CreateCommand');
}

/** A command line as it was given: a line for each flag. */
function laidOut(words: readonly string[]): RunText {
  const text = words.map((word, index) => (index === 0 ? quoted(word) : (word.startsWith('-') && index > 2 ? ' \\\n  ' : ' ') + quoted(word))).join('');
  return { text: `${text}\n`, notCarried: [] };
}

function addRestart(flags: CommandFlags, host: Fields): void {
  const policy = host.part('RestartPolicy');
  const name = policy.text('Name');
  const most = policy.number('MaximumRetryCount');
  flags.add('--restart', name === 'no' ? '' : name + (most > 0 ? `:${most}` : ''));
  flags.switch('--rm', host.flag('AutoRemove'));
}

function addNames(flags: CommandFlags, host: Fields, mode: string): void {
  flags.add('--add-host', ...host.texts('ExtraHosts'));
  flags.add('--dns', ...host.texts('Dns'));
  flags.add('--dns-search', ...host.texts('DnsSearch'));
  flags.add('--dns-option', ...host.texts('DnsOptions'));
  // `/other:/this/alias`
  const links = host.texts('Links').map((link) => link.replace(/^\//, '').replace(/:\/.*\//, ':'));
  if (mode !== 'host') flags.add('--link', ...links);
}

function addRights(flags: CommandFlags, host: Fields): void {
  const privileged = host.flag('Privileged');
  flags.switch('--privileged', privileged);
  flags.add('--cap-add', ...host.texts('CapAdd'));
  flags.add('--cap-drop', ...host.texts('CapDrop'));
  for (const option of host.texts('SecurityOpt')) {
    // Privileged containers get the first by themselves; the client reads a profile from a file and sends what it holds.
    if (privileged && option === 'label=disable') continue;
    if (/^seccomp[=:]\s*\{/.test(option)) flags.notCarried.push('HostConfig.SecurityOpt seccomp');
    else flags.add('--security-opt', option);
  }
  const unmasked = host.has('MaskedPaths') && host.texts('MaskedPaths').length === 0 && host.has('ReadonlyPaths') && host.texts('ReadonlyPaths').length === 0;
  if (unmasked && !privileged) flags.add('--security-opt', 'systempaths=unconfined');
  host.ignore('MaskedPaths', 'ReadonlyPaths');
  flags.add('--group-add', ...host.texts('GroupAdd'));
  flags.switch('--read-only', host.flag('ReadonlyRootfs'));
}

function addNamespaces(flags: CommandFlags, host: Fields, defaults: EngineDefaults, nameOf: (id: string) => string): void {
  const named = (mode: string): string => (mode.startsWith('container:') ? `container:${nameOf(mode.slice('container:'.length))}` : mode);
  const ipc = host.text('IpcMode');
  flags.add('--ipc', ipc === 'private' ? '' : named(ipc));
  flags.add('--pid', named(host.text('PidMode')));
  flags.add('--uts', host.text('UTSMode'));
  flags.add('--userns', host.text('UsernsMode'));
  const cgroupns = host.text('CgroupnsMode');
  flags.add('--cgroupns', cgroupns === defaults.cgroupns ? '' : cgroupns);
  const runtime = host.text('Runtime');
  flags.add('--runtime', runtime === defaults.runtime || runtime === 'io.containerd.runc.v2' ? '' : runtime);
  if (host.has('Init')) flags.list.push({ name: host.flag('Init') ? '--init' : '--init=false', value: null });
  host.ignore('Init');
  for (const [name, value] of host.textMap('Sysctls')) flags.add('--sysctl', `${name}=${value}`);
  for (const [name, value] of host.textMap('StorageOpt')) flags.add('--storage-opt', `${name}=${value}`);
  for (const [name, value] of host.textMap('Annotations')) flags.add('--annotation', `${name}=${value}`);
}

function addLog(flags: CommandFlags, host: Fields, defaults: EngineDefaults): void {
  const log = host.part('LogConfig');
  const driver = log.text('Type');
  flags.add('--log-driver', driver === defaults.logDriver ? '' : driver);
  for (const [name, value] of log.textMap('Config')) flags.add('--log-opt', `${name}=${value}`);
}
