import { isAlias, isMap, isPair, isScalar, isSeq, type Alias, type Document, type Node, type Pair as YamlPair, type Scalar, type YAMLMap } from 'yaml';
import type { Problem } from '../../model/deployment.ts';
import type { SourceRange, WordData } from '../../model/source.ts';
import { resolvePlainScalar } from '../go-scalar.ts';
import { interpolate, joined, type Environment } from '../interpolate.ts';
import type { ListValue, MapValue, Pair, ScalarValue, Value } from './tree.ts';

/** compose-go gives up at 100,000 node visits per document; what aliases repeat counts each time. */
const VISIT_BUDGET = 100_000;

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
      value = this.value(target, true);
      this.aliased.set(target, value);
    }
    this.aliasVisits += value.size;
    return value;
  }

  private map(node: YAMLMap, derived: boolean): MapValue {
    this.open.add(node);
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
    for (const source of merges) this.mergeInto(pairs, source);
    this.open.delete(node);
    let size = 1;
    for (const pair of pairs.values()) size += pair.value.size;
    const value: { -readonly [Key in keyof MapValue]: MapValue[Key] } = { kind: 'map', at: this.extent(node), derived, pairs, node, document: this.document, size, tag: tagOf(node), parts: [] };
    value.parts = [value];
    return value;
  }

  private mergeInto(pairs: Map<string, Pair>, source: Value): void {
    if (source.kind === 'list') {
      for (const item of source.items) this.mergeInto(pairs, item);
    } else if (source.kind === 'map') {
      for (const [key, pair] of source.pairs) if (!pairs.has(key)) pairs.set(key, { ...pair, merged: true });
    } else {
      this.report('bad-merge', source.at);
    }
  }

  private key(node: Node, at: SourceRange): string | null {
    this.remember(node);
    if (isScalar(node)) return node.type === 'PLAIN' ? (node.source ?? String(node.value)) : String(node.value);
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (isScalar(target)) return String(target.value);
    }
    this.report('bad-key', at);
    return null;
  }

  private list(node: { items: Node[]; range?: [number, number, number] | null }, derived: boolean): ListValue {
    this.open.add(node as never);
    const all = node.items.map((item, position) => ({ item: this.value(item, derived), position })).filter(({ item }) => item.tag !== 'reset');
    const items = all.map(({ item }) => item);
    const positions = all.map(({ position }) => position);
    this.open.delete(node as never);
    const size = items.reduce((sum, item) => sum + item.size, 1);
    const value: { -readonly [Key in keyof ListValue]: ListValue[Key] } = { kind: 'list', at: this.extent(node as never), derived, items, positions, node: node as never, size, tag: tagOf(node as never), parts: [] };
    value.parts = [value];
    return value;
  }

  private scalar(node: Scalar, derived: boolean): ScalarValue {
    const at = this.extent(node);
    // A long text that aliases repeat costs as much as many short ones.
    const size = 1 + Math.floor((at.end - at.start) / 256);
    const placed = { kind: 'scalar', at, derived, size, node, tag: tagOf(node) } as const;
    const plain = node.type === 'PLAIN' && (node.tag === undefined || tagOf(node) !== null);
    const type = plain ? resolvePlainScalar(node.source ?? '') : { kind: 'string' as const, text: typeof node.value === 'string' ? node.value : (node.source ?? '') };
    if (type.kind !== 'string') {
      return { ...placed, type: type.kind, text: type.text, pieces: [{ text: type.text }], interpolated: false, substitutions: [] };
    }
    const result = interpolate(type.text, this.env);
    if (!result.ok) {
      const { code, text, variable, message } = result.error;
      if (code === 'required') this.report('variable-required', at, { variable: variable ?? text, message: message ?? '' });
      else this.report('bad-interpolation', at, { text });
      return { ...placed, type: 'string', text: { unknown: type.text }, pieces: [{ unknown: type.text }], interpolated: true, substitutions: [] };
    }
    const substitutions = result.substitutions.map((one) => ({ ...one, valueAt: one.from === 'environment' ? (this.env.placeOf?.(one.variable) ?? null) : null }));
    return { ...placed, type: 'string', text: joined(result.pieces), pieces: result.pieces, interpolated: result.changed, substitutions };
  }

  private nothing(offset: number, derived: boolean): ScalarValue {
    return { kind: 'scalar', at: this.range(offset, offset), derived, size: 1, node: null, tag: null, type: 'null', text: '', pieces: [], interpolated: false, substitutions: [] };
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

function tagOf(node: Node): Value['tag'] {
  const { tag } = node as { tag?: string };
  return tag === '!reset' ? 'reset' : tag === '!override' ? 'override' : null;
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}
