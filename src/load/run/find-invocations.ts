import type { SourceRange } from '../../model/source.ts';
import { readFlags, type RunArguments, type Tool, type Verb } from './flags.ts';
import type { RunWord } from './run-word.ts';
import table from '../../../rules/_facts/run-flags.json' with { type: 'json' };

/** A command that creates a container. */
export interface FoundInvocation {
  readonly tool: Tool;
  readonly verb: Verb;
  /** From the tool's word to the last word. */
  readonly at: SourceRange;
  /** The tool and its command: what stands for a container without a name. */
  readonly head: SourceRange;
  /** How the network is said, up to its name. */
  readonly networkFlag: string;
  readonly read: RunArguments;
}

/** What the words of one command lead to. */
export type Lead =
  | { readonly kind: 'run'; readonly found: FoundInvocation }
  /** Words that another shell reads: `bash -c "…"`, `eval …`, `ssh host "…"`. */
  | { readonly kind: 'shell'; readonly words: readonly RunWord[] }
  /** Its here-document is a script: `bash <<EOF`. */
  | { readonly kind: 'input' }
  /** A container-creating form that is not read: `docker compose run`, `docker service create`. */
  | { readonly kind: 'declined'; readonly form: string; readonly at: SourceRange };

/** Programs that start the rest of their words, with those of their options that take a value. */
const prefixes: Readonly<Record<string, string>> = {
  sudo: 'ugCDhprtTRU', doas: 'uC', env: 'uCS', nohup: '', time: 'fo', exec: 'a', command: '', builtin: '', winpty: '', nice: 'n', ionice: 'cnpP',
  timeout: 'sk', setsid: '', stdbuf: 'ioe', chronic: '', wsl: 'du', 'wsl.exe': 'du', call: '', caffeinate: 'tw', unbuffer: '', 'systemd-cat': 'tp', '&': '', '.': '',
};
const shells = new Set(['sh', 'bash', 'zsh', 'dash', 'ash', 'ksh', 'busybox', 'cmd', 'cmd.exe', 'pwsh', 'powershell', 'powershell.exe']);
const MAX_PREFIXES = 12;

export function leadOf(words: readonly RunWord[]): Lead | null {
  let rest = words;
  for (let steps = 0; steps < MAX_PREFIXES; steps++) {
    const [first] = rest;
    if (first === undefined) return null;
    const tool = toolOf(first);
    if (tool !== null) return invocation(rest, tool);
    if (typeof first.value !== 'string') {
      if (toolOf(rest[1]) === null) return null;
      rest = rest.slice(1);
      continue;
    }
    const name = nameOf(first.value);
    if (name === 'docker-compose' || name === 'podman-compose') return declined(rest, name, 1);
    if (shells.has(name)) return shell(rest.slice(1));
    if (name === 'eval') return { kind: 'shell', words: rest.slice(1) };
    if (name === 'su' || name === 'runuser') return after(rest, '-c');
    if (name === 'ssh') return remote(rest.slice(1));
    const values = prefixes[name];
    if (values === undefined) return null;
    rest = behindPrefix(rest.slice(1), name, values);
  }
  return null;
}

function nameOf(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1).replace(/^.*\\/, '');
}

/** The tool that a word names; a variable that is called so counts. */
function toolOf(word: RunWord | undefined): Tool | null {
  if (word === undefined) return null;
  if (typeof word.value !== 'string') {
    const [, variable] = /^(?:\$\{?|%|\$env:)(\w*(?:docker|podman|nerdctl)\w*)(?::?-\w+)?[}%]?$/i.exec(word.value.unknown) ?? [];
    return variable === undefined ? null : /podman/i.test(variable) ? 'podman' : /nerdctl/i.test(variable) ? 'nerdctl' : 'docker';
  }
  const name = nameOf(word.value).replace(/\.exe$/i, '').toLowerCase();
  return name === 'docker' || name === 'podman' || name === 'nerdctl' ? name : null;
}

