import type { Deployment } from '../model/deployment.ts';
import type { Finding } from '../model/finding.ts';
import type { Located, SourceRange } from '../model/source.ts';
import type { Directive, DirectiveUse, Malformed, Suppression, SuppressionsRead, Unused } from '../model/suppression.ts';
import { nearest } from '../text/nearest.ts';
import type { DirectivesRead } from './directives.ts';
import { LogicalLines } from './logical-lines.ts';
import { removeComment, removeNames } from './removal.ts';

/** What is to be known of the rules to tell whether a directive does anything. */
export interface RulesRun {
  /** The ids of every rule there is. */
  readonly known: readonly string[];
  /** No comment silences these. */
  readonly loud: ReadonlySet<string>;
  /** Whether all that a rule could find in a file is known; `false` for one that is off. */
  readonly ran: (rule: string, file: string) => boolean;
  /** Places of which not everything is known, so that a rule may be silent for that alone. */
  readonly uncertain: readonly SourceRange[];
  /** Whether anything of a file is judged at all. */
  readonly judged: (file: string) => boolean;
}

/** One rule, or all of them, silenced from one offset to another. */
interface Claim {
  readonly directive: Directive;
  readonly name: Located<string> | null;
  readonly from: number;
  to: number;
  /** Rules that an `enable` takes out again, and from where on. */
  readonly except: Map<string, number>;
  used: boolean;
}

/** What the directives of one file silence, from the narrowest to the widest. */
interface FileClaims {
  readonly lines: LogicalLines;
  /** By the offset at which the logical line begins. */
  readonly ofLine: Map<number, Claim[]>;
  /** By rule, `''` for all; each list in the order of the text, and none overlaps the next. */
  readonly blocks: Map<string, Claim[]>;
  readonly ofFile: Map<string, Claim>;
}

/** Tells of each finding whether a comment silences it, and in the end which directives did nothing. */
export class Silencer {
  private readonly directives: readonly Directive[];
  private readonly malformed: readonly Malformed[];
  private readonly files = new Map<string, FileClaims>();
  /** By the name of the rule in its directive; by the directive itself when it names none. */
  private readonly claims = new Map<Directive | Located<string>, Claim>();
  /** Names of an `enable` that ended something; the directive itself when it names none. */
  private readonly ended = new Set<Directive | Located<string>>();

  constructor(
    private readonly deployment: Deployment,
    { directives: all, malformed }: DirectivesRead,
    findings: readonly Finding[],
  ) {
    this.directives = all;
    this.malformed = malformed;
    const byFile = new Map<string, Directive[]>();
    for (const directive of this.directives) put(byFile, directive.at.file, directive);
    for (const [file, directives] of byFile) this.files.set(file, this.read(file, [...directives].sort((a, b) => a.at.start - b.at.start), findings));
  }

  /** The narrowest directive that silences a finding; it has done something from then on. */
  suppressionOf({ at, rule }: Finding): Suppression | null {
    const file = this.files.get(at.file);
    if (file === undefined) return null;
    const claim = ofLine(file, at.start, rule) ?? ofBlocks(file, at.start, rule) ?? file.ofFile.get(rule) ?? file.ofFile.get('');
    if (claim === undefined) return null;
    claim.used = true;
    return { kind: 'comment', reason: claim.directive.reason, at: claim.directive.at };
  }

  get mayBeUnused(): boolean {
    return [...this.claims.values()].some(({ used }) => !used);
  }

  outcome(run: RulesRun): SuppressionsRead {
    return { uses: this.directives.map((directive) => this.useOf(directive, run)), malformed: this.malformed };
  }

  private useOf(directive: Directive, run: RulesRun): DirectiveUse {
    const { known } = run;
    const strangers = new Set(directive.rules.filter(({ value }) => !known.includes(value)));
    const unknown = [...strangers].map((name) => ({ name, near: nearest(name.value, known) }));
    const idle = new Set((directive.rules.length === 0 ? [null] : directive.rules.filter((name) => !strangers.has(name))).filter((name) => this.isIdle(directive, name, run)));
    return { directive, unknown, unused: idle.size === 0 ? null : this.unused(directive, idle) };
  }

  private isIdle(directive: Directive, name: Located<string> | null, { known, loud, ran, uncertain, judged }: RulesRun): boolean {
    if (directive.kind === 'enable') return !this.ended.has(name ?? directive);
    if (name !== null && loud.has(name.value)) return true;
    const claim = this.claims.get(name ?? directive);
    if (claim?.used === true) return false;
    const { file } = directive.at;
    const meant = name === null ? known.filter((id) => !loud.has(id)) : [name.value];
    // A directive that reaches nothing is idle whatever is found.
    if (claim !== undefined && claim.from >= claim.to) return true;
    return judged(file) && meant.every((id) => ran(id, file)) && !uncertain.some(({ file: other, start, end }) => other === file && (claim === undefined || (start < claim.to && end > claim.from)));
  }

