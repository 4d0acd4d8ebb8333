import * as fc from 'fast-check';

/** A port entry: its text, and whether it has to stand in quotes. */
interface PortText {
  readonly text: string;
  readonly special?: boolean;
}

interface Entry {
  readonly port: PortText | { readonly target: number; readonly published: string | null; readonly protocol: string | null; readonly hostIp: string | null };
  readonly quote: '' | '"' | "'";
  readonly above: boolean;
  readonly behind: boolean;
  readonly blank: boolean;
}

type PortsStyle = 'block' | 'flow' | 'flow-lines' | 'alias' | 'anchored' | 'absent';

interface ServiceModel {
  readonly media: boolean;
  readonly ports: readonly Entry[];
  readonly portsStyle: PortsStyle;
  readonly mode: string | null;
  readonly networks: 'absent' | 'block' | 'flow' | 'map';
  readonly merges: boolean;
  readonly flow: boolean;
  readonly order: readonly number[];
  readonly quotedKeys: boolean;
  readonly comments: readonly boolean[];
  readonly blanks: readonly boolean[];
}

interface FileModel {
  readonly services: readonly ServiceModel[];
  readonly base: { readonly ports: boolean; readonly networks: boolean; readonly mode: boolean } | null;
  readonly indent: 2 | 4;
  readonly zeroIndented: boolean;
  readonly servicesFirst: boolean;
  readonly finalNewline: boolean;
  readonly words: string;
}

const port = fc.oneof(fc.integer({ min: 1, max: 24 }), fc.constantFrom(80, 554, 1935, 10000, 65534, 65535));
const protocol = fc.constantFrom('', '', '/tcp', '/udp', '/UDP', '/sctp');
const span = fc.tuple(port, fc.constantFrom(0, 1, 2, 5, 500)).map(([from, width]) => ({ from, to: Math.min(65535, from + width) }));
const spanText = ({ from, to }: { from: number; to: number }): string => (from === to ? String(from) : `${from}-${to}`);

const shortPort: fc.Arbitrary<PortText> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(port, protocol).map(([one, end]) => ({ text: `${one}:${one}${end}` })) },
  { weight: 4, arbitrary: fc.tuple(span, protocol).map(([one, end]) => ({ text: `${spanText(one)}:${spanText(one)}${end}` })) },
  fc.tuple(port, port, protocol).map(([host, container, end]) => ({ text: `${host}:${container}${end}` })),
  fc.tuple(fc.integer({ min: 100, max: 110 }), fc.integer({ min: 0, max: 3 })).map(([from, more]) => ({ text: `${from}-${from + more}:${from + 1000}-${from + 1000 + more}` })),
  fc.tuple(span, port).map(([host, container]) => ({ text: `${spanText(host)}:${container}` })),
  fc.tuple(fc.constantFrom('127.0.0.1', '0.0.0.0'), port).map(([ip, one]) => ({ text: `${ip}:${one}:${one}` })),
  port.map((one) => ({ text: `[::1]:${one}:${one}`, special: true })),
  fc.tuple(port, protocol).map(([one, end]) => ({ text: `${one}${end}` })),
  port.map((one) => ({ text: `:${one}`, special: true })),
  port.map((one) => ({ text: `0${one}:${one}`, special: true })),
  port.map((one) => ({ text: `\${PORT:-${one}}:${one}`, special: true })),
  port.map((one) => ({ text: `\${UNSET}:${one}`, special: true })),
  { weight: 1, arbitrary: fc.constantFrom({ text: '99999:1' }, { text: '5-3:5-3' }, { text: '1-2:3-5' }, { text: '1:1/icmp' }) },
);

const longPort = fc.record({
  target: port,
  published: fc.option(fc.oneof(port.map(String), span.map(spanText)), { nil: null }),
  protocol: fc.option(fc.constantFrom('tcp', 'udp'), { nil: null }),
  hostIp: fc.option(fc.constant('127.0.0.1'), { nil: null, freq: 4 }),
});

const entry: fc.Arbitrary<Entry> = fc.record({
  port: fc.oneof({ weight: 5, arbitrary: shortPort }, { weight: 1, arbitrary: longPort }),
  quote: fc.constantFrom('', '"', '"', "'"),
  above: fc.boolean(),
  behind: fc.boolean(),
  blank: fc.nat(5).map((n) => n === 0),
});

