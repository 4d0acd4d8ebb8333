import type { Deployment, Service } from '../model/deployment.ts';
import type { PublishedPort } from '../model/port.ts';
import type { SourceRange } from '../model/source.ts';
import type { Endpoints } from '../ports/endpoints.ts';
import { isDiscarded, networkModeOf } from '../ports/network-mode.ts';
import { isUnknown } from '../ports/spans.ts';
import { controllerPorts } from './controller.ts';
import { isOnHost } from './host-ports.ts';
import { listenersOrAssumed } from './listeners.ts';
import { mayHoldZlm } from './recognise.ts';
import { hostNames, hostWords, mentions, sayings, unseen, type Mentions, type Said, type Unseen } from './sayings.ts';

const MOST_UNSEEN = 20;

export interface HeldPort extends Endpoints {
  readonly service: Service;
  /** Its image may hold a ZLMediaKit that would listen there; nothing says whether it does. */
  readonly perhaps: boolean;
  readonly at: SourceRange;
}

/** Ports in one protocol, in order, so that those which meet a span are found without looking at all of them. */
interface Lane {
  readonly held: readonly HeldPort[];
  /** The highest port that any entry up to this one reaches. */
  readonly reach: readonly number[];
}

const known = new WeakMap<Deployment, Surroundings>();

/** One for all who ask about a deployment. */
export function surroundingsOf(deployment: Deployment): Surroundings {
  const found = known.get(deployment) ?? new Surroundings(deployment);
  known.set(deployment, found);
  return found;
}

/** What the services of a deployment are to each other; each question is answered once for all of them. */
export class Surroundings {
  private readonly said = new Map<Service, readonly Said[]>();
  private readonly notSeen = new Map<Service, readonly Unseen[]>();
  private readonly named = new Map<Service, readonly string[]>();
  private words: Map<string, Set<Service>> | undefined;
  private names: Map<string, readonly string[]> | undefined;
  private owners: Map<string, Service[]> | undefined;
  private lanes: Map<string, Lane> | undefined;
  private order: Map<Service, number> | undefined;
  private selfNaming: ReadonlyMap<Service, Mentions> | undefined;
  private unseenServices: readonly Service[] | undefined;
  private linking: readonly Service[] | undefined;
  private unknown: readonly { sibling: Service; port: PublishedPort }[] | undefined;
  private external: Set<string> | undefined;
  private settings: Map<string, readonly string[]> | undefined;
  private modes: Map<string, readonly Service[]> | undefined;

  constructor(readonly deployment: Deployment) {}

  sayingsOf(service: Service): readonly Said[] {
    return remembered(this.said, service, () => [...sayings(service)]);
  }

  unseenOf(service: Service): readonly Unseen[] {
    return remembered(this.notSeen, service, () => unseen(service));
  }

  /** Services other than this one in whose texts one of the names may stand, in the file's order. */
  mayName(names: readonly string[], except: Service): readonly Service[] {
    this.words ??= this.readWords();
    const found = new Set(names.flatMap((name) => [...(this.words?.get(name.toLowerCase()) ?? [])]));
    found.delete(except);
    return this.inOrder(found);
  }

  /** Services other than this one that are called one of the names, or say their own, in the file's order. */
  calledOrTold(names: readonly string[], except: Service): readonly Service[] {
    if (this.owners === undefined) {
      this.owners = new Map();
      for (const service of this.deployment.services) {
        for (const name of hostNames(service)) {
          const known = this.owners.get(name);
          if (known === undefined) this.owners.set(name, [service]);
          else known.push(service);
        }
      }
    }
    const found = new Set(names.flatMap((name) => this.owners?.get(name) ?? []));
    for (const sibling of this.namingThemselves.keys()) found.add(sibling);
    found.delete(except);
    return this.inOrder(found);
  }

  /** Names of any service that may stand in the texts of this one. */
  namesIn(service: Service): readonly string[] {
    return remembered(this.named, service, () => {
      this.names ??= new Map(this.deployment.services.flatMap((other) => hostNames(other).map((name) => [name.toLowerCase(), hostNames(other)])));
      const found = new Set<string>();
      for (const { text } of this.sayingsOf(service)) {
        if (isUnknown(text)) continue;
        for (const word of hostWords(text)) for (const name of this.names.get(word) ?? []) found.add(name);
      }
      return [...found];
    });
  }

  /** Services that say their own name in a setting that others may be given, such as an address for hooks. */
  get namingThemselves(): ReadonlyMap<Service, Mentions> {
    this.selfNaming ??= new Map(this.deployment.services.flatMap((sibling): [Service, Mentions][] => {
      const addresses = this.sayingsOf(sibling).filter(({ where }) => /^environment .*(?:HOOK|HOST|ADDR|URL|URI|ENDPOINT|IP)/i.test(where));
      const found = mentions(addresses, hostNames(sibling));
      return found === null ? [] : [[sibling, found]];
    }));
    return this.selfNaming;
  }

  /** The first services of the file with texts that are not at hand; naming more of them would help nobody. */
  get withUnseen(): readonly Service[] {
    if (this.unseenServices === undefined) {
      const found: Service[] = [];
      for (const service of this.deployment.services) {
        if (found.length < MOST_UNSEEN && this.unseenOf(service).length > 0) found.push(service);
      }
      this.unseenServices = found;
    }
    return this.unseenServices;
  }

