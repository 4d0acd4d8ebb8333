import type { Deployment, Network, Problem } from '../../model/deployment.ts';
import type { ProjectReader } from '../../model/reader.ts';
import type { Remark, SourceRange } from '../../model/source.ts';
import type { Passages } from '../../text/passages.ts';
import { secretPassages } from '../../text/secret-passages.ts';
import { masked, secretsIn } from '../../text/secrets.ts';
import { commentsIn } from '../comments.ts';
import { readerOver, type Contents } from '../contents.ts';
import type { DirectoryOf } from '../mounts.ts';
import { readCmd } from '../shell/cmd.ts';
import { leadOf, type FoundInvocation } from './find-invocations.ts';
import { planChange } from './plan-run.ts';
import { readPowershell } from '../shell/powershell.ts';
import { readQuadlet } from './quadlet.ts';
import { readContainer, type ContainerRead } from './read-container.ts';
import { placesInside, placeWords, type RunWord } from './run-word.ts';
import { readSh } from '../shell/sh.ts';
import { rangeInFile, type Command, type Doubt, type Place, type ShellCommands, type ShellText, type Span, type Word } from '../shell/shell-text.ts';
import { holdsFillIn, withoutFillIns } from '../texts/fill-ins.ts';
import { commandsInLists, textsIn } from '../texts/texts-in.ts';

export interface RunInput {
  /** As the report calls it. */
  readonly file: string;
  readonly text: string;
  readonly reader: ProjectReader;
  /** Texts that stand in place of what lies on disk, by the name the report uses. */
  readonly texts?: ReadonlyMap<string, string>;
  /** What the report calls a path of the reader. */
  readonly shown: (path: string) => string;
  /** What relative paths start from: known only for a command line that is run here. */
  readonly directory: DirectoryOf;
  /** The whole text is a command line, whatever the file is called. */
  readonly commandLine: boolean;
  /** Where every text that is read is kept, when several inputs make one deployment. */
  readonly kept?: Map<string, string>;
}

/** Languages in which people write a command as a list of its words. */
const LISTS = /\.(?:py|[cm]?[jt]sx?|json|go|java|rb|php)$/;

/** Doubts about more than one command. */
const ofTheWhole: ReadonlySet<Doubt['id']> = new Set(['unclosed', 'script-not-read']);

/** Shells inside shells are followed this far. */
const MAX_DEPTH = 4;

/** Loads the containers that the command lines of a file create. */
export function loadRun(input: RunInput): Deployment {
  const texts = (input.kept ?? new Map<string, string>()).set(input.file, input.text);
  const contents: Contents = {
    reader: readerOver(input.reader, input.texts ?? new Map<string, string>(), input.shown),
    shown: input.shown,
    keep: (file, text) => void (texts.has(file) || texts.set(file, text)),
  };
  const loader = new RunLoader(input, contents);
  loader.load();
  const { reads, problems, unread } = loader;
  const byService = new Map(reads.map((read) => [read.service, read]));
  const networks = new Set(reads.flatMap(({ service }) => service.networks.map(({ name }) => name)));
  return {
    form: 'docker-run',
    file: input.file,
    files: [input.file],
    options: [],
    texts,
    secrets: [],
    services: reads.map(({ service }) => service),
    // Whoever else joins a network of the user is not said here.
    networks: [...networks].map((name): Network => ({ name, external: true, settings: [], at: { file: input.file, start: 0, end: 0 } })),
    problems,
    unread,
    comments: input.commandLine ? [] : commentsIn(input.file, input.text),
    rest: () => '',
    newFile: () => null,
    plan: (change) => planChange(change, byService.get(change.service), input.text),
  };
}

/** Where a script stands. */
interface Around {
  readonly depth: number;
  /** The text does not stand in the file as the shell reads it; all of its words are where that stands. */
  readonly inside: SourceRange | null;
  readonly repeatedBy: SourceRange | null;
}

