import { expandedPort, merged, nothingSaid, rowsOf, type Port, type Said, type Tag } from './merge-model.ts';
import { jsonText, list, map, nothing, text, yamlText, type Node, type Random } from './yaml-text.ts';

/** A Compose project of one to five files and what it comes to. */
export interface RandomProject {
  readonly files: Readonly<Record<string, string>>;
  /** The files that are merged, in order. */
  readonly main: readonly string[];
  /** The arguments that make Docker Compose take them. */
  readonly args: readonly string[];
  readonly profiles: readonly string[];
  /** The same project as one file without any of it. */
  readonly plain: string;
}

export interface RandomOptions {
  /** What Compose before 5.3 refuses: a service that is included and written, and `extends` of an included service. */
  readonly mergedIncludes: boolean;
}

const names = ['zlm', 'web', 'db'];
const networks = ['n0', 'n1', 'n2'];

export function randomProject(random: Random, options: RandomOptions): RandomProject {
  return new Builder(random, options).project();
}

/** What one document says of its services, and the text it is said in. */
interface Doc {
  readonly services: ReadonlyMap<string, Layer>;
  readonly included: ReadonlyMap<string, Said>;
  readonly node: Node;
}

interface Layer extends Said {
  readonly from: { readonly service: string; readonly file: string | null } | null;
}

class Builder {
  private readonly files: Record<string, string> = {};
  /** `.env` by directory. */
  private readonly variables = new Map<string, Map<string, string>>();
  private readonly extended = new Map<string, ReadonlyMap<string, Said>>();
  private count = 0;

  constructor(
    private readonly random: Random,
    private readonly options: RandomOptions,
  ) {}

  project(): RandomProject {
    const { random } = this;
    const withFlags = random.chance(40);
    const first = withFlags ? 'a.yaml' : random.pick(['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']);
    const second = withFlags ? 'b.yml' : random.pick(['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml']);
    const main = random.chance(60) ? [first, second] : [first];
    if (withFlags && main.length === 2 && random.chance(20)) main.push('c.json');
    if (random.chance(50)) this.extendedFile();
    const services = names.slice(0, 1 + random.below(names.length));
    let model = new Map<string, Said>();
    for (const [index, file] of main.entries()) {
      const docs = 1 + (random.chance(15) ? 1 : 0);
      const texts: string[] = [];
      for (let doc = 0; doc < docs; doc++) {
        const root = index + doc === 0;
        const made = this.doc(root ? services : services.filter(() => random.chance(70)), '.', { root, json: file.endsWith('.json') && docs === 1, include: random.chance(25) });
        texts.push(file.endsWith('.json') && docs === 1 ? jsonText(made.node) : yamlText(made.node, random));
        model = folded(model, this.resolved(made));
      }
      this.files[file] = joined(texts, random);
    }
    for (const [directory, variables] of this.variables) this.files[directory === '.' ? '.env' : `${directory}/.env`] = this.dotenv(variables);
    const profiles = random.chance(30) ? ['p'] : [];
    return { files: this.files, main, profiles, args: [...(withFlags ? main.flatMap((file) => ['-f', file]) : []), ...profiles.flatMap((name) => ['--profile', name])], plain: plainText(model) };
  }

  /** The services of a document with what they extend. */
  private resolved({ services, included }: Doc): Map<string, Said> {
    const known = new Map<string, Said>();
    const resolve = (name: string): Said => {
      const done = known.get(name);
      if (done !== undefined) return done;
      const layer = services.get(name);
      const own = layer === undefined ? (included.get(name) ?? nothingSaid) : included.has(name) ? merged(included.get(name) ?? nothingSaid, layer) : layer;
      const from = layer?.from ?? null;
      const base = from === null ? null : from.file === null ? resolve(from.service) : (this.extended.get(from.file)?.get(from.service) ?? nothingSaid);
      const result = base === null ? own : merged(untagged(base), own);
      known.set(name, result);
      return result;
    };
    return new Map([...new Set([...included.keys(), ...services.keys()])].map((name) => [name, resolve(name)]));
  }