  /** Services whose `links` lead to one of the names, or to what is not known. */
  linkedTo(names: readonly string[], except: Service): { sibling: Service; at: SourceRange }[] {
    this.linking ??= this.deployment.services.filter(({ links, externalLinks }) => links.length + externalLinks.length > 0);
    return this.linking.flatMap((sibling) => {
      if (sibling === except) return [];
      const link = [...sibling.links, ...sibling.externalLinks].find(({ value }) => isUnknown(value) || names.includes(value.split(':')[0] ?? ''));
      return link === undefined ? [] : [{ sibling, at: link.at }];
    });
  }

  /** Host ports of other services that meet these. */
  *portsMeeting({ span, protocol }: Endpoints, except: Service): Generator<HeldPort> {
    this.lanes ??= this.readLanes();
    const lane = this.lanes.get(protocol);
    if (lane === undefined) return;
    for (let i = lastFrom(lane.held, span.to); i >= 0 && (lane.reach[i] ?? 0) >= span.from; i--) {
      const held = lane.held[i];
      if (held !== undefined && held.span.to >= span.from && held.service !== except) yield held;
    }
  }

  /** The first published ports of the file whose host port is not known, one for each service. */
  get unknownPorts(): readonly { sibling: Service; port: PublishedPort }[] {
    this.unknown ??= this.deployment.services
      .filter((service) => networkModeOf(service) !== 'host')
      .flatMap((sibling) => {
        const port = sibling.ports.find(({ host }) => host !== null && isUnknown(host.value));
        return port === undefined ? [] : [{ sibling, port }];
      })
      .slice(0, MOST_UNSEEN);
    return this.unknown;
  }

  isExternal(network: string): boolean {
    this.external ??= new Set(this.deployment.networks.filter(({ external }) => external).map(({ name }) => name));
    return this.external.has(network);
  }

  /** What makes a network more than a plain bridge. */
  settingsOf(network: string): readonly string[] {
    this.settings ??= new Map(this.deployment.networks.map(({ name, settings }) => [name, settings]));
    return this.settings.get(network) ?? [];
  }

  /** Services with this network mode; `undefined` for those whose mode is not known. */
  withMode(mode: string | undefined): readonly Service[] {
    if (this.modes === undefined) {
      const modes = new Map<string, Service[]>();
      for (const service of this.deployment.services) {
        const key = networkModeOf(service) ?? (networkModeOf(service) === undefined ? '?' : '');
        const known = modes.get(key);
        if (known === undefined) modes.set(key, [service]);
        else known.push(service);
      }
      this.modes = modes;
    }
    return this.modes.get(mode ?? '?') ?? [];
  }

  private inOrder(services: Iterable<Service>): readonly Service[] {
    this.order ??= new Map(this.deployment.services.map((service, index) => [service, index]));
    return [...services].sort((a, b) => (this.order?.get(a) ?? 0) - (this.order?.get(b) ?? 0));
  }

  private readWords(): Map<string, Set<Service>> {
    const words = new Map<string, Set<Service>>();
    for (const service of this.deployment.services) {
      for (const { text } of this.sayingsOf(service)) {
        if (isUnknown(text)) continue;
        for (const word of hostWords(text)) {
          const known = words.get(word);
          if (known === undefined) words.set(word, new Set([service]));
          else known.add(service);
        }
      }
    }
    return words;
  }

  private readLanes(): Map<string, Lane> {
    const lanes = new Map<string, HeldPort[]>();
    for (const service of this.deployment.services) {
      for (const held of heldPortsOf(service, this.deployment)) {
        const lane = lanes.get(held.protocol);
        if (lane === undefined) lanes.set(held.protocol, [held]);
        else lane.push(held);
      }
    }
    return new Map(
      [...lanes].map(([protocol, held]) => {
        held.sort((a, b) => a.span.from - b.span.from);
        let highest = 0;
        return [protocol, { held, reach: held.map(({ span }) => (highest = Math.max(highest, span.to))) }];
      }),
    );
  }
}

/** Host ports that a service holds: what it publishes, or what its ZLMediaKit (as shipped where that is not known) or its controller listens on there, or may. */
export function heldPortsOf(service: Service, deployment: Deployment): HeldPort[] {
  if (isOnHost(service, deployment) === true) {
    const perhaps = mayHoldZlm(service);
    const listeners = service.zlm === null && !perhaps ? [] : listenersOrAssumed(service);
    return [
      ...listeners.map(({ span, protocol }) => ({ span, protocol, service, perhaps, at: service.at })),
      ...controllerPorts(service, deployment).map(({ port, protocol, at }) => ({ span: { from: port, to: port }, protocol, service, perhaps: false, at })),
    ];
  }
  if (isDiscarded(service)) return [];
  return service.ports.flatMap(({ host, protocol, at }) => {
    if (host === null || isUnknown(host.value) || isUnknown(protocol.value)) return [];
    return [{ span: host.value, protocol: protocol.value.toLowerCase(), service, perhaps: false, at }];
  });
}

/** The index of the last entry that begins at or before a port. */
function lastFrom(held: readonly HeldPort[], port: number): number {
  let low = 0;
  let high = held.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((held[middle]?.span.from ?? 0) <= port) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function remembered<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
