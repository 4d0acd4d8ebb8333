import type { MountedFile, Service, SettingsDocument, Text } from '../model/deployment.ts';
import type { Located, SourceRange } from '../model/source.ts';

/** A document of a file of settings that is read, as far as a profile tells. */
interface ReadDocument {
  readonly settings: SettingsDocument;
  readonly file: string;
  /** The place of its profile among the active ones: a later one overrides those before and the files without a profile. */
  readonly rank: number;
  /** Whether it is read depends on what is not known. */
  readonly doubtful: boolean;
}

interface UnreadSettings {
  readonly path: string;
  readonly target: string;
  readonly at: SourceRange;
}

const MOST_FILLED_IN = 10_000;

/** What a service is told: by its command, by its environment, then by the files of settings that are mounted into it. */
export class ServiceSettings {
  private readonly files: readonly MountedFile[];
  private readonly unread: readonly UnreadSettings[];
  private documents: readonly ReadDocument[] | undefined;
  private active: readonly string[] | null | undefined;

  /** `names`: what files of settings are called. */
  constructor(
    private readonly service: Service,
    names: RegExp,
  ) {
    const files: MountedFile[] = [];
    const unread: UnreadSettings[] = [];
    for (const { files: read, at, target, kind } of service.volumes) {
      const mounted = read();
      const named = (file: { readonly target: string }): boolean => names.test(file.target.slice(file.target.lastIndexOf('/') + 1));
      if (mounted.known) {
        const own = mounted.files.filter(named);
        files.push(...own.filter((file) => file.settings() !== null));
        unread.push(...[...(mounted.unread ?? []).filter(named), ...own.filter((file) => file.settings() === null)].map((file) => ({ path: file.path, target: file.target, at })));
      } else if (kind === 'bind' && typeof target === 'string' && mounted.why !== 'missing' && (named({ target }) || /\/conf(?:ig)?s?\/?$/i.test(target))) {
        unread.push({ path: mounted.path, target, at });
      }
    }
    this.files = files;
    this.unread = unread;
  }

  /** Whether a file of settings says one of the keys, or cannot be read as one and speaks of it. */
  hasOneOf(keys: readonly string[]): boolean {
    if (this.files.some((file) => (file.settings() ?? []).some((document) => keys.some((key) => valueIn(document, key) !== undefined)))) return true;
    const paths = new Set(this.unread.map(({ path }) => path));
    const words = keys.map((key) => key.slice(key.lastIndexOf('.') + 1)).filter((word) => /[-A-Z]/.test(word));
    return this.service.volumes.some(({ files }) => {
      const mounted = files();
      return mounted.known && mounted.files.some(({ path, text }) => paths.has(path) && words.some((word) => text.includes(word)));
    });
  }

  /** The value of a key; unknown where files that may be read say different things or cannot be read, `null` where nothing at hand says it. */
  get(key: string): Located<Text> | null {
    const said = this.argument(key) ?? this.variable(({ name }) => relaxed(name) === relaxed(key));
    if (said !== null) return said;
    const { unseenEnvironment } = this.service;
    if (unseenEnvironment !== null) return unseenEnvironment;
    const unread = this.unread.find(({ target }) => this.mayBeRead(target));
    if (unread !== undefined) return { value: { unknown: unread.path }, at: unread.at, origin: 'derived' };
    const found = this.written(key, (document) => valueIn(document, key));
    return found === null || typeof found.value !== 'string' ? found : this.filledIn({ ...found, value: found.value });
  }

