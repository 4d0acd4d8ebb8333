import { relative, resolve } from 'node:path';
import type { Configuration } from '../config/configuration.ts';
import type { Language } from '../report/language.ts';
import { environmentSettings, misspeltVariable, variableOf } from './environment.ts';
import { findConfiguration, namedConfiguration, type ConfigurationFound, type ConfigurationText } from './find-configuration.ts';
import { nothingInForce, type InForce } from './in-force.ts';
import { languageOf } from './language.ts';
import { attributeOf, settings, type OptionRow } from './option-table.ts';
import type { SharedOptions } from './options.ts';
import { realPath } from './path-kinds.ts';
import { isInside } from './project-reader.ts';
import { sayError } from './sentences.ts';
import type { Terminal } from './terminal.ts';

/** Where a value comes from: an option, a variable, a line of the configuration; `null` for the default. */
export type Origin = { readonly option: string } | { readonly variable: string } | { readonly path: string; readonly line: number } | null;

/** The options of a run once everything has been asked that may say them. */
export interface Settled<Options> {
  readonly options: Options;
  readonly language: Language;
  readonly source: ConfigurationText | null;
  readonly configuration: Configuration | null;
  /** By setting. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Why the options cannot be settled: lines to print. */
export interface Unsettled {
  readonly errors: readonly string[];
}

/** A page of mistakes is enough to begin with. */
const MOST_MISTAKES = 20;

/** The command line counts before the environment, that before the configuration, and that before the defaults. */
export async function settle<Options extends SharedOptions>(options: Options, { argv, cwd, env }: Pick<Terminal, 'argv' | 'cwd' | 'env'>): Promise<Settled<Options> | Unsettled> {
  let language = languageOf(argv, env);
  const misspelt = misspeltVariable(env);
  if (misspelt !== null) return { errors: [sayError('unknown-variable', misspelt, language)] };
  const variables = environmentSettings(env);
  const found = configurationFor(options, cwd);
  if (found !== null && 'error' in found) return { errors: [`${found.error.path}: ${sayError(found.error.code, found.error.data, language)}`] };
  const read = found === null ? null : await readFound(found, typeof options.config === 'string', language);
  if (read !== null && 'errors' in read) return read;
  const source = read === null ? null : found;
  language = languageOf(argv, env, read?.values.get('language'));
  const values = { ...options } as Record<string, unknown>;
  const origins = new Map<string, Origin>();
  for (const row of settings) {
    const attribute = attributeOf(row);
    const { setting } = row;
    if (options.given.has(attribute)) origins.set(setting, { option: row.flags.split(' ')[0] ?? '' });
    else if (variables.has(setting)) {
      values[attribute] = variables.get(setting);
      origins.set(setting, { variable: variableOf(row) });
    } else if (read?.values.has(setting) === true && source !== null) {
      values[attribute] = asOption(row, read.values.get(setting), source, cwd);
      origins.set(setting, { path: source.path, line: read.lines.get(setting) ?? 1 });
    } else origins.set(setting, null);
    if (setting.startsWith('rules.') && origins.get(setting) === null) values[attribute] = undefined;
  }
  const outside = baselineOutside(values['baseline'], origins.get('baseline'), source, cwd);
  if (outside !== null) return { errors: [`${outside.place}: ${sayError('baseline-outside', { file: outside.file }, language)}`] };
  const other = values['engine'] === 'podman' ? ofDocker.find(([attribute, usual]) => attribute in values && values[attribute] !== usual)?.[2] : undefined;
  if (other !== undefined) return { errors: [sayError('podman-version', { option: other }, language)] };
  const ignore = values['ignore'] as readonly string[];
  const ignoreBase = source !== null && ignore === read?.values.get('ignore') ? source.base : cwd;
  const configuration = await inForce(read, source?.base ?? cwd, { ignore, ignoreBase, cwd, path: source === null ? null : resolve(cwd, source.path) });
  const said = new Set([...options.given, ...settings.filter(({ setting }) => origins.get(setting) !== null).map(attributeOf)]);
  return { options: { ...(values as unknown as Options), said, configuration }, language, source, configuration: read, origins };
}

/** What only a Docker Engine has, and what it is where nothing is said. */
const ofDocker = [['engineVersion', undefined, '--engine-version'], ['userlandProxy', 'on', '--userland-proxy'], ['firewall', 'iptables-nft', '--firewall']] as const;

/** A value of a configuration as the command line would say it; a path begins where the configuration lies. */
function asOption({ choices, flags }: OptionRow, value: unknown, { base }: ConfigurationText, cwd: string): unknown {
  if (choices?.[0] === 'on') return value === true ? 'on' : 'off';
  return flags.endsWith('<file>') && typeof value === 'string' ? relative(cwd, resolve(base, value)) : value;
}

/** A stranger's configuration must not decide what is read and told of as a broken baseline. */
function baselineOutside(file: unknown, origin: Origin | undefined, source: ConfigurationText | null, cwd: string): { readonly place: string; readonly file: string } | null {
  if (typeof file !== 'string' || source === null || origin === null || origin === undefined || !('path' in origin)) return null;
  const base = realPath(source.base);
  const inside = isInside(base, realPath(resolve(base, relative(source.base, resolve(cwd, file)))));
  return inside ? null : { place: `${origin.path}:${origin.line}`, file };
}

function configurationFor({ config, given }: SharedOptions, cwd: string): ConfigurationFound {
  if (typeof config === 'string') return namedConfiguration(config, cwd);
  return config === false && given.has('config') ? null : findConfiguration(cwd);
}

/** What reads a configuration is loaded only where there is one; esbuild makes everything slower that a lazy file shares with the rest. */
async function readFound({ path, text, key }: ConfigurationText, named: boolean, language: Language): Promise<Configuration | Unsettled | null> {
  const { readConfiguration } = await import('../config/read-configuration.ts');
  const read = readConfiguration(text, key);
  if (read === null) return named ? { errors: [`${path}: ${sayError('no-configuration-key', { key: key ?? '' }, language)}`] } : null;
  if (read.ok) return read.configuration;
  const shown = read.mistakes.slice(0, MOST_MISTAKES).map(({ code, line, data }) => `${path}:${line}: ${sayError(code, data, language)}`);
  const more = read.mistakes.length - shown.length;
  return { errors: more === 0 ? shown : [...shown, `${path}: ${sayError('config-more', { more }, language)}`] };
}

async function inForce(configuration: Configuration | null, base: string, { ignore, ignoreBase, cwd, path: place }: { readonly ignore: readonly string[]; readonly ignoreBase: string; readonly cwd: string; readonly path: string | null }): Promise<InForce> {
  if (configuration === null && ignore.length === 0) return nothingInForce;
  const [{ settingIn }, { readPatterns }] = await Promise.all([import('../config/configuration.ts'), import('../config/patterns.ts')]);
  const verdict = readPatterns(ignore);
  return {
    settingOf: configuration === null ? () => ({}) : settingIn(configuration, (file) => (file === '-' ? null : pathWithin(base, resolve(cwd, file)))),
    ignored: (path, directory) => {
      const within = pathWithin(ignoreBase, path);
      return within !== null && verdict(directory ? `${within}/` : within) === 'ignored';
    },
    path: place,
  };
}

/** A path relative to a directory; `null` for what does not lie below it. */
export function pathWithin(base: string, path: string): string | null {
  const way = relative(base, path);
  return way === '' || !isInside(base, path) ? null : way;
}
