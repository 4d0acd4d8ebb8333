import type { Document, Node, Pair as YamlPair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isCollection, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Edit } from '../../model/deployment.ts';
import type { Remark, SourceRange } from '../../model/source.ts';
import { aliasesOf } from '../aliases.ts';
import { blockOfLines, commentOut, lineEndAt, type Block } from '../lines-of.ts';
import { lineStartAt } from '../../text/lines.ts';
import type { SourceText } from './project-files.ts';
import { contentEnd, dashOf } from './resolve.ts';
import type { MapValue, ScalarValue } from './tree.ts';

/** Why an edit cannot be made; thrown inside the planner, never out of it. */
export class Refused extends Error {
  constructor(readonly remark: Remark) {
    super(remark.id);
  }
}

type OwnPair = YamlPair<Node, Node | null>;

/** What one file says of a service, and how keys are taken out of it and put into it. */
export class PartText {
  readonly file: string;
  readonly text: string;

  constructor(
    private readonly part: MapValue,
    private readonly node: YAMLMap,
    private readonly document: Document.Parsed,
    private readonly source: SourceText,
  ) {
    this.file = part.at.file;
    this.text = source.text;
  }

  /**
   * Takes `removals` out of the mapping and sets `network_mode`, which takes the place of the first key removed.
   * `resets` are keys that also come from a service this one extends: `!reset` takes those away (Compose 2.24.4 and later).
   */
  rewrite(removals: readonly string[], resets: readonly string[], networkMode: string | null): Edit[] {
    const edits: Edit[] = [];
    let mode = networkMode;
    const present = this.own('network_mode');
    if (mode !== null && present !== undefined) {
      edits.push(this.replaceScalar(present, mode));
      mode = null;
    }
    const gone = removals.filter((key) => this.own(key) !== undefined);
    const emptied = mode === null && resets.length === 0 && gone.length === this.node.items.length;
    const empties = new Map<string, string>();
    for (const key of removals) {
      if (resets.includes(key)) empties.set(key, '!reset []');
      else if (this.inherits(key) || (emptied && key === gone[0])) empties.set(key, '[]');
    }
    if (gone.length > 0 || empties.size > 0) {
      edits.push(...(this.node.flow === true ? this.removeFlow(removals, mode, empties) : this.removeBlocks(removals, mode, empties)));
      mode = null;
    }
    if (mode !== null) edits.push(this.insert(`network_mode: ${mode}`));
    return edits;
  }

