import type { Node, Pair as YamlPair, Scalar, YAMLMap } from 'yaml';
import { isAlias, isCollection, isPair, isScalar, visit } from 'yaml';
import type { Edit, Planned, ServiceChange } from '../../model/deployment.ts';
import type { Remark, SourceRange } from '../../model/source.ts';
import { blockOfLines, commentOut, lineEndAt, lineStartAt, type Block } from './lines-of.ts';
import { planMerges } from './plan-ports.ts';
import type { ServiceRead } from './read-service.ts';
import { contentEnd } from './resolve.ts';
import type { MapValue } from './tree.ts';

/** Why an edit cannot be made; thrown inside the planner, never out of it. */
export class Refused extends Error {
  constructor(readonly remark: Remark) {
    super(remark.id);
  }
}

/** The text that is edited, and its comments in order. */
export interface Source {
  readonly text: string;
  readonly comments: () => readonly { readonly at: SourceRange }[];
}

/** Turns what a fix wants of a service into text edits of its file, or says why the text cannot be edited for that. */
export function planChange(change: ServiceChange, read: ServiceRead | undefined, source: Source): Planned {
  if (read === undefined) return { refused: { id: 'refused.no-source', at: null } };
  try {
    const service = new ServiceText(read, source);
    const edits: Edit[] = [];
    if (Array.isArray(change.ports)) edits.push(...planMerges(change.ports, read, service));
    const removals = [change.ports === 'remove' ? 'ports' : null, change.networks === 'remove' ? 'networks' : null].filter((key) => key !== null);
    edits.push(...service.rewrite(removals, change.networkMode ?? null));
    return { edits: keepFinalLine(edits, source.text) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.remark };
    throw error;
  }
}

