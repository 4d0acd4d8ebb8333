import facts from '../../rules/_facts/images.json' with { type: 'json' };
import type { Mount, Service } from '../model/deployment.ts';
import type { SourceRange } from '../model/source.ts';
import { isWithin, resolvePath } from './container-path.ts';

export interface ConfigMount {
  readonly target: string;
  readonly at: SourceRange;
  /** The path is one of an image that holds a controller too. */
  readonly bundled: boolean;
}

/** The mount that brings ZLMediaKit's config into a service: onto a path its images read, or a `config.ini` with its own keys. */
export function configMount(service: Service): ConfigMount | null {
  for (const mount of service.volumes) {
    const found = onKnownPath(mount);
    if (found !== null) return found;
  }
  for (const mount of service.volumes) {
    const found = withOwnKeys(mount);
    if (found !== null) return found;
  }
  return null;
}

function onKnownPath(mount: Mount): ConfigMount | null {
  if (typeof mount.target !== 'string') return null;
  const target = resolvePath('/', mount.target);
  const base = target.slice(target.lastIndexOf('/') + 1);
  if (facts.bundled.configFiles.includes(base)) return { target, at: mount.at, bundled: true };
  for (const { path, bundled } of facts.configPaths) {
    const hit = path.endsWith('.ini') ? target === path : target === path || target === `${path}/config.ini`;
    if (hit) return { target, at: mount.at, bundled: bundled ?? false };
  }
  return base === 'config.ini' && isZlmDirectory(target) ? { target, at: mount.at, bundled: false } : null;
}

/** A directory below /opt or /usr that is named after ZLMediaKit, such as /opt/media/ZLMediaKit/release/linux/Debug. */
function isZlmDirectory(target: string): boolean {
  return (isWithin(target, '/opt') || isWithin(target, '/usr')) && /\/(?:zlm|zlmediakit|media-server)\//i.test(target);
}

/** A single file: a directory that holds one may be a workspace, or shared with a controller. */
function withOwnKeys(mount: Mount): ConfigMount | null {
  if (typeof mount.target !== 'string' || !/(?:^|\/)config\.ini\/?$/.test(mount.target)) return null;
  const mounted = mount.files();
  if (!mounted.known || !mounted.files.some(({ text }) => hasOwnKeys(text))) return null;
  return { target: resolvePath('/', mount.target), at: mount.at, bundled: false };
}

export function hasOwnKeys(text: string): boolean {
  return text.split('\n').some((line) => facts.ownKeys.lines.some((own) => line.trimStart().startsWith(own)));
}