interface Taken {
  readonly refused?: string;
  /** A sentence quotes it. */
  readonly casual?: boolean;
  /** Its reader has to fill something in. */
  readonly template?: boolean;
  readonly repeatedBy?: SourceRange | null;
}

class RunLoader {
  readonly reads: ContainerRead[] = [];
  readonly problems: Problem[] = [];
  readonly unread: Remark[] = [];
  private secrets: Passages | null = null;

  constructor(
    private readonly input: RunInput,
    private readonly contents: Contents,
  ) {}

  load(): void {
    const { file, text, commandLine } = this.input;
    if (!mentionsTool(text) && !/\.container$/.test(file)) return;
    if (/\.container$/.test(file) && !commandLine) {
      const found = readQuadlet(file, text);
      if (found !== null) this.take(found, [], { repeatedBy: this.template(found.head) });
      return;
    }
    const texts: readonly ShellText[] = commandLine ? [{ shell: 'sh', text, places: [{ at: 0, from: 0 }], tolerant: false }] : textsIn(file, text);
    for (const one of texts) this.script(one);
    if (!commandLine && (texts.length === 0 || LISTS.test(file))) this.lists(text);
    this.reads.sort((a, b) => a.service.at.start - b.service.at.start);
  }

  /** Argument lists of a programming language are read, never edited. */
  private lists(text: string): void {
    for (const { words } of commandsInLists(text)) {
      const lead = leadOf(placeWords(words, [{ at: 0, from: 0 }], this.input));
      if (lead?.kind === 'run') this.take(lead.found, [], { refused: 'refused.list' });
    }
  }

  private script(source: ShellText, around: Around = { depth: 0, inside: null, repeatedBy: null }): void {
    const { text, places } = source.tolerant ? withoutFillIns(source.text, source.shell) : { text: source.text, places: [] };
    this.commands(readerOf(source)(text, { tolerant: source.tolerant }), source, places, around);
  }

  private commands({ commands, doubts }: ShellCommands, source: ShellText, fillIns: readonly Span[], { depth, inside, repeatedBy: outer }: Around): void {
    for (const [index, command] of commands.entries()) {
      const placed = placeWords(fillIns.length === 0 ? command.words : command.words.map((word) => asWritten(word, source.text)), source.places, this.input);
      const words = inside === null ? placed : placed.map((word): RunWord => ({ ...word, at: inside, editable: false, whole: false, shared: true }));
      const lead = leadOf(words);
      if (lead === null) continue;
      const own = command.repeatedBy === null ? null : (inside ?? this.place(command.repeatedBy, source));
      const repeatedBy = outer ?? own ?? (lead.kind === 'run' ? this.template(lead.found.head) : null);
      if (lead.kind === 'run') this.take(lead.found, doubts.filter(({ id, start }) => !ofTheWhole.has(id) && start >= command.start && start < (commands[index + 1]?.start ?? Infinity)).map((doubt) => ({ id: doubt.id, at: inside ?? this.place(doubt, source) })), { casual: source.tolerant && !source.text.includes('\n'), template: holdsFillIn(fillIns, command), repeatedBy });
      else if (lead.kind === 'declined') this.problem('not-read', lead.at, { form: lead.form }, { fatal: true, within: lead.at });
      else if (depth < MAX_DEPTH) this.nested(lead.kind === 'shell' ? lead.words : null, command, source, { depth: depth + 1, inside, repeatedBy });
    }
    for (const doubt of doubts) if (ofTheWhole.has(doubt.id)) this.problem(doubt.id, inside ?? this.place(doubt, source), {}, { fatal: true });
  }

