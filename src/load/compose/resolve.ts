import { isAlias, isMap, isPair, isScalar, isSeq, type Alias, type Document, type Node, type Pair as YamlPair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Problem } from '../../model/deployment.ts';
import type { SourceRange, WordData } from '../../model/source.ts';
import { resolvePlainScalar, type GoScalar } from '../go-scalar.ts';
import { interpolate, joined, MOST_FILLED_IN, type Environment, type Room } from '../interpolate.ts';
import { reportVariable } from './report-variable.ts';
import { untagged, withoutResets } from './merge.ts';
import type { ListValue, MapValue, Pair, ScalarValue, Value } from './tree.ts';

/** compose-go gives up at 100,000 node visits per document; what aliases repeat counts each time. */
const VISIT_BUDGET = 100_000;
/** A large file is made of texts that hold no variable. */
const NONE: readonly never[] = [];

export interface Resolved {
  readonly root: Value | null;
  readonly problems: readonly Problem[];
}

/** Turns one YAML document into values as Compose's loader sees them, before any schema is looked at. */
export function resolveDocument(document: Document.Parsed, file: string, text: string, env: Environment, anchors: Map<string, Node> = new Map()): Resolved {
  const resolver = new Resolver(document, file, text, env, anchors);
  const root = document.contents === null ? null : resolver.value(document.contents, false);
  if (resolver.aliasVisits > VISIT_BUDGET) {
    resolver.report('alias-bomb', root?.at ?? resolver.range(0, 0), { limit: VISIT_BUDGET }, true);
    return { root: null, problems: resolver.problems };
  }
  return { root, problems: resolver.problems };
}

class Resolver {
  readonly problems: Problem[] = [];
  aliasVisits = 0;
  private overridden = false;
  private readonly room: Room = { left: MOST_FILLED_IN };
  private readonly aliased = new Map<Node, Value>();
  private readonly open = new Set<Node>();
  private readonly remembered = new Set<Node>();

  constructor(
    private readonly document: Document.Parsed,
    private readonly file: string,
    private readonly text: string,
    private readonly env: Environment,
    /** Of the whole file: Compose looks aliases up across its documents. */
    private readonly anchors: Map<string, Node>,
  ) {}

  range(start: number, end: number): SourceRange {
    return { file: this.file, start, end };
  }

  report(id: string, at: SourceRange, data: WordData = {}, fatal = false): void {
    this.problems.push({ id, data, at, service: null, stage: 'compose', fatal });
  }

  value(node: Node | null, derived: boolean): Value {
    if (node === null) return this.nothing(0, derived);
    this.remember(node);
    if (isAlias(node)) return this.alias(node, this.range(node.range?.[0] ?? 0, node.range?.[1] ?? 0));
    if (isMap(node)) return this.map(node, derived);
    if (isSeq(node)) return this.list(node as never, derived);
    return this.scalar(node, derived);
  }

  /** An alias stands for the last anchor of its name before it; a node that is read again through an alias does not set its anchor again. */
  private remember(node: Node): void {
    const { anchor } = node as { anchor?: string };
    if (anchor === undefined || isAlias(node) || this.remembered.has(node)) return;
    this.remembered.add(node);
    if (!/^[\w-]+$/.test(anchor)) this.report('yaml-syntax', this.range(node.range?.[0] ?? 0, node.range?.[0] ?? 0), { reason: `the anchor &${anchor} holds more than letters, digits, - and _` }, true);
    this.anchors.set(anchor, node);
  }

  private alias(node: Alias, at: SourceRange): Value {
    const target = this.anchors.get(node.source);
    if (target === undefined) {
      this.report('unknown-alias', at, { alias: node.source });
      return this.nothing(at.start, true);
    }
    if (this.open.has(target)) {
      this.report('alias-cycle', at);
      return this.nothing(at.start, true);
    }
    let value = this.aliased.get(target);
    if (value === undefined) {
      value = withoutResets(this.value(target, true));
      this.aliased.set(target, value);
    }
    this.aliasVisits += value.size;
    return value;
  }

