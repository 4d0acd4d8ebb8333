import { quoted } from '../../text/quoted.ts';
import type { CommandFlags } from './command-flags.ts';
import type { EngineDefaults } from './engine-defaults.ts';
import type { Fields } from './fields.ts';
import { durationText } from './go-text.ts';
import { exposeValues } from './publish-flags.ts';

/** Labels that Docker Desktop, Compose and podman put on by themselves. */
const MADE = /^(?:com\.docker\.compose\.|desktop\.docker\.io\/|io\.podman\.annotations\.|PODMAN_SYSTEMD_UNIT$)/;

/** What decides about a flag beside the container's own settings. */
export interface ProcessContext {
  readonly id: string;
  readonly mode: string;
  readonly published: ReadonlySet<string>;
  readonly defaults: EngineDefaults;
}

/** What runs and as whom, as far as the image does not say it already; `image` is `null` where it is not at hand. */
export function addProcess(flags: CommandFlags, config: Fields, image: Fields | null, { id, mode, published, defaults }: ProcessContext): void {
  const shared = mode.startsWith('container:');
  const hostname = config.text('Hostname');
  // On the host's network a container has the host's name.
  const made = hostname === id.slice(0, 12) || (mode === 'host' && hostname === defaults.hostname);
  if (!made && !shared) flags.add('--hostname', hostname);
  if (mode !== 'host' && !shared) flags.add('--domainname', config.text('Domainname'));
  const differing = (key: string): string => {
    const [own, built] = [config.written(key), image?.written(key) ?? ''];
    // An empty value cannot be asked for: the image's would come back.
    if (own === '' && built !== '') flags.notCarried.push(`Config.${key}`);
    return own === built ? '' : own;
  };
  flags.add('--user', differing('User'));
  flags.add('--workdir', differing('WorkingDir'));
  const signal = differing('StopSignal');
  flags.add('--stop-signal', signal === 'SIGTERM' && image !== null && image.written('StopSignal') === '' ? '' : signal);
  if (config.has('StopTimeout')) flags.set('--stop-timeout', String(config.number('StopTimeout')));
  flags.switch('--interactive', config.flag('OpenStdin'));
  flags.switch('--tty', config.flag('Tty'));
  const env = new Set(image?.texts('Env') ?? []);
  const variables = config.texts('Env');
  const names = new Set(variables.map(variableName));
  for (const variable of env) if (!names.has(variableName(variable))) flags.notCarried.push(`Config.Env ${variableName(variable)}`);
  for (const variable of variables) {
    if (env.has(variable)) continue;
    // Without a value the client would fill in its own.
    if (variable.includes('=')) flags.add('-e', variable);
    else flags.notCarried.push(`Config.Env ${variable}`);
  }
  const labels = new Map(image?.textMap('Labels') ?? []);
  for (const [name, value] of config.textMap('Labels')) if (labels.get(name) !== value && !MADE.test(name)) flags.add('--label', `${name}=${value}`);
  const exposed = new Set([...published, ...(image?.keys('ExposedPorts') ?? [])]);
  const own = config.keys('ExposedPorts').filter((port) => !exposed.has(port));
  if (!shared) flags.add('--expose', ...exposeValues(own));
  addHealth(flags, config, image);
  // How the client was attached, what only Windows and builders have, and what addMounts and addNetworks ask for.
  config.ignore('AttachStdin', 'AttachStdout', 'AttachStderr', 'StdinOnce', 'ArgsEscaped', 'OnBuild', 'Shell', 'Image', 'StopTimeout');
}

const healthTimes = [
  ['--health-interval', 'Interval'],
  ['--health-timeout', 'Timeout'],
  ['--health-start-period', 'StartPeriod'],
  ['--health-start-interval', 'StartInterval'],
] as const;

function variableName(variable: string): string {
  return variable.replace(/=[^]*$/, '');
}

/** Source: docker/cli opts.go parse, moby daemon/images merge of the image's own health check. */
function addHealth(flags: CommandFlags, config: Fields, image: Fields | null): void {
  const health = config.part('Healthcheck');
  const built = image?.part('Healthcheck') ?? null;
  const [kind = '', ...words] = health.texts('Test');
  const [builtKind = 'NONE'] = built?.texts('Test') ?? [];
  if (kind === 'NONE' || (kind === '' && builtKind !== 'NONE')) {
    flags.switch('--no-healthcheck', true);
    return;
  }
  if (kind !== '' && JSON.stringify(health.texts('Test')) !== JSON.stringify(built?.texts('Test'))) {
    // A check without a shell has no flag; through the shell it does the same, where the image has one.
    if (kind === 'CMD') flags.notCarried.push('Config.Healthcheck.Test CMD');
    flags.add('--health-cmd', kind === 'CMD' ? words.map(quoted).join(' ') : words.join(' '));
  }
  for (const [flag, key] of healthTimes) {
    const value = health.number(key);
    if (value !== 0 && value !== (built?.number(key) ?? 0)) flags.add(flag, durationText(value));
  }
  const retries = health.number('Retries');
  if (retries !== (built?.number('Retries') ?? 0)) flags.number('--health-retries', retries);
}

/** `--entrypoint`, and the words behind the image. */
export function readProgram(config: Fields, image: Fields | null): { readonly entrypoint: string | null; readonly args: readonly string[] } {
  const entrypoint = config.words('Entrypoint');
  const command = config.words('Cmd');
  const ofImage = { entrypoint: image?.words('Entrypoint') ?? [], command: image?.words('Cmd') ?? [] };
  const [first, ...rest] = entrypoint;
  if (isSame(entrypoint, ofImage.entrypoint)) {
    if (isSame(command, ofImage.command)) return { entrypoint: null, args: [] };
    if (command.length > 0 || first === undefined) return { entrypoint: null, args: command };
  }
  // An empty word takes the image's away.
  return first === undefined ? { entrypoint: '', args: command } : { entrypoint: first, args: [...rest, ...command] };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}