/** A file without a final newline stays one: the edits at its end take the newline before them instead. */
function keepFinalLine(edits: readonly Edit[], text: string): Edit[] {
  const sorted = [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  if (/[\r\n]$/.test(text) || sorted.at(-1)?.at.end !== text.length) return sorted;
  let first = sorted.length - 1;
  while (first > 0 && sorted[first - 1]?.at.end === sorted[first]?.at.start) first--;
  const chain = sorted.slice(first);
  const { file, start } = (chain[0] as Edit).at;
  const replacement = chain.map((edit) => edit.text).join('').replace(/(?:\r\n|\n|\r)$/, '');
  const before = replacement === '' ? (/(?:\r\n|\n|\r)$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
  return [...sorted.slice(0, first), { at: { file, start: start - before, end: text.length }, text: replacement }];
}

type OwnPair = YamlPair<Node, Node | null>;

/** One service's own mapping in the text, and how keys are taken out of it and put into it. */
export class ServiceText {
  readonly file: string;
  private readonly node: YAMLMap;
  private readonly map: MapValue;
  readonly text: string;

  constructor(
    read: ServiceRead,
    private readonly source: Source,
  ) {
    this.text = source.text;
    this.file = read.pair.keyAt.file;
    this.map = read.map;
    const { node } = read.map;
    if (read.map.derived || read.pair.merged || node === null) throw new Refused({ id: 'refused.alias', at: read.pair.keyAt });
    this.node = node;
  }

  /** Takes `removals` out of the mapping and sets `network_mode`, which takes the place of the first key removed. */
  rewrite(removals: readonly string[], networkMode: string | null): Edit[] {
    const edits: Edit[] = [];
    let mode = networkMode;
    const present = this.own('network_mode');
    if (mode !== null && present !== undefined) {
      edits.push(this.replaceScalar(present, mode));
      mode = null;
    }
    for (const key of removals) {
      if (!this.map.pairs.has(key)) continue;
      edits.push(this.node.flow === true ? this.removeFlow(key, mode) : this.removeBlock(key, mode));
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

  private replaceScalar(pair: OwnPair, value: string): Edit {
    const node = pair.value;
    if (!isScalar(node) || node.range == null || node.tag !== undefined || String(node.value).includes('$')) {
      throw new Refused({ id: 'refused.variable', at: this.pairRange(pair) });
    }
    if (node.value === null) throw new Refused({ id: 'refused.layout', at: this.pairRange(pair) });
    const quote = node.type === 'QUOTE_DOUBLE' ? '"' : node.type === 'QUOTE_SINGLE' ? "'" : '';
    return { at: this.range(node.range[0], contentEnd(node, this.text)), text: quote + value + quote };
  }

  private pairRange(pair: OwnPair): SourceRange {
    const start = pair.key.range?.[0] ?? 0;
    const end = pair.value === null ? (pair.key.range?.[1] ?? 0) : contentEnd(pair.value, this.text);
    return this.range(start, Math.max(end, pair.key.range?.[1] ?? 0));
  }

  /** Without its own value, a key that a merge also brings would show the merged one: an empty list takes its place. */
  private inherits(key: string): boolean {
    const merged = this.map.pairs.get(key)?.merged === true;
    return merged || (this.own(key) !== undefined && this.node.items.some((pair) => isMerge(pair.key as Node) && this.mergeHas(pair as OwnPair, key)));
  }

  private mergeHas(pair: OwnPair, key: string): boolean {
    let found = false;
    const look = (node: unknown): void => {
      const target = isAlias(node) ? (node).resolve(this.map.document) : node;
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

  private removeBlock(key: string, mode: string | null): Edit {
    const pair = this.own(key);
    const lines = mode === null ? [] : [`network_mode: ${mode}`];
    if (this.inherits(key)) lines.push(`${key}: []`);
    if (pair === undefined) return this.insert(...lines);
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

  private removeFlow(key: string, mode: string | null): Edit {
    const pair = this.own(key);
    if (pair === undefined) return this.insert(...(mode === null ? [] : [`network_mode: ${mode}`]), `${key}: []`);
    this.refuseSharedAnchor(pair, key);
    const { start, end } = this.pairRange(pair);
    const parts = mode === null ? [] : [this.flowPair('network_mode', mode, pair)];
    if (this.inherits(key)) parts.push(this.flowPair(key, '[]', pair));
    if (parts.length > 0) {
      this.refuseComments(start, end);
      return { at: this.range(start, end), text: parts.join(', ') };
    }
    const items = this.node.items as OwnPair[];
    const index = items.indexOf(pair);
    const next = items[index + 1];
    const previous = items[index - 1];
    const at = next !== undefined
      ? this.range(start, next.key.range?.[0] ?? end)
      : this.range(previous === undefined ? start : this.pairRange(previous).end, end);
    this.refuseComments(at.start, at.end);
    return { at, text: '' };
  }

  /** JSON is Compose, too: a key stands in quotes where its neighbour does. */
  private flowPair(key: string, value: string, like: OwnPair): string {
    const quoted = (like.key as Scalar).type === 'QUOTE_DOUBLE';
    return quoted ? `"${key}": ${value === '[]' ? value : `"${value}"`}` : `${key}: ${value}`;
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
    if (names.size === 0) return;
    const { end } = this.pairRange(pair);
    let used = false;
    visit(this.map.document, {
      Alias(_, alias) {
        if (names.has(alias.source) && (alias.range?.[0] ?? 0) >= end) used = true;
      },
    });
    if (used) throw new Refused({ id: 'refused.anchor', data: { key, anchor: [...names][0] ?? '' }, at: this.pairRange(pair) });
  }

  private insert(...lines: readonly string[]): Edit {
    const first = this.node.items[0] as OwnPair | undefined;
    const start = first?.key.range?.[0];
    if (first === undefined || start === undefined) throw new Refused({ id: 'refused.layout', at: this.map.at });
    if (this.node.flow === true) {
      const pairs = lines.map((line) => this.flowPair(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2), first));
      return { at: this.range(start, start), text: pairs.map((pair) => `${pair}, `).join('') };
    }
    const lineStart = lineStartAt(this.text, start);
    const indent = this.text.slice(lineStart, start);
    if (indent.trim() !== '') throw new Refused({ id: 'refused.layout', at: this.map.at });
    const { eol } = lineEndAt(this.text, start);
    return { at: this.range(lineStart, lineStart), text: lines.map((line) => indent + line + eol).join('') };
  }
}

function isMerge(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}