  private doc(services: readonly string[], directory: string, { root, json, include }: { root: boolean; json: boolean; include: boolean }): Doc {
    const { random } = this;
    const extensions: (readonly [string, Node])[] = [];
    const layers = new Map<string, Layer>();
    const nodes: (readonly [string, Node])[] = [];
    const places: (readonly [string, Node])[] = [];
    let included: ReadonlyMap<string, Said> = new Map();
    if (include) {
      const made = this.included();
      included = made.services;
      places.push(['include', list([made.node])]);
    }
    const sharedPorts: { ports: readonly Port[]; alias: Node }[] = [];
    for (const service of services) {
      // Compose 2.40 forgets the tags of a service that extends another once it is extended itself.
      const targets: { service: string; file: string | null }[] = [...layers].filter(([, layer]) => layer.from === null || !isTagged(layer)).map(([name]) => ({ service: name, file: null }));
      for (const [file, said] of this.extended) for (const name of said.keys()) targets.push({ service: name, file });
      if (this.options.mergedIncludes) for (const name of included.keys()) if (!services.includes(name)) targets.push({ service: name, file: null });
      const from = targets.length > 0 && random.chance(35) ? random.pick(targets) : null;
      const layer: Layer = { ...this.said(!root && !json, from !== null && !json), from };
      const reused = random.chance(25) && !json && layer.ports?.tag === null ? sharedPorts[0] : undefined;
      const said: Layer = reused === undefined ? layer : { ...layer, ports: { tag: null, value: reused.ports } };
      layers.set(service, said);
      const pairs = this.pairs(said, directory, root, reused?.alias ?? null);
      nodes.push([service, json ? map(pairs) : this.withTricks(pairs, extensions, (ports, alias) => sharedPorts.push({ ports, alias }), said)]);
    }
    if (nodes.length > 0) places.push(['services', map(random.chance(20) ? [...nodes].reverse() : nodes)]);
    if (root) places.push(['networks', map(networks.map((name) => [name, nothing]))]);
    if (places.length === 0) places.push(['x-nothing', text('here')]);
    return { services: layers, included, node: map([...extensions, ...(random.chance(20) ? places.reverse() : places)]) };
  }

  /** What a document says of a service; without tags where there is nothing below it. */
  private said(mayTag: boolean, extending: boolean): Said {
    const { random } = this;
    const tag = (): Tag => ((mayTag || extending) && random.chance(30) ? random.pick(['override', 'reset'] as const) : null);
    const ports = random.chance(80) ? { tag: tag(), value: this.ports() } : null;
    const joins = random.chance(25) ? { tag: tag(), value: networks.filter(() => random.chance(50)) } : null;
    const mode = joins === null && random.chance(20) ? { tag: mayTag && random.chance(20) ? ('reset' as const) : null, value: random.pick(['host', 'bridge', 'none', 'default']) } : null;
    return { ports, networks: joins, mode, profiles: random.chance(6) ? [random.pick(['p', 'q'])] : [] };
  }

  private ports(): Port[] {
    return Array.from({ length: 1 + this.random.below(4) }, () => this.port());
  }

  private port(): Port {
    const { random } = this;
    const width = random.chance(35) ? 1 + random.below(4) : 0;
    const from = 8000 + random.below(8);
    const host: Port['host'] = random.chance(10) ? null : [from, from + width];
    const shift = random.chance(25) ? 100 : 0;
    const pool = host !== null && width > 0 && random.chance(15);
    return {
      ip: random.chance(25) ? random.pick(['0.0.0.0', '127.0.0.1']) : '',
      host,
      container: [from + shift, from + shift + (pool ? 0 : width)],
      protocol: random.chance(30) ? 'udp' : 'tcp',
      form: width === 0 && random.chance(25) ? random.pick(['long', 'numeric'] as const) : 'short',
      mode: random.chance(25) ? 'host' : null,
    };
  }