function invocation(words: readonly RunWord[], tool: Tool): Lead | null {
  const verbAt = behindGlobals(words, tool);
  if (verbAt === null) return null;
  const [verb, second] = [words[verbAt]?.value, words[verbAt + 1]?.value];
  if (verb === 'compose') return declined(words, `${tool} compose`, verbAt + 1);
  if (verb === 'service' && second === 'create') return { kind: 'declined', form: `${tool} service create`, at: span(words) };
  const nested = verb === 'container';
  const named = nested ? second : verb;
  if (named !== 'run' && named !== 'create') return null;
  const start = verbAt + (nested ? 2 : 1);
  const verbWord = words[start - 1] as RunWord;
  const first = words[0] as RunWord;
  const end = words.at(-1) as RunWord;
  const read = readFlags(words.slice(start), tool, named, { ...end.at, start: first.at.start, end: verbWord.at.end });
  if (read.help) return null;
  return { kind: 'run', found: { tool, verb: named, at: span(words), head: { ...first.at, end: verbWord.at.end }, networkFlag: '--network=', read } };
}

/** The index of the tool's command behind its own flags; `null` when one of them is not known. */
function behindGlobals(words: readonly RunWord[], tool: Tool): number | null {
  const { switches, values, short } = table[tool].globals;
  const shorts: Readonly<Record<string, string | undefined>> = short;
  let index = 1;
  while (index < words.length) {
    const text = words[index]?.value;
    if (typeof text !== 'string') return index;
    if (!text.startsWith('-') || text === '-') return index;
    index++;
    if (text.startsWith('--')) {
      const [name = ''] = text.slice(2).split('=');
      if (values.includes(name) && !text.includes('=')) index++;
      else if (!values.includes(name) && !switches.includes(name)) return null;
      continue;
    }
    for (let i = 1; i < text.length; i++) {
      const name = shorts[text[i] ?? ''];
      if (name === undefined) return null;
      if (!values.includes(name)) continue;
      if (i === text.length - 1) index++;
      break;
    }
  }
  return null;
}

/** `compose run -p` publishes ports of a service; what it runs stands in the Compose file. */
function declined(words: readonly RunWord[], form: string, from: number): Lead | null {
  const rest = words.slice(from).map(({ value }) => value);
  if (!rest.includes('run')) return null;
  const publishes = rest.some((text) => typeof text === 'string' && /^(?:-[a-zA-Z]*p|--publish|--service-ports)/.test(text));
  return publishes ? { kind: 'declined', form: `${form} run`, at: span(words) } : null;
}

function shell(words: readonly RunWord[]): Lead | null {
  if (words.length === 0) return { kind: 'input' };
  const command = words.findIndex(({ value }) => typeof value === 'string' && /^(?:-[a-z]*c|\/[ck]|-command)$/i.test(value));
  if (command >= 0) return { kind: 'shell', words: words.slice(command + 1, command + 2) };
  return words.every(({ value }) => typeof value === 'string' && value.startsWith('-')) ? { kind: 'input' } : null;
}

function after(words: readonly RunWord[], flag: string): Lead | null {
  const index = words.findIndex(({ value }) => value === flag);
  return index < 0 ? null : { kind: 'shell', words: words.slice(index + 1, index + 2) };
}

/** `ssh [options] host command…`. */
function remote(words: readonly RunWord[]): Lead | null {
  let index = 0;
  while (index < words.length) {
    const text = words[index]?.value;
    if (typeof text !== 'string' || !text.startsWith('-')) break;
    index += /^-[bcDEeFIiJLlmOopQRSWw]$/.test(text) ? 2 : 1;
  }
  const rest = words.slice(index + 1);
  return rest.length === 0 ? { kind: 'input' } : { kind: 'shell', words: rest };
}

function behindPrefix(words: readonly RunWord[], name: string, values: string): readonly RunWord[] {
  let index = 0;
  while (index < words.length) {
    const text = words[index]?.value;
    if (typeof text !== 'string') break;
    if (/^\w+=/.test(text) && (name === 'env' || name === 'sudo')) index++;
    else if (text === '--') return words.slice(index + 1);
    else if (/^-[A-Za-z]$/.test(text) && values.includes(text[1] ?? '')) index += 2;
    else if (text.startsWith('-') && text.length > 1) index++;
    else break;
  }
  // `timeout 10 docker …`: its first word is no program.
  return words.slice(name === 'timeout' ? index + 1 : index);
}

function span(words: readonly RunWord[]): SourceRange {
  const [first, last] = [words[0] as RunWord, words.at(-1) as RunWord];
  return { ...first.at, end: last.at.end };
}