  private map(node: YAMLMap, derived: boolean): MapValue {
    this.open.add(node);
    const tag = this.tagOf(node);
    const { pairs, merges } = this.below(tag, () => this.pairsOf(node, derived));
    for (const source of merges) this.mergeInto(pairs, source);
    this.open.delete(node);
    let size = 1;
    for (const pair of pairs.values()) size += pair.value.size;
    const value: { -readonly [Key in keyof MapValue]: MapValue[Key] } = { kind: 'map', at: this.extent(node), derived, pairs, node, document: this.document, size, tag, parts: [] };
    value.parts = [value];
    return value;
  }

  private pairsOf(node: YAMLMap, derived: boolean): { readonly pairs: Map<string, Pair>; readonly merges: readonly Value[] } {
    const pairs = new Map<string, Pair>();
    const merges: Value[] = [];
    let mergeKeys = 0;
    for (const item of node.items) {
      if (!isPair(item)) continue;
      const pair = item as YamlPair<Node, Node | null>;
      const keyAt = this.range(pair.key.range?.[0] ?? 0, pair.key.range?.[1] ?? 0);
      if (isMergeKey(pair.key)) {
        if (mergeKeys++ > 0) this.report('duplicate-key', keyAt, { key: '<<' });
        merges.push(this.value(pair.value, true));
        continue;
      }
      const key = this.key(pair.key, keyAt);
      if (key === null) continue;
      if (pairs.has(key)) this.report('duplicate-key', keyAt, { key });
      const value = pair.value === null ? this.nothing(keyAt.end, derived) : this.value(pair.value, derived);
      pairs.set(key, { key, keyAt, value, merged: false, node: pair });
    }
    return { pairs, merges };
  }

  /** Of a list of mappings that are merged the tags count for nothing; a tag on one that is merged alone counts for the key, whoever sets it. */
  private mergeInto(pairs: Map<string, Pair>, source: Value): void {
    if (source.kind === 'list') {
      for (const item of source.items) {
        if (item.kind === 'map') this.mergeInto(pairs, untagged(item));
        else this.report('bad-merge', item.at);
      }
    } else if (source.kind === 'map') {
      for (const [key, pair] of source.pairs) {
        const own = pairs.get(key);
        if (own === undefined) pairs.set(key, { ...pair, merged: true });
        else if (pair.value.tag !== null) pairs.set(key, { ...own, value: { ...own.value, tag: own.value.tag ?? 'override' } });
      }
    } else {
      this.report('bad-merge', source.at);
    }
  }

  /** What `!override` puts in place is taken as it is: no tag below it counts. */
  private below<T>(tag: Value['tag'], read: () => T): T {
    const before = this.overridden;
    this.overridden ||= tag === 'override';
    const result = read();
    this.overridden = before;
    return result;
  }

  private tagOf({ tag }: { readonly tag?: string }): Value['tag'] {
    if (this.overridden) return null;
    return tag === '!reset' ? 'reset' : tag === '!override' ? 'override' : null;
  }

  private key(node: Node, at: SourceRange): string | null {
    this.remember(node);
    const named = isAlias(node) ? this.anchors.get(node.source) : node;
    const key = isScalar(named) ? this.typed(named) : null;
    if (key?.kind === 'string') return key.text;
    this.report('bad-key', at);
    return null;
  }

  private list(node: { items: Node[]; range?: [number, number, number] | null }, derived: boolean): ListValue {
    this.open.add(node as never);
    const tag = this.tagOf(node as never);
    const items: Value[] = [];
    const positions: number[] = [];
    let size = 1;
    this.below(tag, () => {
      for (const [position, one] of node.items.entries()) {
        const item = withoutResets(this.value(one, derived));
        if (item.tag === 'reset') continue;
        items.push(item);
        positions.push(position);
        size += item.size;
      }
    });
    this.open.delete(node as never);
    const value: { -readonly [Key in keyof ListValue]: ListValue[Key] } = { kind: 'list', at: this.extent(node as never), derived, items, positions, node: node as never, size, tag, parts: [] };
    value.parts = [value];
    return value;
  }