  /** The keys of a service. */
  private pairs(said: Layer, directory: string, root: boolean, ports: Node | null): (readonly [string, Node])[] {
    const { random } = this;
    const pairs: (readonly [string, Node])[] = [];
    if (root) pairs.push(['image', this.value('zlmediakit/zlmediakit:master', directory)]);
    if (said.from !== null) {
      const { service, file } = said.from;
      const short = file === null && random.chance(50);
      pairs.push(['extends', short ? text(service) : map([['service', text(service)], ...(file === null ? [] : [['file', text(random.chance(50) ? `./${file}` : file)] as const])])]);
    }
    if (said.ports !== null) {
      const items = said.ports.value.map((port) => this.portNode(port, directory));
      pairs.push(['ports', ports ?? tagged(said.ports.tag === 'reset' && random.chance(50) ? nothingTagged : list(items), said.ports.tag)]);
    }
    if (said.networks !== null) {
      const { tag, value } = said.networks;
      const names = value.map((name) => this.value(name, directory));
      const node = random.chance(50) ? list(names) : map(value.map((name) => [name, random.chance(50) ? nothing : map([['aliases', list([text('media')])]])]));
      pairs.push(['networks', tagged(tag === 'reset' && random.chance(50) ? nothingTagged : node, tag)]);
    }
    if (said.mode !== null) pairs.push(['network_mode', tagged(said.mode.tag === null ? this.value(said.mode.value, directory) : nothingTagged, said.mode.tag)]);
    if (said.profiles.length > 0) pairs.push(['profiles', list(said.profiles.map((name) => text(name)))]);
    if (random.chance(20)) pairs.push(['environment', random.chance(50) ? list([text('TZ=UTC'), text('A=1')]) : map([['TZ', text('UTC')]])]);
    if (pairs.length === 0) pairs.push(['restart', text('always')]);
    return random.chance(20) ? pairs.reverse() : pairs;
  }

  private portNode(port: Port, directory: string): Node {
    if (port.form === 'short') return this.value(shortText(port, this.random), directory);
    const pairs: (readonly [string, Node])[] = [['target', this.random.chance(50) ? { kind: 'text', text: String(port.container[0]), number: true } : this.value(String(port.container[0]), directory)]];
    const published = String(port.host?.[0] ?? '');
    if (port.host !== null) pairs.push(['published', port.form === 'numeric' ? { kind: 'text', text: published, number: true } : this.value(published, directory)]);
    if (port.protocol !== 'tcp' || this.random.chance(30)) pairs.push(['protocol', text(port.protocol)]);
    if (port.ip !== '') pairs.push(['host_ip', text(port.ip)]);
    if (port.mode !== null) pairs.push(['mode', text(port.mode)]);
    return map(pairs);
  }

  /** Some of the keys come from anchors and merge keys; what a merge key brings and the service says itself does not count. */
  private withTricks(pairs: readonly (readonly [string, Node])[], extensions: (readonly [string, Node])[], share: (ports: readonly Port[], alias: Node) => void, said: Layer): Node {
    const { random } = this;
    let own = pairs.map(([key, node]): readonly [string, Node] => {
      if (node.kind === 'alias' || key === 'extends' || node.tag !== undefined || !random.chance(20)) return [key, node];
      const alias: Node = { kind: 'alias', name: `a${this.count}` };
      extensions.push([`x-a${this.count}`, { ...node, anchor: `a${this.count++}` }]);
      if (key === 'ports' && said.ports?.tag === null) share(said.ports.value, alias);
      return [key, alias];
    });
    const merges: Node[] = [];
    const stay = new Set<string>();
    while (merges.length < 2 && random.chance(25)) {
      const moved = own.filter(([key, node]) => !stay.has(key) && node.kind !== 'alias' && (node as { tag?: string }).tag === undefined && random.chance(40));
      own = own.filter((pair) => !moved.includes(pair));
      const hidden = own.filter(([key, node]) => key === 'ports' && node.kind === 'list' && node.tag === undefined && random.chance(50)).map((): readonly [string, Node] => ['ports', list([text('7777:7777')])]);
      for (const [key] of hidden) stay.add(key);
      const name = `m${this.count++}`;
      extensions.push([`x-${name}`, { ...map([...moved, ...hidden, ['x-merged', text('yes')]]), anchor: name } as Node]);
      merges.push({ kind: 'alias', name });
    }
    const [merge] = merges;
    if (merge === undefined) return map(own);
    const brought: readonly [string, Node] = ['<<', merges.length > 1 ? list(merges) : merge];
    return map(random.chance(50) ? [brought, ...own] : [...own, brought]);
  }

