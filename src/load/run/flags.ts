import table from '../../../rules/_facts/run-flags.json' with { type: 'json' };
import type { SourceRange, Unknown, WordData } from '../../model/source.ts';
import type { RunWord } from './run-word.ts';

export type Tool = 'docker' | 'podman' | 'nerdctl';
export type Verb = 'run' | 'create';

/** One flag of a command line, under its long name. */
export interface Flag {
  readonly name: string;
  /** `null` for a switch that is given without `=`. */
  readonly value: string | Unknown | null;
  /** The flag with its value. */
  readonly at: SourceRange;
  readonly valueAt: SourceRange;
  /** The text at `valueAt` is the value. */
  readonly valueEditable: boolean;
  /** What may be taken out of the text: the flag with its value stands there in one piece, and nothing else does. */
  readonly removable: boolean;
  /** Between the flag and its value, when that is a word of its own. */
  readonly gap: SourceRange | null;
  /** Switches that share its word, such as `-it` of `-itp`; they have to stay. */
  readonly others: string;
}

/** Why the tool would refuse the arguments, named by a message of the rule `valid-run`. */
export interface Refusal {
  readonly id: string;
  readonly data: WordData;
  readonly at: SourceRange;
}

/** A word before the image that may be several flags, or none. */
export interface LooseWord {
  readonly word: RunWord;
  /** The flags that it is when it is not empty; `null` when it may be any. */
  readonly flags: readonly string[] | null;
}

export interface RunArguments {
  readonly flags: readonly Flag[];
  readonly image: RunWord | null;
  readonly args: readonly RunWord[];
  readonly loose: readonly LooseWord[];
  readonly refusal: Refusal | null;
  /** `--help`: nothing is created. */
  readonly help: boolean;
}

interface FlagTable {
  readonly switches: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
  readonly short: ReadonlyMap<string, string>;
  readonly synonyms: ReadonlyMap<string, string>;
  readonly splits: ReadonlySet<string>;
  readonly runOnly: ReadonlySet<string>;
}

const tables = new Map<Tool, FlagTable>();

function tableOf(tool: Tool): FlagTable {
  let known = tables.get(tool);
  if (known === undefined) {
    const { switches, values, lists, splits, short, synonyms, runOnly } = table[tool];
    known = {
      switches: new Set(switches),
      values: new Set([...values, ...lists, ...splits]),
      short: new Map(Object.entries(short)),
      synonyms: new Map(Object.entries(synonyms)),
      splits: new Set(splits),
      runOnly: new Set(runOnly),
    };
    tables.set(tool, known);
  }
  return known;
}

/** Whether the tool takes a value of this flag apart at its commas. */
export function splitsAtCommas(tool: Tool, name: string): boolean {
  return tableOf(tool).splits.has(name);
}

const booleans = new Set(['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False']);

/**
 * Reads what stands behind `run` or `create` as the tool does: flags up to the first other word, which is the image; the rest belongs to the container.
 * Source: spf13/pflag flag.go parseArgs, parseLongArg, parseSingleShortArg, with SetInterspersed(false).
 */
export function readFlags(words: readonly RunWord[], tool: Tool, verb: Verb, end: SourceRange): RunArguments {
  return new Reader(words, tableOf(tool), verb, end).read();
}

class Reader {
  private readonly flags: Flag[] = [];
  private readonly loose: LooseWord[] = [];
  private next = 0;
  private refusal: Refusal | null = null;
  private help = false;

  constructor(
    private readonly words: readonly RunWord[],
    private readonly known: FlagTable,
    private readonly verb: Verb,
    private readonly end: SourceRange,
  ) {}