  /** What another shell reads: its words joined by blanks, or its here-document. */
  private nested(words: readonly RunWord[] | null, command: Command, source: ShellText, around: Around): void {
    const { inside } = around;
    if (words === null) {
      if (command.input !== null) this.script({ ...command.input, places: inFile(command.input, source) }, around);
      return;
    }
    const texts = words.map(({ value }) => (typeof value === 'string' ? value : value.unknown));
    const text = texts.join(' ');
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined || !mentionsTool(text)) return;
    let at = 0;
    const places: Place[] = [];
    let literal = inside === null;
    for (const [index, word] of words.entries()) {
      const own = placesInside(this.input.text, word, texts[index] ?? '');
      literal &&= own !== null;
      for (const place of own ?? []) places.push({ at: at + place.at, from: place.from });
      at += (texts[index] ?? '').length + 1;
    }
    const script = { shell: 'sh', text, places: literal ? places : [{ at: 0, from: first.at.start }], tolerant: source.tolerant } as const;
    this.script(script, { ...around, inside: literal ? null : (inside ?? { ...first.at, end: last.at.end }) });
  }

  private take(found: FoundInvocation, doubts: readonly { readonly id: string; readonly at: SourceRange }[], { casual = false, template = false, refused = template ? 'refused.template' : undefined, repeatedBy = null }: Taken = {}): void {
    const { refusal } = found.read;
    // What is to be filled in may mend whatever is wrong.
    if (refusal !== null && template) return;
    const complain = (id: string, at: SourceRange, data = {}, stage: Problem['stage'] = 'compose'): void => this.problem(id, at, data, { within: found.at, stage });
    for (const { id, at } of doubts) this.problem(id, at, {}, { within: found.at, stage: 'engine', fatal: true });
    // What a sentence quotes of a command need not be all of it.
    if (refusal !== null && !(casual && refusal.id === 'no-image')) {
      this.problem(refusal.id, refusal.at, { tool: found.tool, ...refusal.data }, { within: found.at, fatal: true });
      // Without an image the flags are known all the same.
      if (refusal.id !== 'no-image') return;
    }
    const read = readContainer(found, { contents: this.contents, directory: this.input.directory, refuse: complain, hide: (shown) => this.hide(shown), repeatedBy });
    this.reads.push(refused === undefined ? read : { ...read, doubt: { id: refused, at: found.head } });
  }

  private hide(text: string): string {
    const { file, text: source } = this.input;
    if (this.secrets === null) {
      const spans = secretsIn(source);
      this.secrets = secretPassages(new Map([[file, source]]), () => spans);
    }
    return this.secrets.masked(masked(text));
  }

  private problem(id: string, at: SourceRange, data: Problem['data'], { fatal = false, within, stage = 'compose' }: { fatal?: boolean; within?: SourceRange; stage?: Problem['stage'] }): void {
    this.problems.push({ id, data: data ?? {}, at, service: null, stage, fatal, ...(within === undefined ? {} : { within }) });
  }

  /** Of a unit such as `zlm@.service` any number is started. */
  private template(head: SourceRange): SourceRange | null {
    return /@\.(?:service|container)$/.test(this.input.file) ? head : null;
  }

  private place({ start, end }: Span, { places }: ShellText): SourceRange {
    const range = rangeInFile(places, start, end);
    return { file: this.input.file, start: range.start, end: range.end };
  }
}

function readerOf({ shell }: ShellText): typeof readSh {
  return shell === 'cmd' ? readCmd : shell === 'powershell' ? readPowershell : readSh;
}

export function mentionsTool(text: string): boolean {
  return /docker|podman|nerdctl/i.test(text);
}

/** A word that is not known, as it stands in the text: what is to be filled in is named there. */
function asWritten(word: Word, text: string): Word {
  const { value, start, end, quote } = word;
  if (typeof value === 'string' || value.unknown.length !== end - start - 2 * quote.length) return word;
  return { ...word, value: { unknown: text.slice(start + quote.length, end - quote.length) } };
}

/** The places of a here-document, which are offsets in the script around it, as places in the file. */
function inFile(inner: ShellText, outer: ShellText): ShellText['places'] {
  return inner.places.map(({ at, from }) => ({ at, from: rangeInFile(outer.places, from, from + 1).start }));
}