  private unused({ rules, at }: Directive, idle: ReadonlySet<Located<string> | null>): Unused {
    const text = this.deployment.texts.get(at.file) ?? '';
    const gone = new Set([...idle].filter((name) => name !== null));
    const whole = gone.size === rules.length;
    const [first] = gone;
    return {
      rules: [...gone].map(({ value }) => value),
      whole,
      at: whole ? at : (first?.at ?? at),
      text: whole ? text.slice(at.start, at.end) : [...gone].map(({ value }) => value).join(', '),
      edits: whole ? [removeComment(text, at)] : removeNames(rules, gone),
    };
  }

  private read(file: string, directives: readonly Directive[], findings: readonly Finding[]): FileClaims {
    const { form, services, texts } = this.deployment;
    const commands = services.filter(({ invocation, extent }) => invocation !== null && extent.file === file && !file.endsWith('.container')).map(({ extent }) => extent);
    const found = findings.filter(({ at }) => at.file === file).map(({ at }) => at.start);
    const claims: FileClaims = {
      lines: new LogicalLines(texts.get(file) ?? '', { continued: form !== 'compose', commands, found }),
      ofLine: new Map(),
      blocks: new Map(),
      ofFile: new Map(),
    };
    for (const directive of directives) {
      if (directive.kind === 'enable') this.end(directive, claims.blocks);
      else for (const name of directive.rules.length === 0 ? [null] : directive.rules) this.claim(directive, name, claims);
    }
    return claims;
  }

  private claim(directive: Directive, name: Located<string> | null, { lines, ofLine: byLine, blocks, ofFile }: FileClaims): void {
    const { kind, at } = directive;
    const rule = name?.value ?? '';
    const make = (from: number, to: number): Claim => {
      const claim: Claim = { directive, name, from, to, except: new Map(), used: false };
      this.claims.set(name ?? directive, claim);
      return claim;
    };
    if (kind === 'disable-file') {
      if (!ofFile.has(rule)) ofFile.set(rule, make(0, Infinity));
      else make(0, 0);
    } else if (kind === 'disable') {
      const open = blocks.get(rule)?.at(-1);
      if (open !== undefined && open.to > at.start) make(at.start, at.start);
      else put(blocks, rule, make(at.start, Infinity));
    } else {
      const line = kind === 'disable-line' ? lines.at(at.start) : lines.after(at.end - 1);
      const claim = make(line?.start ?? 0, line?.end ?? 0);
      if (line !== null) put(byLine, line.start, claim);
    }
  }

  private end(directive: Directive, blocks: FileClaims['blocks']): void {
    const { at, rules } = directive;
    const open = (rule: string): Claim | undefined => {
      const last = blocks.get(rule)?.at(-1);
      return last !== undefined && last.to > at.start ? last : undefined;
    };
    if (rules.length === 0) {
      for (const rule of blocks.keys()) {
        const claim = open(rule);
        if (claim === undefined) continue;
        claim.to = at.start;
        this.ended.add(directive);
      }
      return;
    }
    for (const name of rules) {
      const [own, all] = [open(name.value), open('')];
      if (own !== undefined) own.to = at.start;
      const taken = all !== undefined && !all.except.has(name.value);
      if (taken) all.except.set(name.value, at.start);
      if (own !== undefined || taken) this.ended.add(name);
    }
  }
}

function put<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

function ofLine({ lines, ofLine: byLine }: FileClaims, offset: number, rule: string): Claim | undefined {
  if (byLine.size === 0) return undefined;
  return byLine.get(lines.at(offset).start)?.findLast(({ name }) => name === null || name.value === rule);
}

function ofBlocks({ blocks }: FileClaims, offset: number, rule: string): Claim | undefined {
  const found = [rule, ''].flatMap((key) => {
    const claim = lastFrom(blocks.get(key) ?? [], offset);
    return claim === undefined || claim.to <= offset || (claim.except.get(rule) ?? Infinity) <= offset ? [] : [claim];
  });
  return found.sort((a, b) => b.from - a.from)[0];
}

/** The last claim that begins at or before an offset. */
function lastFrom(claims: readonly Claim[], offset: number): Claim | undefined {
  let low = 0;
  let high = claims.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((claims[middle]?.from ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return claims[low - 1];
}
