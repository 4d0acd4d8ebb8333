import type { Service, Text } from '../model/deployment.ts';
import type { Located, Origin, SourceRange } from '../model/source.ts';
import { isUnknown } from '../ports/spans.ts';
import { mentionsOf, namesOf } from './names.ts';

/** A text of a service that can hold another's name. */
export interface Said {
  readonly text: Text;
  /** Where it is said, in the file's own words: `environment ZLM_HOST`, `command`, a path. */
  readonly where: string;
  readonly at: SourceRange;
  /** Of a mounted file the file itself; `null` for what stands in the deployment's own text. */
  readonly file: string | null;
  readonly origin: Origin;
}

/** Everything of a service that can hold another's name: its own settings first, then the files mounted into it. */
export function* sayings(service: Service): Generator<Said> {
  const said = ({ value, at, origin }: Located<Text>, where: string): Said => ({ text: value, where, at, file: null, origin });
  for (const { name, value } of service.environment) yield said(value, `environment ${name}`);
  for (const [where, list] of [['entrypoint', service.entrypoint], ['command', service.command], ['extra_hosts', service.extraHosts]] as const) {
    for (const value of list) yield said(value, where);
  }
  for (const { name, value } of service.labels) yield said(value, `labels ${name}`);
  for (const value of service.mentions) yield said(value, 'settings');
  for (const mount of service.volumes) {
    const files = mount.files();
    if (files.known) for (const { path, text } of files.files) yield { text, where: path, at: mount.at, file: path, origin: 'written' };
  }
  const built = service.build?.files();
  if (built?.known !== true) return;
  for (const { path, text } of built.files) if (!isAboutDeployment(path)) yield { text, where: path, at: service.build?.context?.at ?? service.at, file: path, origin: 'written' };
}

/** Files beside the source of an image that tell people or Compose about services, not the program in it. */
export function isAboutDeployment(path: string): boolean {
  return /(?:^|\/)(?:[^/]*compose[^/]*\.ya?ml|[^/]*\.md|\.env[^/]*|LICENSE|\.git[^/]*)$/i.test(path);
}

export interface Mentions {
  readonly names: readonly string[];
  readonly where: readonly string[];
  /** The first of them. */
  readonly at: SourceRange;
}

/** All places of a service that name one of the hosts. */
export function mentions(said: readonly Said[], hosts: readonly string[]): Mentions | null {
  const names = new Set<string>();
  const where = new Set<string>();
  let at: SourceRange | null = null;
  for (const saying of said) {
    if (isUnknown(saying.text)) continue;
    for (const host of hosts) {
      if (mentionsOf(saying.text, host).length === 0 && !namesContainer(saying.text, host)) continue;
      names.add(host);
      where.add(saying.where);
      at ??= saying.at;
    }
  }
  return at === null ? null : { names: [...names], where: [...where], at };
}

/** Whether the text holds the name that Compose gives a container by default: `project-service-1`, with underscores until Compose 2. */
function namesContainer(text: string, service: string): boolean {
  if (!text.includes(service)) return false;
  const name = service.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w.-])[\\w.-]+[-_]${name}[-_]\\d+(?![\\w-])`, 'i').test(text);
}

export function hostNames(service: Service): string[] {
  return namesOf(service).map(({ name }) => name);
}

/** The words of a text that may be host names, in lower case; more than there are, never fewer. */
export function hostWords(text: string): Set<string> {
  const words = new Set<string>();
  for (const { run, encoded } of runsIn(text.toLowerCase())) {
    // A host name behind what a URL writes as %2F begins after the two digits.
    if (encoded && /^[0-9a-f]{2}./.test(run)) words.add(run.slice(2));
    const starts = [0];
    for (let i = 1; i < run.length && starts.length < MOST_PARTS; i++) if (!/[a-z0-9]/.test(run[i - 1] ?? '')) starts.push(i);
    for (const start of starts) {
      words.add(run.slice(start));
      for (let i = start + 1; i < run.length && words.size < MOST_WORDS; i++) if (!/[a-z0-9]/.test(run[i] ?? '')) words.add(run.slice(start, i));
    }
  }
  return words;
}

/** Longest runs of letters, digits, `_`, `.` and `-`. A pattern that repeats itself over megabytes runs out of stack, so the ends are looked for. */
function* runsIn(text: string): Generator<{ readonly run: string; readonly encoded: boolean }> {
  let from = 0;
  const upTo = (end: number): { run: string; encoded: boolean } => ({ run: text.slice(from, end), encoded: text[from - 1] === '%' });
  for (const { index } of text.matchAll(/[^\w.-]/g)) {
    if (index > from) yield upTo(index);
    from = index + 1;
  }
  if (from < text.length) yield upTo(text.length);
}

const MOST_PARTS = 16;
const MOST_WORDS = 100_000;

export interface Unseen {
  readonly text: string;
  readonly at: SourceRange;
}

/** Values and files of a service that are not at hand, each once: they may hold a name. */
export function unseen(service: Service): Unseen[] {
  const found = new Map<string, SourceRange>();
  for (const { text, at } of sayings(service)) if (isUnknown(text) && !found.has(text.unknown)) found.set(text.unknown, at);
  for (const { kind, target, at, files } of service.volumes) {
    const mounted = files();
    if (!mounted.known && mayHoldNames(kind, target, mounted.why) && !found.has(mounted.path)) found.set(mounted.path, at);
    for (const { path } of (mounted.known ? mounted.unread : undefined) ?? []) if (isConfiguration(path) && !found.has(path)) found.set(path, at);
  }
  const built = service.build?.files();
  if (built?.known === false && service.build !== null) found.set(built.path, service.build.context?.at ?? service.at);
  return [...found].map(([text, at]) => ({ text, at }));
}

/** Data, logs and time zones hold no names; what else is mounted and cannot be read may. A directory that is not there yet will hold data. */
function mayHoldNames(kind: string, target: Text, why: string): boolean {
  if (kind !== 'bind') return false;
  const path = isUnknown(target) ? target.unknown : target;
  if (/^\/etc\/(?:localtime|timezone)$|^\/(?:sys|proc|dev)(?:\/|$)/.test(path)) return false;
  if (/\/(?:etc|conf(?:ig)?s?|templates?|conf\.d)(?:\/|$)/i.test(path)) return true;
  return /\.[a-z]\w*$/i.test(path) && !/\.(?:sock|pem|crt|key|sql|log|db)$/i.test(path) ? true : why !== 'missing' && !isData(path);
}

/** By its name it is text that a program is set up with, whatever it holds. */
function isConfiguration(path: string): boolean {
  return /\.(?:conf|cfg|ini|ya?ml|toml|json|xml|properties|env|template|lua|js|sh|py)$/i.test(path);
}

function isData(path: string): boolean {
  return /^\/(?:data|var\/(?:lib|log))(?:\/|$)|\/(?:logs?|data|records?|www|snap|media|videos?)\/?$/i.test(path);
}