  private scalar(node: Scalar, derived: boolean): ScalarValue {
    const at = this.extent(node);
    // A long text that aliases repeat costs as much as many short ones.
    const size = 1 + Math.floor((at.end - at.start) / 256);
    const tag = this.tagOf(node);
    const { kind: type, text } = this.typed(node);
    if (type !== 'string') return { kind: 'scalar', at, derived, size, node, tag, type, text, pieces: null, interpolated: false, substitutions: NONE };
    if (!text.includes('$')) return { kind: 'scalar', at, derived, size, node, tag, type, text, pieces: null, interpolated: false, substitutions: NONE };
    const full = this.room.left < 0;
    const result = interpolate(text, this.env, this.room);
    if (!result.ok) {
      const { error } = result;
      if (error.code !== 'too-long' || !full) reportVariable(error, (id, data) => this.report(id, at, data));
      return { kind: 'scalar', at, derived, size, node, tag, type, text: { unknown: text }, pieces: [{ unknown: text }], interpolated: true, substitutions: NONE };
    }
    const substitutions = result.substitutions.map((one) => ({ ...one, valueAt: one.from === 'environment' ? (this.env.placeOf?.(one.variable) ?? null) : null }));
    return { kind: 'scalar', at, derived, size, node, tag, type, text: joined(result.pieces), pieces: result.pieces, interpolated: result.changed, substitutions };
  }

  /** What go-yaml makes of a scalar: of a plain one by its text, otherwise by its tag. */
  private typed(node: Scalar): GoScalar {
    const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
    const source = node.type === 'PLAIN' ? (node.source ?? '') : text;
    const tag = /^tag:yaml\.org,2002:(int|float|bool|null)$/.exec(node.tag ?? '')?.[1];
    if (tag === undefined) return node.type === 'PLAIN' && (node.tag === undefined || this.tagOf(node) !== null) ? resolvePlainScalar(source) : { kind: 'string', text };
    const type = resolvePlainScalar(source);
    if (type.kind === tag || (tag === 'float' && type.kind === 'int')) return { ...type, kind: tag };
    this.report('yaml-syntax', this.extent(node), { reason: `${source} is not of the kind !!${tag}` }, true);
    return { kind: 'string', text };
  }

  private nothing(offset: number, derived: boolean): ScalarValue {
    return { kind: 'scalar', at: this.range(offset, offset), derived, size: 1, node: null, tag: null, type: 'null', text: '', pieces: null, interpolated: false, substitutions: NONE };
  }

  /** Block collections end, for the parser, behind the comments and blank lines that follow them. */
  private extent(node: Node): SourceRange {
    const start = node.range?.[0] ?? 0;
    return this.range(start, Math.max(start, contentEnd(node, this.text)));
  }
}

/** Where the last character of the node's own content ends. */
export function contentEnd(node: Node, text: string): number {
  if ((isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0) {
    const last = node.items[node.items.length - 1];
    if (isPair(last)) {
      const { key, value } = last as YamlPair<Node, Node | null>;
      if (value?.range) return Math.max(contentEnd(value, text), key.range?.[1] ?? 0);
      return key.range?.[1] ?? node.range?.[1] ?? 0;
    }
    return contentEnd(last as Node, text);
  }
  let end = node.range?.[1] ?? 0;
  const start = node.range?.[0] ?? 0;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}

/** Where the dash of an entry of a block list stands. */
export function dashOf(node: YAMLSeq | YAMLMap, index: number): number | undefined {
  const token = node.srcToken as { items?: { start?: { type: string; offset: number }[] }[] } | undefined;
  return token?.items?.[index]?.start?.find(({ type }) => type === 'seq-item-ind')?.offset;
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}
