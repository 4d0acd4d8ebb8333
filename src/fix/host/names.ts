import type { Deployment, PortChange, Service, ServiceChange, TextChange } from '../../model/deployment.ts';
import type { Remark, SourceRange } from '../../model/source.ts';
import { networkModeOf } from '../../ports/network-mode.ts';
import { knownMapping } from '../../ports/published.ts';
import { isUnknown } from '../../ports/spans.ts';
import { addressesNaming, type NamedAddress } from '../../zlm/addresses-naming.ts';
import { controllerOf, type Controller } from '../../zlm/controller.ts';
import type { Listener } from '../../zlm/listeners.ts';
import { hostNames, mentions, type Said } from '../../zlm/sayings.ts';
import type { Surroundings } from '../../zlm/surroundings.ts';
import { literalStart } from '../literal.ts';

/** What keeps names resolving, and ports answering behind them, once a service is on the host's network. */
export interface NamesPlan {
  readonly changes: readonly ServiceChange[];
  readonly texts: readonly TextChange[];
  /** Keys of listeners that others reach by name: they have to stay open. */
  readonly used: ReadonlySet<string>;
  /** Names that nothing can keep. */
  readonly lost: readonly Remark[];
}

/** Where the container finds its host, in an entry of `extra_hosts`. Docker Engine 20.10 and later. */
const GATEWAY = 'host-gateway';
const LOOPBACK = '127.0.0.1';

export interface NamesInput {
  readonly service: Service;
  readonly surroundings: Surroundings;
  /** What listens before the move. */
  readonly listeners: readonly Listener[];
  /** The port that a key of config.ini says after it. */
  readonly values: ReadonlyMap<string, string>;
}

/** Plans how names go on: others reach the host through `host-gateway`, and the service reaches them through ports they publish on it. */
export function planNames(input: NamesInput): NamesPlan {
  const plan = new Names(input);
  plan.othersToService();
  plan.serviceToItself();
  plan.serviceToOthers();
  return plan.done();
}

class Names {
  private readonly hosts = new Map<Service, Set<string>>();
  private readonly ports = new Map<Service, PortChange[]>();
  private readonly texts = new Map<string, TextChange>();
  private readonly used = new Set<string>();
  private readonly lost: Remark[] = [];
  private readonly deployment: Deployment;

  constructor(private readonly input: NamesInput) {
    this.deployment = input.surroundings.deployment;
  }

  done(): NamesPlan {
    const services = new Set([...this.hosts.keys(), ...this.ports.keys()]);
    const changes = [...services].map((service): ServiceChange => {
      const extraHosts = [...(this.hosts.get(service) ?? [])];
      const ports = this.ports.get(service) ?? [];
      return { service, ...(extraHosts.length === 0 ? {} : { extraHosts }), ...(ports.length === 0 ? {} : { ports }) };
    });
    return { changes, texts: [...this.texts.values()], used: this.used, lost: this.lost };
  }

  /** Whoever names the service over the bridge gets its name as one of the host's. */
  othersToService(): void {
    const { service, surroundings } = this.input;
    const own = hostNames(service);
    for (const sibling of surroundings.mayName(own, service)) {
      const sayings = surroundings.sayingsOf(sibling);
      const named = mentions(sayings, own);
      if (named === null || networkModeOf(sibling) === 'host') continue;
      const lost: Remark = { id: 'host.named-by', data: { service: sibling.label, names: named.names, where: named.where }, at: named.at };
      const read = sayings.map((said) => this.follow(said, own, sibling));
      if (networkModeOf(sibling) !== null || read.includes(false) || !named.names.every((name) => sayings.some(({ text }) => !isUnknown(text) && addressesNaming(text, name).length > 0))) {
        this.lost.push(lost);
        continue;
      }
      for (const name of named.names) this.addHost(sibling, name, GATEWAY);
    }
    for (const { sibling, at } of surroundings.linkedTo(own, service)) this.lost.push({ id: 'host.linked-by', data: { service: sibling.label }, at });
  }