  private extendedFile(): void {
    const { random } = this;
    const [directory, name] = random.pick([['.', 'common.yaml'], ['sub', 'sub/common.yaml']] as const);
    const base = { ...this.said(false, false), from: null };
    const second: Layer = { ...this.said(false, true), from: { service: 'base', file: null } };
    const services = new Map<string, Said>([['base', base], ['above', merged(untagged(base), second)]]);
    // The variables of an extended file are those of the file that extends it.
    const node = map([
      ['services', map([['base', map(this.pairs(base, '.', true, null))], ['above', map(this.pairs(second, '.', false, null))]])],
      ...(directory === 'sub' ? [['include', list([text('is-not-looked-at.yaml')])] as const] : []),
    ]);
    this.files[name] = yamlText(node, random);
    this.extended.set(name, services);
    if (directory === 'sub') this.variable('BESIDE', 'the extended file', 'sub');
  }

  /** An include with what it brings. */
  private included(): { node: Node; services: ReadonlyMap<string, Said> } {
    const { random } = this;
    const directory = random.pick(['.', 'inc']);
    const path = (name: string): string => (directory === '.' ? name : `${directory}/${name}`);
    const number = this.count++;
    const all = [`inc${number}`, ...(this.options.mergedIncludes && random.chance(50) ? ['zlm'] : [])];
    const paths = [path(`i${number}.yaml`), ...(random.chance(40) ? [path(`o${number}.yaml`)] : [])];
    let model = new Map<string, Said>();
    for (const [index, file] of paths.entries()) {
      const layers = new Map(all.map((name): [string, Layer] => [name, { ...this.said(index > 0, false), profiles: [], from: null }]));
      const node = map([['services', map([...layers].map(([name, said]) => [name, map(this.pairs(said, directory, index === 0, null))] as const))]]);
      this.files[file] = yamlText(node, random);
      model = folded(model, layers);
    }
    const [only = ''] = paths;
    const short = paths.length === 1 && random.chance(50);
    return { services: new Map([...model].map(([name, said]) => [name, untagged(said)])), node: short ? text(only) : map([['path', paths.length === 1 && random.chance(50) ? text(only) : list(paths.map((one) => text(one)))]]) };
  }

  /** The text, or a template that comes to it. */
  private value(result: string, directory: string): Node {
    const { random } = this;
    if (!random.chance(25)) return text(result);
    const start = random.chance(50) ? 0 : random.below(result.length);
    const end = random.chance(50) ? result.length : start + 1 + random.below(result.length - start);
    const part = result.slice(start, end);
    const unset = `U${this.count++}`;
    const set = `S${this.count++}`;
    const form = random.below(7);
    if (form > 1 && form < 6) this.variable(set, part, directory);
    const template = [`\${${unset}:-${part}}`, `\${${unset}-${part}}`, `\${${set}}`, `\${${set}:-9}`, `\${${set}:+${part}}`, `\${${unset}:-\${${set}}}`, `\${${unset}:-\${${unset}B-${part}}}\${${unset}:+9}`][form] as string;
    return text(result.slice(0, start) + template + result.slice(end));
  }