  own(key: string): OwnPair | undefined {
    return (this.node.items as OwnPair[]).find((pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === key && !isMerge(pair.key));
  }

  range(start: number, end: number): SourceRange {
    return { file: this.file, start, end };
  }

  commentIn(start: number, end: number): boolean {
    const comments = this.source.comments();
    let low = 0;
    let high = comments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((comments[middle]?.at.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return (comments[low]?.at.start ?? end) < end;
  }

  /** A list that the service does not have yet; one that a merge brings would be hidden by it. */
  newList(key: string, entries: readonly string[]): Edit {
    if (this.part.pairs.get(key)?.merged === true) throw new Refused({ id: 'refused.shared-list', data: { key }, at: this.part.at });
    if (this.node.flow === true) return this.insert(`${key}: [${entries.join(', ')}]`);
    const { indent, deeper } = this.indents();
    return this.append(this.node, indent, this.part.at, [`${key}:`, ...entries.map((entry) => `${deeper.slice(indent.length)}- ${entry}`)]);
  }

  /** On lines of their own behind the last one of a block collection; `at` is what is refused where something stands before its items. */
  append(collection: YAMLMap | YAMLSeq, indent: string, at: SourceRange, lines: readonly string[]): Edit {
    if (indent.trim() !== '') throw new Refused({ id: 'refused.layout', at });
    const { end, next, eol } = lineEndAt(this.text, contentEnd(collection, this.text));
    const text = lines.map((line) => (next === end ? eol + indent + line : indent + line + eol)).join('');
    return { at: this.range(next, next), text };
  }

  /** The indent of the service's keys, and that of what stands in a list below one of them. */
  private indents(): { readonly indent: string; readonly deeper: string } {
    const start = (this.node.items[0] as OwnPair | undefined)?.key.range?.[0] ?? 0;
    const indent = this.text.slice(lineStartAt(this.text, start), start);
    for (const pair of this.node.items as OwnPair[]) {
      const dash = isSeq(pair.value) && pair.value.flow !== true ? dashOf(pair.value, 0) : undefined;
      if (dash !== undefined) return { indent, deeper: this.text.slice(lineStartAt(this.text, dash), dash) };
    }
    return { indent, deeper: `${indent}  ` };
  }

  private replaceScalar(pair: OwnPair, value: string): Edit {
    const node = pair.value;
    const scalar = this.part.pairs.get('network_mode')?.value;
    if (scalar?.kind === 'scalar' && scalar.interpolated) return this.replaceVariable(scalar, pair, value);
    // `!reset null` says nothing that could be another text.
    if (node?.tag !== undefined) throw new Refused({ id: 'refused.layout', at: this.pairRange(pair) });
    if (!isScalar(node) || node.range == null || scalar?.derived !== false) {
      throw new Refused({ id: 'refused.variable', at: this.pairRange(pair) });
    }
    if (node.value === null) throw new Refused({ id: 'refused.layout', at: this.pairRange(pair) });
    this.refuseSharedAnchor(pair, 'network_mode');
    const quote = node.type === 'QUOTE_DOUBLE' ? '"' : node.type === 'QUOTE_SINGLE' ? "'" : '';
    return { at: this.range(node.range[0], contentEnd(node, this.text)), text: quote + value + quote };
  }

  /** A variable that is the whole value is edited where its value comes from: the default inside the braces, or the line of `.env`. */
  private replaceVariable(scalar: ScalarValue, pair: OwnPair, value: string): Edit {
    const [variable, ...others] = scalar.substitutions;
    const quoted = isScalar(pair.value) && (pair.value.type === 'QUOTE_DOUBLE' || pair.value.type === 'QUOTE_SINGLE') ? 1 : 0;
    const start = scalar.at.start + quoted;
    const template = this.text.slice(start, scalar.at.end - quoted);
    const whole = variable !== undefined && others.length === 0 && variable.start === 0 && variable.end === template.length && !template.includes('\\');
    if (whole && !scalar.derived && variable.defaultAt !== undefined) {
      return { at: this.range(start + variable.defaultAt.start, start + variable.defaultAt.end), text: value };
    }
    if (whole && variable.valueAt !== null) return { at: variable.valueAt, text: value };
    throw new Refused({ id: 'refused.variable', at: this.pairRange(pair) });
  }

  private pairRange(pair: OwnPair): SourceRange {
    const start = pair.key.range?.[0] ?? 0;
    const end = pair.value === null ? (pair.key.range?.[1] ?? 0) : contentEnd(pair.value, this.text);
    return this.range(start, Math.max(end, pair.key.range?.[1] ?? 0));
  }

  /** Without its own value, a key that a merge also brings would show the merged one: an empty list takes its place. */
  private inherits(key: string): boolean {
    const merged = this.part.pairs.get(key)?.merged === true;
    return merged || (this.own(key) !== undefined && this.node.items.some((pair) => isMerge(pair.key as Node) && this.mergeHas(pair as OwnPair, key)));
  }

  private mergeHas(pair: OwnPair, key: string): boolean {
    let found = false;
    const seen = new Set<unknown>();
    const look = (node: unknown): void => {
      if (found || seen.has(node)) return;
      seen.add(node);
      const target = isAlias(node) ? aliasesOf(this.document).targetOf(node) : node;
      if (isCollection(target)) {
        for (const item of target.items) {
          if (!isPair(item)) look(item);
          else if (isMerge(item.key as Node)) look(item.value);
          else if (isScalar(item.key) && String(item.key.value) === key) found = true;
        }
      }
    };
    look(pair.value);
    return found;
  }

  private removeBlocks(keys: readonly string[], networkMode: string | null, empties: ReadonlyMap<string, string>): Edit[] {
    let mode = networkMode;
    return keys.flatMap((key) => {
      const empty = empties.get(key);
      const pair = this.own(key);
      if (pair === undefined && empty === undefined) return [];
      const lines = [...(mode === null ? [] : [`network_mode: ${mode}`]), ...(empty === undefined ? [] : [`${key}: ${empty}`])];
      mode = null;
      return pair === undefined ? this.insert(...lines) : this.removeBlock(pair, key, lines);
    });
  }

  private removeBlock(pair: OwnPair, key: string, lines: readonly string[]): Edit {
    this.refuseSharedAnchor(pair, key);
    const { start, end } = this.pairRange(pair);
    const block = blockOfLines(this.text, start, end);
    if (block === null) throw new Refused({ id: 'refused.layout', at: this.range(start, end) });
    const inserted = lines.map((line) => block.indent + line + block.eol).join('');
    if (this.commentIn(block.start, block.end)) return this.edit(block, inserted + commentOut(this.text, block));
    return this.edit(block, inserted);
  }

  private edit(block: Block, text: string): Edit {
    return { at: this.range(block.start, block.end), text };
  }

  /** Neighbouring pairs go as one, so that each comma goes once. */
  private removeFlow(keys: readonly string[], mode: string | null, empties: ReadonlyMap<string, string>): Edit[] {
    const items = this.node.items as OwnPair[];
    const [like] = items;
    if (like === undefined) throw new Refused({ id: 'refused.layout', at: this.part.at });
    const parts = [...(mode === null ? [] : [this.flowPair('network_mode', mode, like)]), ...[...empties].map(([key, empty]) => this.flowPair(key, empty, like))];
    const gone = keys.map((key) => this.own(key)).filter((pair) => pair !== undefined);
    const indexes = gone.map((pair) => items.indexOf(pair)).sort((a, b) => a - b);
    for (const [index, pair] of gone.entries()) this.refuseSharedAnchor(pair, keys[index] ?? '');
    if (indexes.length === 0) return [this.insertFlow(parts, like)];
    const runs: [number, number][] = [];
    for (const index of indexes) {
      const last = runs.at(-1);
      if (last !== undefined && last[1] === index - 1) last[1] = index;
      else runs.push([index, index]);
    }
    const main = gone[0] === undefined ? 0 : items.indexOf(gone[0]);
    return runs.map(([first, last]) => this.removeRun(items, first, last, first <= main && main <= last ? parts : []));
  }

  private removeRun(items: readonly OwnPair[], first: number, last: number, parts: readonly string[]): Edit {
    const start = items[first]?.key.range?.[0] ?? 0;
    const end = this.pairRange(items[last] as OwnPair).end;
    const next = items[last + 1]?.key.range?.[0];
    const previous = items[first - 1];
    const at = parts.length > 0
      ? this.range(start, end)
      : next !== undefined
        ? this.range(start, next)
        : this.range(previous === undefined ? start : this.pairRange(previous).end, end);
    this.refuseComments(at.start, at.end);
    return { at, text: parts.join(', ') };
  }

  private insertFlow(parts: readonly string[], first: OwnPair): Edit {
    const start = first.key.range?.[0] ?? 0;
    return { at: this.range(start, start), text: parts.map((part) => `${part}, `).join('') };
  }

  /** JSON is Compose, too: a key stands in quotes where its neighbour does, and no tag can be written. */
  private flowPair(key: string, value: string, like: OwnPair): string {
    const quoted = (like.key as Scalar).type === 'QUOTE_DOUBLE';
    if (quoted && value.startsWith('!')) throw new Refused({ id: 'refused.layout', at: this.part.at });
    return quoted ? `"${key}": ${value.startsWith('[') ? value : `"${value}"`}` : `${key}: ${value}`;
  }

  private refuseComments(start: number, end: number): void {
    if (this.commentIn(start, end)) throw new Refused({ id: 'refused.comment', at: this.range(start, end) });
  }

  /** An anchor inside what is removed may be used elsewhere in the file. */
  private refuseSharedAnchor(pair: OwnPair, key: string): void {
    const names = new Set<string>();
    if (pair.value !== null) {
      visit(pair.value, {
        Node(_, node) {
          const { anchor } = node as { anchor?: string };
          if (anchor !== undefined && !isAlias(node)) names.add(anchor);
        },
      });
    }
    this.refuseAnchors(names, this.pairRange(pair).end, this.pairRange(pair), key);
  }

  /** What is added to a service that others repeat would be theirs, too. */
  refuseIfShared(key: string): void {
    const { anchor } = this.node as { anchor?: string };
    if (anchor !== undefined) this.refuseAnchors(new Set([anchor]), this.node.range?.[1] ?? 0, this.part.at, key);
  }

  /** Behind `from`, an alias of one of these anchors would show the change, too. */
  private refuseAnchors(names: ReadonlySet<string>, from: number, at: SourceRange, key = ''): void {
    if (names.size === 0 || (names.size === 1 && names.has(''))) return;
    const used = [...names].find((name) => aliasesOf(this.document).lastUseOf(name) >= from);
    if (used !== undefined) throw new Refused({ id: 'refused.anchor', data: { key, anchor: used }, at });
  }

  private insert(...lines: readonly string[]): Edit {
    const first = this.node.items[0] as OwnPair | undefined;
    const start = first?.key.range?.[0];
    if (first === undefined || start === undefined) throw new Refused({ id: 'refused.layout', at: this.part.at });
    if (this.node.flow === true) return this.insertFlow(lines.map((line) => this.flowPair(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2), first)), first);
    const lineStart = lineStartAt(this.text, start);
    const indent = this.text.slice(lineStart, start);
    if (indent.trim() !== '') throw new Refused({ id: 'refused.layout', at: this.part.at });
    const { eol } = lineEndAt(this.text, start);
    return { at: this.range(lineStart, lineStart), text: lines.map((line) => indent + line + eol).join('') };
  }
}

function isMerge(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}