  /** Its own health check speaks to it as `localhost`; hooks of config.ini that lead there lead to somebody else on the host. */
  serviceToItself(): void {
    const { service, surroundings } = this.input;
    // On the bridge a container also finds itself by its own name.
    const named = mentions(surroundings.sayingsOf(service), hostNames(service))?.names ?? [];
    for (const name of named) this.addHost(service, name, LOOPBACK);
    for (const said of surroundings.sayingsOf(service)) if (said.file?.endsWith('.ini') !== true) for (const name of ['localhost', LOOPBACK, ...named]) if (!this.follow(said, [name], service)) this.lost.push({ id: 'host.own-port', data: { where: said.where }, at: said.at });
  }

  /** What the service names has to answer on the host itself: published there, under the number that is named. */
  serviceToOthers(): void {
    const { service, surroundings } = this.input;
    const sayings = surroundings.sayingsOf(service);
    const spoken = new Set(surroundings.namesIn(service));
    for (const sibling of surroundings.calledOrTold([...spoken], service)) {
      const names = hostNames(sibling).filter((name) => spoken.has(name));
      const found = names.flatMap((name) => sayings.flatMap(({ text }) => (isUnknown(text) ? [] : addressesNaming(text, name).map((address) => ({ name, address })))));
      const told = surroundings.namingThemselves.get(sibling) ?? null;
      const called = mentions(sayings, names);
      if (found.length === 0 && told === null) {
        if (called !== null) this.lost.push({ id: 'host.names', data: { names: called.names, where: called.where }, at: called.at });
        continue;
      }
      const lost: Remark = told === null ? { id: 'host.names', data: { names: called?.names ?? names, where: called?.where ?? [] }, at: called?.at ?? service.at } : { id: 'host.names-itself', data: { service: sibling.label, names: told.names, where: told.where }, at: told.at };
      const ports = this.portsBehind(sibling, found.map(({ address }) => address), told !== null);
      if (ports === null || !this.publishOnLoopback(sibling, ports)) {
        this.lost.push(lost);
        continue;
      }
      for (const name of new Set([...found.map(({ name: one }) => one), ...(told?.names ?? [])])) this.addHost(service, name, LOOPBACK);
    }
  }

  /** Looks at the ports behind the names in one text; false where one moves and its text cannot follow. */
  private follow(said: Said, names: readonly string[], speaker: Service): boolean {
    if (isUnknown(said.text)) return true;
    let followed = true;
    for (const name of names) {
      for (const address of addressesNaming(said.text, name)) {
        for (const { key, span } of this.behind(address, speaker)) {
          this.used.add(key);
          const now = this.input.values.get(key);
          if (now !== undefined && Number(now) !== span.from && !this.movePort(said, address, now, key, speaker)) followed = false;
        }
      }
    }
    return followed;
  }

  /** The listeners that an address leads to; a name alone may be used with any port, by a controller with that of the HTTP API. */
  private behind({ port }: NamedAddress, speaker: Service): readonly Listener[] {
    const tcp = this.input.listeners.filter(({ protocol, onDemand }) => protocol === 'tcp' && !onDemand);
    if (port !== null) return tcp.filter(({ span }) => span.from <= port && port <= span.to);
    if (speaker === this.input.service) return [];
    const controller = this.controllerIn(speaker);
    return controller !== undefined && controller.program !== 'akstream' ? tcp.filter(({ key }) => key === 'http.port') : tcp;
  }

  private controllerIn(service: Service): Controller | undefined {
    return controllerOf(service, this.deployment);
  }

  private movePort(said: Said, address: NamedAddress, port: string, key: string, speaker: Service): boolean {
    if (address.port === null) return key === 'http.port' && this.moveSetting(speaker, port);
    const start = this.literalStart(said);
    if (start === null) return false;
    const file = said.file ?? said.at.file;
    const at = address.portAt === null ? { file, start: start + address.end, end: start + address.end } : { file, start: start + address.portAt.start, end: start + address.portAt.end };
    this.change(at, address.portAt === null ? `:${port}` : port, said.file === null ? speaker : null);
    return true;
  }