  /** An included project's own `.env` says what the project's does not say. */
  private variable(name: string, value: string, directory: string): void {
    const set = (where: string, what: string): void => {
      const known = this.variables.get(where);
      if (known === undefined) this.variables.set(where, new Map([[name, what]]));
      else known.set(name, what);
    };
    if (directory === '.' || this.random.chance(50)) {
      set('.', value);
      if (directory !== '.') set(directory, 'not-this');
    } else {
      set(directory, value);
    }
  }

  private dotenv(variables: ReadonlyMap<string, string>): string {
    const { random } = this;
    return [...variables].map(([name, value]) => [`${name}=${value}`, `${name}="${value}" # why`, `export ${name}='${value}'`, `${name} = ${value}`, `${name}=9\n${name}=${value}`][random.below(5)] as string).join('\n') + '\n';
  }
}

const nothingTagged: Node = { kind: 'text', text: 'null', number: true };

function tagged(node: Node, tag: Tag): Node {
  return tag === null || node.kind === 'alias' ? node : { ...node, tag: `!${tag}` };
}

function isTagged({ ports, networks: joins, mode }: Said): boolean {
  return [ports, joins, mode].some((one) => one !== null && one.tag !== null);
}

function untagged(said: Said): Said {
  const without = <T>(one: { readonly tag: Tag; readonly value: T } | null) => (one === null ? null : { ...one, tag: null });
  return { ...said, ports: said.ports?.tag === 'reset' ? null : without(said.ports), networks: said.networks?.tag === 'reset' ? null : without(said.networks), mode: said.mode?.tag === 'reset' ? null : without(said.mode) };
}

function folded(base: ReadonlyMap<string, Said>, over: ReadonlyMap<string, Said>): Map<string, Said> {
  const result = new Map(base);
  for (const [name, said] of over) result.set(name, merged(result.get(name) ?? nothingSaid, said));
  return result;
}

function joined(docs: readonly string[], random: Random): string {
  return (random.chance(20) && !docs[0]?.startsWith('{') ? '---\n' : '') + docs.join('---\n');
}

function shortText({ ip, host, container, protocol }: Port, random: Random): string {
  const span = ([from, to]: readonly [number, number]): string => (from === to ? (random.chance(8) ? `${from}-${to}` : String(from)) : `${from}-${to}`);
  const address = ip === '' ? '' : `${ip}:`;
  // `0.0.0.0:80:80/tcp` is what Compose calls each such mapping inside, which mixes up the order in which it goes through them.
  const suffix = ip === '0.0.0.0' ? (protocol === 'tcp' ? '' : '/UDP') : protocol === 'tcp' ? (random.chance(15) ? '/tcp' : '') : random.pick(['/udp', '/udp', '/UDP']);
  if (host === null) return (ip === '' ? '' : `${address}:`) + span(container) + suffix;
  return `${address}${span(host)}:${span(container)}${suffix}`;
}

function plainText(model: ReadonlyMap<string, Said>): string {
  const services = [...model].map(([name, { ports, networks: joins, mode, profiles }]) => {
    const rows = rowsOf((ports?.value ?? []).flatMap(expandedPort));
    const service = {
      image: 'zlmediakit/zlmediakit:master',
      ...(rows.length > 0 ? { ports: rows } : {}),
      ...(joins !== null && joins.value.length > 0 ? { networks: [...new Set(joins.value)] } : {}),
      ...(mode === null || mode.tag === 'reset' ? {} : { network_mode: mode.value }),
      ...(profiles.length > 0 ? { profiles } : {}),
    };
    return [name, service];
  });
  return JSON.stringify({ services: Object.fromEntries(services), networks: Object.fromEntries(networks.map((name) => [name, {}])) });
}