  read(): RunArguments {
    while (this.refusal === null && this.next < this.words.length) {
      const word = this.words[this.next] as RunWord;
      const text = typeof word.value === 'string' ? word.value : word.value.unknown;
      const known = typeof word.value === 'string';
      if (text === '--' && known) {
        this.next++;
        break;
      }
      if (!known && /^[$`%<{[]/.test(text) && this.isOptions(word, text)) {
        this.loose.push({ word, flags: this.flagsOf(word) });
        this.next++;
      } else if (/^--[^$`<{[]/.test(text)) this.long(word, text);
      else if (/^-[^$`<{[-]/.test(text)) this.cluster(word, text);
      else break;
    }
    const image = this.words[this.next] ?? null;
    if (this.refusal === null && image === null && this.loose.length === 0 && !this.help) this.refuse('no-image', this.end, {});
    return { flags: this.flags, image, args: this.words.slice(this.next + 1), loose: this.loose, refusal: this.refusal, help: this.help };
  }

  private flagsOf({ maybe, ...word }: RunWord): string[] | null {
    if (maybe === undefined) return null;
    const read = new Reader(maybe.map((value): RunWord => ({ ...word, value, loose: false })), this.known, this.verb, word.at).read();
    const ends = read.refusal !== null && read.refusal.id !== 'no-image';
    return ends || read.image !== null || read.loose.length > 0 || maybe.includes('--') ? null : read.flags.map(({ name }) => name);
  }

  /** A variable before a word that looks like an image holds options; alone, it is the image. */
  private isOptions(word: RunWord, text: string): boolean {
    if (word.maybe?.every((text) => text.startsWith('-')) === true) return true;
    if (word.loose && (/OPT|ARG|FLAG|PARAM|PORT|VOL|MOUNT|ENV|NET/i.test(text) || /^(?:\$\(|`)/.test(text))) return this.words.length > this.next + 1;
    if (/IMAGE|IMG|TAG|NAME|REPO/i.test(text)) return false;
    return this.words.slice(this.next + 1).some(({ value }) => typeof value === 'string' && /^[\w.-]+(?:[:/][\w./:-]+)+$/.test(value));
  }

  private long(word: RunWord, text: string): void {
    const equals = text.indexOf('=');
    const written = equals < 0 ? text.slice(2) : text.slice(2, equals);
    const name = this.known.synonyms.get(written) ?? written;
    if (written === 'help' && equals < 0) this.help = true;
    if (!this.isKnown(written) && written !== 'help') return this.refuse('unknown-flag', word.at, { flag: `--${written}` });
    this.next++;
    if (equals >= 0) return this.attached(name, word, text, equals + 1, '');
    if (this.known.values.has(written)) return this.separate(name, word, '', `--${written}`);
    this.flags.push(switchOf(name, word));
  }

  private isKnown(name: string): boolean {
    return (this.known.switches.has(name) || this.known.values.has(name)) && !(this.verb === 'create' && this.known.runOnly.has(name));
  }

  private cluster(word: RunWord, text: string): void {
    for (let i = 1; i < text.length; i++) {
      const letter = text[i] as string;
      const name = this.known.short.get(letter);
      if (name === undefined || !this.isKnown(name)) return this.refuse('unknown-shorthand', word.at, { flag: letter, text });
      const others = i === 1 ? '' : text.slice(0, i);
      const rest = text.slice(i + 1);
      if (this.known.values.has(name)) {
        this.next++;
        if (rest === '') return this.separate(name, word, others, `-${letter}`);
        return this.attached(name, word, text, rest.length > 1 && rest.startsWith('=') ? i + 2 : i + 1, others);
      }
      if (rest.startsWith('=') && rest.length > 1) {
        this.next++;
        return this.attached(name, word, text, i + 2, others);
      }
      const left = text.slice(0, i) + rest;
      this.flags.push({ ...switchOf(name, word), others: left === '-' ? '' : left });
    }
    this.next++;
  }

  /** The value is the rest of the flag's own word. */
  private attached(name: string, word: RunWord, text: string, from: number, others: string): void {
    const rest = text.slice(from);
    const value = typeof word.value === 'string' ? rest : { unknown: rest };
    const quotes = word.quote.length;
    const valueAt = word.editable ? { ...word.at, start: word.at.end - quotes - rest.length, end: word.at.end - quotes } : word.at;
    if (this.known.switches.has(name) && typeof value === 'string' && !booleans.has(value)) return this.refuse('bad-boolean', word.at, { flag: `--${name}`, value });
    this.flags.push({ name, value, at: word.at, valueAt, valueEditable: word.editable, removable: word.whole && !word.shared, gap: null, others });
  }

  /** The value is the next word, whatever it looks like. */
  private separate(name: string, word: RunWord, others: string, written: string): void {
    const valueWord = this.words[this.next];
    if (valueWord === undefined) return this.refuse('missing-value', word.at, { flag: written });
    this.next++;
    const quotes = valueWord.quote.length;
    const { start, end } = valueWord.at;
    this.flags.push({
      name,
      value: valueWord.value,
      at: { ...word.at, end },
      valueAt: valueWord.editable ? { ...valueWord.at, start: start + quotes, end: end - quotes } : valueWord.at,
      valueEditable: valueWord.editable,
      removable: word.whole && valueWord.whole && !word.shared && !valueWord.shared && start >= word.at.end,
      gap: { ...word.at, start: word.at.end, end: start },
      others,
    });
  }

  private refuse(id: string, at: SourceRange, data: WordData): void {
    this.refusal ??= { id, data, at };
  }
}

function switchOf(name: string, word: RunWord): Flag {
  return { name, value: null, at: word.at, valueAt: word.at, valueEditable: false, removable: word.whole && !word.shared, gap: null, others: '' };
}
