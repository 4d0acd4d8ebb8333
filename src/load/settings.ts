import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit, type Alias, type Document, type Node, type Scalar, type YAMLMap } from 'yaml';
import type { SettingsDocument } from '../model/deployment.ts';
import type { Located, Origin } from '../model/source.ts';
import { readable, withinStack } from './compose/parse.ts';
import { readProperties } from './properties.ts';
import { readToml } from './toml.ts';

/** More than this is data, not settings. */
const MOST_TEXT = 1_000_000;
const MOST_STEPS = 50_000;
const MOST_LEVELS = 50;

/**
 * What a file of settings says, by dotted key (`media.rtp.enable`, `sip.alarm[0]`), a map for each YAML document.
 * `null` for a text of another kind, and for one that cannot be read as what it should be.
 */
export function readSettings(file: string, text: string): readonly SettingsDocument[] | null {
  if (text.length > MOST_TEXT) return null;
  if (/\.ya?ml$/i.test(file)) return readYamlSettings(file, text, true);
  if (/\.json$/i.test(file)) return isJson(text) ? readYamlSettings(file, text, false) : null;
  if (/\.toml$/i.test(file)) return readToml(file, text);
  if (/\.properties$/i.test(file)) return readProperties(file, text);
  return null;
}

/** Comments and other liberties are read otherwise as YAML. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

function readYamlSettings(file: string, text: string, unique: boolean): readonly SettingsDocument[] | null {
  const documents = withinStack(() => parseAllDocuments(readable(text), { uniqueKeys: false, logLevel: 'silent' }));
  if (documents === null || documents.some(({ errors }) => errors.length > 0)) return null;
  const read = [...documents].map((document) => new Flattening(file, text, document, unique).read());
  return read.every((settings) => settings !== null) ? read : null;
}

interface Member {
  readonly node: Node | null;
  readonly origin: Origin;
}

/** A document as dotted keys. */
class Flattening {
  private readonly settings = new Map<string, Located<string>>();
  private readonly targets: Map<Alias, Node>;
  private steps = 0;
  private refused = false;

  constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly document: Document,
    /** SnakeYAML as Spring sets it up refuses a key that is said twice; of JSON the last counts. */
    private readonly unique: boolean,
  ) {
    this.targets = aliasTargets(document);
  }

  read(): SettingsDocument | null {
    this.flatten(this.document.contents, '', 'written', 0);
    return this.refused ? null : this.settings;
  }

  private flatten(node: Node | null, key: string, origin: Origin, level: number): void {
    if (this.refused || ++this.steps > MOST_STEPS || level > MOST_LEVELS) {
      this.refused = true;
    } else if (isAlias(node)) {
      this.flatten(this.targets.get(node) ?? null, key, 'derived', level + 1);
    } else if (isMap(node)) {
      for (const [name, member] of this.members(node, origin, level)) this.flatten(member.node, key === '' ? name : `${key}.${name}`, member.origin, level + 1);
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) this.flatten(item as Node | null, `${key}[${index}]`, origin, level + 1);
    } else if (isScalar(node) && key !== '') {
      this.settings.set(key, this.located(node, origin));
    }
  }

  /** The entries of a map with those that `<<` brings, which count where it says nothing itself. */
  private members(map: YAMLMap, origin: Origin, level: number): Map<string, Member> {
    const merged = new Map<string, Member>();
    const own = new Map<string, Member>();
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? textOf(key) : null;
      const node = value as Node | null;
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') this.merge(node, merged, level + 1);
      else if (name !== null) {
        if (own.has(name) && this.unique) this.refused = true;
        own.set(name, { node, origin });
      }
    }
    return new Map([...merged, ...own]);
  }

  /** Of several maps the first that says a key counts. */
  private merge(node: Node | null, into: Map<string, Member>, level: number): void {
    const source = isAlias(node) ? (this.targets.get(node) ?? null) : node;
    if (this.refused || ++this.steps > MOST_STEPS || level > MOST_LEVELS) this.refused = true;
    else if (isSeq(source)) for (const item of source.items) this.merge(item as Node | null, into, level + 1);
    else if (isMap(source)) {
      for (const [name, { node: member }] of this.members(source, 'derived', level + 1)) if (!into.has(name)) into.set(name, { node: member, origin: 'derived' });
    }
  }

  private located(node: Scalar, origin: Origin): Located<string> {
    const value = textOf(node);
    const [start, end] = node.range ?? [0, 0];
    const at = { file: this.file, start, end };
    const written = this.text.slice(start, end);
    if (written === value) return { value, at, origin };
    if (/^(["'])([^]*)\1$/.exec(written)?.[2] === value) return { value, at: { ...at, start: start + 1, end: end - 1 }, origin };
    return { value, at, origin: 'derived' };
  }
}

/** What each alias of a document stands for, found in one walk: `Alias.resolve` walks it again for every one. */
function aliasTargets(document: Document): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    },
  });
  return targets;
}

/** The text of a scalar; of a plain one as it is written: `30000,30500` and `0x10` are no numbers for whoever reads settings. Nothing is empty text. */
function textOf({ value, source, type }: Scalar): string {
  if (typeof value === 'string') return value;
  return type === 'PLAIN' && value !== null ? (source ?? '') : '';
}
