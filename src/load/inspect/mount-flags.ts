import type { CommandFlags } from './command-flags.ts';
import type { Fields } from './fields.ts';
import { csvText } from './go-text.ts';

/** A volume without a name of its own. */
const ANONYMOUS = /^[0-9a-f]{64}$/;

/**
 * `-v`, `--mount`, `--tmpfs` and `--volumes-from`. A volume without a name is mounted by the one the engine gave it,
 * so that the new container goes on with what lies in it.
 */
export function addMounts(flags: CommandFlags, container: Fields, config: Fields, host: Fields): void {
  const volumes = new Map(container.parts('Mounts').filter((mount) => mount.text('Type') === 'volume').map((mount) => [mount.text('Destination'), mount]));
  const binds = host.texts('Binds');
  flags.add('-v', ...binds);
  const mounts = host.parts('Mounts');
  for (const mount of mounts) addMount(flags, mount, volumes.get(mount.text('Target'))?.text('Name') ?? '');
  const taken = new Set([...binds.map(targetOf), ...mounts.map((mount) => mount.text('Target'))]);
  for (const target of config.keys('Volumes')) {
    if (taken.has(target)) continue;
    const name = volumes.get(target)?.text('Name') ?? '';
    flags.add('-v', ANONYMOUS.test(name) ? `${name}:${target}` : target);
  }
  for (const [target, options] of host.textMap('Tmpfs')) flags.add('--tmpfs', options === '' ? target : `${target}:${options}`);
  flags.add('--volumes-from', ...host.texts('VolumesFrom'));
  flags.add('--volume-driver', host.text('VolumeDriver'));
}

/** `SOURCE:TARGET[:OPTIONS]`. */
function targetOf(bind: string): string {
  const parts = bind.split(':');
  return parts[1] ?? parts[0] ?? '';
}

function addMount(flags: CommandFlags, mount: Fields, name: string): void {
  const type = mount.text('Type');
  const source = mount.text('Source') === '' && type === 'volume' ? name : mount.text('Source');
  const fields = [`type=${type}`, ...named('source', source), ...named('target', mount.text('Target'))];
  if (mount.flag('ReadOnly')) fields.push('readonly');
  fields.push(...named('consistency', mount.text('Consistency').replace(/^default$/, '')));
  const bind = mount.part('BindOptions');
  const volume = mount.part('VolumeOptions');
  const tmpfs = mount.part('TmpfsOptions');
  const image = mount.part('ImageOptions');
  fields.push(...named('bind-propagation', bind.text('Propagation')), ...recursion(bind));
  // What was made then is there now.
  bind.ignore('CreateMountpoint');
  if (volume.flag('NoCopy')) fields.push('volume-nocopy');
  for (const [key, value] of volume.textMap('Labels')) fields.push(`volume-label=${key}=${value}`);
  const driver = volume.part('DriverConfig');
  fields.push(...named('volume-driver', driver.text('Name')));
  for (const [key, value] of driver.textMap('Options')) fields.push(`volume-opt=${key}=${value}`);
  fields.push(...named('volume-subpath', volume.text('Subpath')), ...named('image-subpath', image.text('Subpath')));
  if (tmpfs.number('SizeBytes') > 0) fields.push(`tmpfs-size=${tmpfs.number('SizeBytes')}`);
  if (tmpfs.number('Mode') > 0) fields.push(`tmpfs-mode=${tmpfs.number('Mode').toString(8)}`);
  flags.notCarried.push(...[mount, bind, volume, driver, tmpfs, image].flatMap((part) => part.unasked()));
  flags.add('--mount', csvText(fields));
}

function recursion(bind: Fields): string[] {
  const disabled = bind.flag('NonRecursive');
  const writable = bind.flag('ReadOnlyNonRecursive');
  const readonly = bind.flag('ReadOnlyForceRecursive');
  return disabled ? ['bind-recursive=disabled'] : writable ? ['bind-recursive=writable'] : readonly ? ['bind-recursive=readonly'] : [];
}

function named(key: string, value: string): string[] {
  return value === '' ? [] : [`${key}=${value}`];
}
