import type { ParsedScript, SyntaxNode } from 'unbash';
import { allNamesSetBy, ANY, namesSetBy, type References } from './sh-assignments.ts';
import type { Functions } from './sh-functions.ts';
import { countUpTo } from './sh-line-ends.ts';
import { effortFor, everyNode, type Span } from './sh-syntax.ts';

/** `null` is a text that is not known. */
export type State =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly (string | null)[] }
  | { readonly kind: 'unset' }
  | { readonly kind: 'unknown' };

/** A variable that the script has not set so far: it comes from outside, or is not set. */
export const OUTSIDE = { kind: 'outside' } as const;

export type Alternative = ReadonlyMap<string, Entry>;

interface Entry {
  readonly state: State;
  /** Where it was set: a loop or function around the place of use, but not around this one, may have set it again. */
  readonly at: number;
}

const UNKNOWN: State = { kind: 'unknown' };

/** What is known of the variables of a script while its commands are gone through in the order of the text. */
export class Variables {
  private readonly entries = new Map<string, Entry>();
  private readonly journals: Map<string, Entry | undefined>[] = [];
  private readonly repeats: Span[] = [];
  /** What the values that were read may amount to: `A=$A$A` doubles with every line. */
  private allowance: number;

  constructor(
    private readonly settings: ReadonlyMap<string, readonly number[]>,
    private readonly references: References,
    length: number,
  ) {
    this.allowance = 4 * length + 1_000_000;
  }

  /** True as long as the words that come from variables and braces stay in proportion to the text. */
  afford(characters: number): boolean {
    this.allowance -= characters;
    return this.allowance > 0;
  }

  read(name: string, at: number): State | typeof OUTSIDE {
    if (this.references.has(name)) return UNKNOWN;
    const entry = this.entries.get(name);
    const since = entry?.at ?? -1;
    const again = this.repeats.some(({ start, end }) => start > since && (this.isSet(name, start, end) || (entry !== undefined && this.isSet(ANY, start, end))));
    if (again) return UNKNOWN;
    if (entry === undefined) return OUTSIDE;
    if (this.isSet(ANY, since + 1, at)) return UNKNOWN;
    const { state } = entry;
    if (state.kind === 'text' && !this.afford(state.text.length)) return UNKNOWN;
    if (state.kind === 'array' && !this.afford(state.items.reduce((sum, item) => sum + (item?.length ?? 0) + 1, 0))) return UNKNOWN;
    return state;
  }

  set(name: string, state: State, at: number): void {
    this.put(name, { state, at });
    for (const target of this.references.get(name) ?? []) this.put(target, { state: UNKNOWN, at });
  }

  /** Runs what may be run at another time than where it stands, or several times. */
  repeat(span: Span, run: () => void): void {
    this.repeats.push(span);
    run();
    this.repeats.pop();
  }

  /** What `run` sets, taken back again. */
  apart(run: () => void): Alternative {
    this.journals.push(new Map());
    run();
    const journal = this.journals.pop() ?? new Map<string, Entry | undefined>();
    const alternative = new Map<string, Entry>();
    for (const [name, before] of journal) {
      const after = this.entries.get(name);
      if (after !== undefined) alternative.set(name, after);
      if (before === undefined) this.entries.delete(name);
      else this.entries.set(name, before);
    }
    return alternative;
  }

  /** Goes on from one of `alternatives`, or, unless one of them is taken for certain, from here. */
  join(alternatives: readonly Alternative[], certain: boolean, at: number): void {
    const names = new Map<string, Entry[]>();
    for (const alternative of alternatives) {
      for (const [name, entry] of alternative) {
        const known = names.get(name);
        if (known === undefined) names.set(name, [entry]);
        else known.push(entry);
      }
    }
    for (const [name, entries] of names) {
      const before = this.entries.get(name);
      const all = certain && entries.length === alternatives.length ? entries : [...entries, before];
      const [first] = all;
      const same = first !== undefined && all.every((entry) => entry !== undefined && isSame(entry.state, first.state));
      const since = Math.min(...all.map((entry) => entry?.at ?? -1));
      this.put(name, same ? { state: first.state, at: since } : { state: UNKNOWN, at });
    }
  }

  private put(name: string, entry: Entry): void {
    const journal = this.journals.at(-1);
    if (journal !== undefined && !journal.has(name)) journal.set(name, this.entries.get(name));
    this.entries.set(name, entry);
  }

  private isSet(name: string, start: number, end: number): boolean {
    const places = this.settings.get(name);
    return places !== undefined && countUpTo(places, end - 1) > countUpTo(places, start - 1);
  }
}

function isSame(one: State, other: State): boolean {
  if (one === other) return true;
  return one.kind === 'text' ? other.kind === 'text' && one.text === other.text : one.kind === 'unset' && other.kind === 'unset';
}

/** Where a script sets which variable, in order; a call of a function sets what the function does. */
export function settingsOf(script: ParsedScript, text: string, functions: Functions, references: References): ReadonlyMap<string, readonly number[]> {
  let effort = effortFor(text);
  const afford = (wanted: number): boolean => (effort -= wanted) > 0;
  const settings = new Map<string, number[]>();
  const defaults = new Set<string>();
  everyNode(script, text, (node, { whole }) => {
    const at = whole?.start ?? node.pos;
    const called = node.type === 'Command' && node.name !== undefined ? (functions.namesSetBy(node.name.text, afford) ?? [ANY]) : [];
    for (const name of [...allNamesSetBy(node, references), ...called]) {
      const places = settings.get(name);
      if (places === undefined) settings.set(name, [at]);
      else places.push(at);
    }
    const name = defaultedBy(node);
    if (name !== null) defaults.add(name);
  });
  for (const [name, places] of settings) {
    // To run `V=${V:-80}` again changes nothing.
    if (places.length === 1 && defaults.has(name)) settings.delete(name);
    else places.sort((a, b) => a - b);
  }
  return settings;
}

/** The variable that is set to its own default: `V=${V:-80}`, `${V:=80}`. */
function defaultedBy(node: SyntaxNode): string | null {
  if (node.type === 'ParameterExpansion') return namesSetBy(node)[0] ?? null;
  if (node.type !== 'Assignment') return null;
  return /^(\w+)=("?)\$\{\1:?-[^{}$`]*\}\2$/.exec(node.text)?.[1] ?? null;
}