  /** A controller keeps the port of the HTTP API in a setting of its own. */
  private moveSetting(speaker: Service, port: string): boolean {
    const setting = this.controllerIn(speaker)?.apiPort ?? null;
    if (setting === null || isUnknown(setting.value) || setting.origin !== 'written') return false;
    const own = speaker.environment.some(({ value }) => value === setting);
    const start = literalStart(this.deployment.texts, setting.at, setting.value);
    if (start === null) return false;
    this.change({ file: setting.at.file, start, end: start + setting.value.length }, port, own ? speaker : null);
    return true;
  }

  private literalStart({ text, at, file, origin }: Said): number | null {
    if (isUnknown(text) || origin === 'derived') return null;
    if (file !== null) return this.deployment.texts.get(file) === text ? 0 : null;
    return literalStart(this.deployment.texts, at, text);
  }

  private change(at: SourceRange, text: string, service: Service | null): void {
    this.texts.set(`${at.file} ${at.start}`, { at, text, service });
  }

  private addHost(service: Service, name: string, address: string): void {
    if (service.extraHosts.some(({ value }) => !isUnknown(value) && value.split(/[:=]/)[0] === name)) return;
    const known = this.hosts.get(service) ?? new Set<string>();
    known.add(`${name}:${address}`);
    this.hosts.set(service, known);
  }

  /** The ports that are asked for behind a sibling's name; `null` when they are not known. */
  private portsBehind(sibling: Service, addresses: readonly NamedAddress[], alone: boolean): ReadonlySet<number> | null {
    const ports = new Set(addresses.flatMap(({ port }) => port ?? []));
    const server = this.controllerIn(sibling)?.ownPort?.value;
    if (typeof server === 'string' && /^\d{1,5}$/.test(server)) ports.add(Number(server));
    const bare = alone || addresses.some(({ port }) => port === null);
    return ports.size === 0 || (bare && server === undefined && addresses.every(({ port }) => port === null)) ? null : ports;
  }

  /** Whether the sibling answers on the host's own address under these numbers, or can be made to. */
  private publishOnLoopback(sibling: Service, ports: ReadonlySet<number>): boolean {
    const mode = networkModeOf(sibling);
    if (mode === 'host') return true;
    if (mode !== null || sibling.invocation !== null || sibling.replicas !== null) return false;
    const missing = [...ports].filter((port) => !sibling.ports.some((entry) => isOnLoopback(entry, port)));
    if (missing.some((port) => this.isTaken(port, sibling))) return false;
    const changes = missing.map((port): PortChange => ({ from: [], into: { hostIp: LOOPBACK, host: { from: port, to: port }, container: { from: port, to: port }, protocol: 'tcp' } }));
    if (changes.length > 0) this.ports.set(sibling, [...(this.ports.get(sibling) ?? []), ...changes]);
    return true;
  }

  private isTaken(port: number, sibling: Service): boolean {
    const span = { from: port, to: port };
    const { service, surroundings, listeners, values } = this.input;
    const own = listeners.some(({ key, protocol, span: { from, to } }) => protocol === 'tcp' && (values.has(key) ? Number(values.get(key)) === port : from <= port && port <= to));
    const held = [...surroundings.portsMeeting({ span, protocol: 'tcp' }, service)];
    return own || held.length > 0 || sibling.ports.some(({ host }) => host !== null && isUnknown(host.value));
  }
}

function isOnLoopback(port: Service['ports'][number], number: number): boolean {
  const known = knownMapping(port);
  return known !== null && known.protocol === 'tcp' && ['', '0.0.0.0', LOOPBACK].includes(known.hostIp) && known.host.from === known.container.from && known.container.from <= number && number <= known.container.to;
}