  /** `--key=value` and `-Dkey=value`. */
  private argument(key: string): Located<Text> | null {
    let found: Located<Text> | null = null;
    for (const { value, at } of [...this.service.entrypoint, ...this.service.command]) {
      for (const [, name = '', text = ''] of typeof value === 'string' ? value.matchAll(/(?:^|[\s"'])(?:--|-D)([\w.-]+)=([^\s"']*)/g) : []) {
        if (relaxed(name) === relaxed(key)) found = { value: text.includes('$') ? { unknown: text } : text, at, origin: 'derived' };
      }
    }
    return found;
  }

  private variable(is: (variable: Service['environment'][number]) => boolean): Located<Text> | null {
    return this.service.environment.findLast(is)?.value ?? null;
  }

  /** What the files say before variables are filled in. Of several that say different things none is believed, unless profiles tell which of them overrides. */
  private written(key: string, find: (document: SettingsDocument) => Located<string> | undefined): Located<Text> | null {
    this.documents ??= this.readDocuments();
    const said = this.documents.flatMap((document) => {
      const value = find(document.settings);
      return value === undefined ? [] : [{ ...document, value }];
    });
    const sure = said.filter(({ doubtful }) => !doubtful);
    const top = Math.max(...sure.map(({ rank }) => rank));
    const last = new Map(sure.filter(({ rank }) => rank === top).map((one) => [one.file, one.value]));
    const candidates = [...last.values(), ...said.filter(({ doubtful }) => doubtful).map(({ value }) => value)];
    const [first] = candidates;
    if (first === undefined) return null;
    return candidates.every(({ value }) => value === first.value) ? first : { ...first, value: { unknown: key }, origin: 'derived' };
  }

  private readDocuments(): readonly ReadDocument[] {
    const profiles = this.profiles();
    return this.files
      .filter(({ target }) => this.mayBeRead(target))
      .flatMap(({ path, target, settings }) => {
        const rank = (profiles ?? []).indexOf(profileOf(target) ?? '') + 1;
        return (settings() ?? []).flatMap((document): ReadDocument[] => {
          const condition = (valueIn(document, 'spring.config.activate.on-profile') ?? document.get('spring.profiles'))?.value;
          if (condition === undefined) return [{ settings: document, file: path, rank, doubtful: false }];
          const plain = /^[\w-]+(?:\s*,\s*[\w-]+)*$/.test(condition) && profiles !== null;
          if (plain && !condition.split(',').some((name) => profiles.includes(name.trim()))) return [];
          return [{ settings: document, file: path, rank, doubtful: !plain }];
        });
      });
  }

  private mayBeRead(target: string): boolean {
    const profile = profileOf(target);
    return profile === null || (this.profiles()?.includes(profile) ?? true);
  }

  /** The active profiles in their order; `null` when it is not known which they are. */
  private profiles(): readonly string[] | null {
    if (this.active === undefined) {
      this.active = null;
      const key = 'spring.profiles.active';
      const main = this.files.filter(({ target }) => profileOf(target) === null).flatMap((file) => file.settings() ?? []);
      const written = main.map((document) => document.get(key)).find((one) => one !== undefined);
      const said = this.argument(key) ?? this.variable(({ name }) => relaxed(name) === relaxed(key)) ?? (written === undefined ? null : this.filledIn(written));
      this.active = typeof said?.value === 'string' && this.service.unseenEnvironment === null ? said.value.split(',').map((name) => name.trim()) : null;
    }
    return this.active;
  }

  /** `${NAME:default}` as Spring fills it in: from the environment of the container, then from the same files. */
  private filledIn(written: Located<string>): Located<Text> {
    let text = written.value;
    for (let round = 0; round < 10 && text.includes('${'); round++) {
      let open = false;
      text = text.replace(/\$\{([^${}:]+)(?::([^{}]*))?\}/g, (all, name: string, fallback: string | undefined) => {
        const value = this.placeholder(name.trim()) ?? fallback ?? null;
        if (typeof value === 'string') return value;
        open = true;
        return all;
      });
      if (open || text.length > MOST_FILLED_IN) break;
    }
    return text === written.value && !text.includes('${') ? written : { ...written, value: text.includes('${') ? { unknown: written.value } : text, origin: 'derived' };
  }

  private placeholder(name: string): Text | null {
    const variable = name.replace(/[.-]/g, '_');
    const names = [name, variable, variable.toUpperCase()];
    const said = this.argument(name) ?? this.variable((one) => names.includes(one.name));
    return (said ?? this.service.unseenEnvironment ?? (this.active === undefined || this.documents === undefined ? null : this.written(name, (document) => document.get(name))))?.value ?? null;
  }
}

/** `docker` of `application-docker.yml`. */
function profileOf(target: string): string | null {
  return /(?:^|\/)application-([^/]+)\.\w+$/.exec(target)?.[1] ?? null;
}

function valueIn(document: SettingsDocument, key: string): Located<string> | undefined {
  const exact = document.get(key);
  if (exact !== undefined) return exact;
  const wanted = relaxed(key);
  for (const [name, value] of document) if (relaxed(name) === wanted) return value;
  return undefined;
}

/** As Spring's relaxed binding compares names: `media.rtp.port-range`, `media.rtp.portRange` and `MEDIA_RTP_PORTRANGE` are one. */
function relaxed(name: string): string {
  return name.replace(/[-_.]/g, '').toLowerCase();
}