const quiet = <T>(arbitrary: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> => fc.oneof({ weight: 2, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary });

const service: fc.Arbitrary<ServiceModel> = fc.record({
  media: fc.boolean(),
  ports: fc.array(entry, { minLength: 1, maxLength: 6 }),
  portsStyle: fc.constantFrom<PortsStyle>('block', 'block', 'block', 'flow', 'flow-lines', 'alias', 'anchored', 'absent'),
  mode: quiet(fc.constantFrom<string | null>('bridge', 'host', '"bridge"', '${MODE:-bridge}', '${UNSET}', 'none'), null),
  networks: quiet(fc.constantFrom<ServiceModel['networks']>('block', 'flow', 'map'), 'absent'),
  merges: fc.nat(3).map((n) => n === 0),
  flow: fc.nat(5).map((n) => n === 0),
  order: fc.array(fc.nat(100), { minLength: 8, maxLength: 8 }),
  quotedKeys: fc.nat(5).map((n) => n === 0),
  comments: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
  blanks: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
});

const file: fc.Arbitrary<FileModel> = fc.record({
  services: fc.array(service, { minLength: 1, maxLength: 3 }).map((all) => all.map((one, index) => (index === 0 ? { ...one, media: true } : one))),
  base: quiet(fc.record({ ports: fc.boolean(), networks: fc.boolean(), mode: fc.boolean() }), null as FileModel['base']),
  indent: fc.constantFrom(2, 2, 4),
  zeroIndented: fc.boolean(),
  servicesFirst: fc.boolean(),
  finalNewline: fc.boolean(),
  words: fc.constantFrom('', 'plain', '摄像头 🎥', 'é e\u0301 👨‍👩‍👧'),
});

export interface RandomFile {
  readonly text: string;
  /** Every comment of the text; no two are equal and none is part of another. */
  readonly comments: readonly string[];
}

/** Compose files with at least one ZLMediaKit service, in LF; every shape and order that a person might write. */
export const randomFile: fc.Arbitrary<RandomFile> = file.map((model) => new Writer(model).write());

class Writer {
  private readonly lines: string[] = [];
  private readonly comments: string[] = [];

  constructor(private readonly model: FileModel) {}

  write(): RandomFile {
    const { base, services, servicesFirst, finalNewline, words } = this.model;
    if (words !== '') this.lines.push(this.comment());
    if (base !== null) this.base(base);
    const networks = (): void => void this.lines.push('networks:', `${this.pad(1)}media: {}`, `${this.pad(1)}spare:`);
    if (!servicesFirst) networks();
    this.lines.push('services:');
    services.forEach((one, index) => this.service(one, `s${index}`, index));
    if (servicesFirst) networks();
    return { text: this.lines.join('\n') + (finalNewline ? '\n' : ''), comments: this.comments };
  }

  private comment(): string {
    const text = `# <${this.comments.length}> ${this.model.words}`.trimEnd();
    this.comments.push(text);
    return text;
  }

  private pad(depth: number): string {
    return ' '.repeat(this.model.indent * depth);
  }

  private base({ ports, networks, mode }: NonNullable<FileModel['base']>): void {
    this.lines.push('x-base: &base', `${this.pad(1)}restart: always`);
    if (ports) this.lines.push(`${this.pad(1)}ports: ["7:7", "8:8"]`);
    if (networks) this.lines.push(`${this.pad(1)}networks: [spare]`);
    if (mode) this.lines.push(`${this.pad(1)}network_mode: bridge`);
  }

  private service(model: ServiceModel, name: string, index: number): void {
    if (model.flow) {
      this.lines.push(`${this.pad(1)}${name}: {${this.flowKeys(model).join(', ')}}`);
      return;
    }
    this.lines.push(`${this.pad(1)}${name}:`);
    const blocks = this.blocks(model, index).map((lines, at) => ({ lines, at, rank: model.order[at] ?? 0 }));
    blocks.sort((a, b) => a.rank - b.rank || a.at - b.at);
    for (const { lines, at } of blocks) {
      if (model.blanks[at] === true) this.lines.push('');
      if (model.comments[at] === true) this.lines.push(`${this.pad(2)}${this.comment()}`);
      this.lines.push(...lines);
    }
  }

  private key(model: ServiceModel, key: string): string {
    return this.pad(2) + (model.quotedKeys ? `"${key}"` : key);
  }

  private blocks(model: ServiceModel, index: number): string[][] {
    const image = model.media ? 'zlmediakit/zlmediakit:master' : 'nginx';
    const end = (at: number): string => (model.comments[at + 8] === true ? `   ${this.comment()}` : '');
    const blocks = [[`${this.key(model, 'image')}: ${image}${end(0)}`], [`${this.key(model, 'environment')}:`, `${this.pad(3)}A: "1"${end(1)}`]];
    if (model.mode !== null) blocks.push([`${this.key(model, 'network_mode')}: ${model.mode}${end(2)}`]);
    if (model.merges && this.model.base !== null) blocks.push([`${this.pad(2)}<<: *base${end(3)}`]);
    const item = this.pad(this.model.zeroIndented ? 2 : 3);
    if (model.networks === 'block') blocks.push([`${this.key(model, 'networks')}:`, `${item}- media${end(4)}`]);
    if (model.networks === 'flow') blocks.push([`${this.key(model, 'networks')}: [media, spare]${end(4)}`]);
    if (model.networks === 'map') blocks.push([`${this.key(model, 'networks')}:`, `${this.pad(3)}media: {aliases: [m${index}]}${end(4)}`]);
    const ports = this.ports(model, index, item, end);
    if (ports.length > 0) blocks.push(ports);
    return blocks;
  }

  private ports(model: ServiceModel, index: number, item: string, end: (at: number) => string): string[] {
    const head = `${this.key(model, 'ports')}:`;
    switch (model.portsStyle) {
      case 'absent':
        return [];
      case 'alias':
        return index > 0 && this.model.services[0]?.portsStyle === 'anchored' && !this.model.services[0].flow ? [`${head} *ports${end(5)}`] : [];
      case 'flow':
        return [`${head} [${model.ports.map((one) => this.inFlow(one)).join(', ')}]${end(5)}`];
      case 'flow-lines':
        return [`${head} [${end(5)}`, ...model.ports.map((one) => `${item}  ${this.inFlow(one)},`), `${this.pad(2)}]`];
      case 'block':
      case 'anchored': {
        const anchor = model.portsStyle === 'anchored' && index === 0 ? ' &ports' : '';
        return [`${head}${anchor}${end(5)}`, ...model.ports.flatMap((one) => this.inBlock(one, item))];
      }
    }
  }

  private inFlow({ port: given, quote }: Entry): string {
    if ('target' in given) return `{${longKeys(given).join(', ')}}`;
    return quoted(given, quote === '' && given.special === true ? '"' : quote);
  }

  private inBlock({ port: given, quote, above, behind, blank }: Entry, item: string): string[] {
    const lines: string[] = [];
    if (blank) lines.push('');
    if (above) lines.push(item + this.comment());
    const end = behind ? `\t${this.comment()}` : '';
    if ('target' in given) {
      const [first = '', ...others] = longKeys(given);
      lines.push(`${item}- ${first}${others.length === 0 ? end : ''}`, ...others.map((key, at) => `${item}  ${key}${at === others.length - 1 ? end : ''}`));
    } else {
      lines.push(`${item}- ${quoted(given, given.special === true && quote === '' ? "'" : quote)}${end}`);
    }
    return lines;
  }

  private flowKeys(model: ServiceModel): string[] {
    const keys = [`image: ${model.media ? 'zlmediakit/zlmediakit:master' : 'nginx'}`, 'restart: always'];
    if (model.mode !== null) keys.push(`network_mode: ${model.mode.startsWith('$') ? `"${model.mode}"` : model.mode}`);
    if (model.networks !== 'absent') keys.push('networks: [media]');
    if (model.portsStyle !== 'absent') keys.push(`ports: [${model.ports.map((one) => this.inFlow(one)).join(', ')}]`);
    return keys.map((key, at) => ({ key, rank: model.order[at] ?? 0 })).sort((a, b) => a.rank - b.rank).map(({ key }) => key);
  }
}

function longKeys({ target, published, protocol: named, hostIp }: Exclude<Entry['port'], PortText>): string[] {
  return [
    `target: ${target}`,
    ...(published === null ? [] : [`published: "${published}"`]),
    ...(named === null ? [] : [`protocol: ${named}`]),
    ...(hostIp === null ? [] : [`host_ip: ${hostIp}`]),
  ];
}

function quoted({ text }: PortText, quote: string): string {
  return quote + text + quote;
}
