import facts from '../../rules/_facts/engine-cost.json' with { type: 'json' };

export type Firewall = 'iptables-nft' | 'iptables-legacy' | 'nftables';

/** What `/sys/kernel/mm/transparent_hugepage/enabled` says of the host. */
export type HugePages = 'always' | 'madvise' | 'never';

/** What is known of the Docker Engine that will publish the ports, and of its host. */
export interface EngineFacts {
  /** `28`, `28.5`, `20.10.24`; `null` when nobody said. */
  readonly version: string | null;
  readonly userlandProxy: boolean;
  readonly firewall: Firewall;
  /** `null` when nobody said: `madvise` is counted with, and what `always` would cost is told beside it. */
  readonly hugePages: HugePages | null;
  /** The host has IPv6: without it a mapping on every address takes one docker-proxy, not two. */
  readonly ipv6: boolean;
}

/** What was fitted to the runs of one class of engines; `rules/_facts/engine-cost.json` holds them with their runs. */
export interface CostModel {
  /** `20.10` of the version that was measured, and that version. */
  readonly engine: string;
  readonly measuredWith: string;
  readonly userlandProxy: boolean;
  readonly firewall: Firewall;
  /** `madvise` stands for `never`, too: docker-proxy asks for none. `null` where there is no docker-proxy to have them. */
  readonly hugePages: 'madvise' | 'always' | null;
  /** docker-proxy processes of a mapping on every address. */
  readonly processesPerPair: number;
  /** Firewall rules; none for a mapping on an IPv6 address. `null`: not measured. */
  readonly rules: { readonly perPair: number; readonly perContainer: number; readonly perLoopbackPair: number | null };
  /** MB of 1,048,576 bytes, user and kernel; `pss` is what one docker-proxy itself holds of it. */
  readonly memory: { readonly base: number; readonly perProcess: number; readonly perPair: number; readonly pss: number };
  /** Seconds: constant, per pair, per square of pairs. */
  readonly start: Curve;
  readonly stop: Curve;
  /** Port-protocol pairs; above this memory and times are extrapolated. */
  readonly measuredUpTo: number;
  /** How many runs it was fitted to. */
  readonly runs: number;
}

export type Curve = readonly [number, number, number];

/** The version of the model: it changes whenever a figure that it gives does. */
export const modelVersion = facts.version;

/** How far an estimate may be off from 100 pairs on, within the measured range: memory by this share of it, times by this factor. The runs hold to it, which a test proves. */
export const modelError = { memory: 0.25, timeFactor: 2 } as const;

/** Threads of one docker-proxy, and how many the kernel allows by default. */
export const threads = { perProcess: facts.threadsPerProcess, defaultPidMax: facts.defaultPidMax } as const;

/** Seconds that a container takes with the host's network: none with published ports was faster. */
export const least = { start: facts.hostNetwork.start, stop: facts.hostNetwork.stop } as const;

export const models = facts.classes.map((one) => ({ ...one, runs: one.runs.length })) as unknown as readonly CostModel[];

/** In what an engine differs from the one that was measured. */
export type Difference = 'version' | 'firewall' | 'hugePages';

/** The figures to calculate with. */
export interface Costs extends CostModel {
  readonly asked: EngineFacts;
  /** They were measured with such an engine; empty where no version is named, since then 20.10 stands for all. */
  readonly differs: readonly Difference[];
  /** The same engine on a host with huge pages `always`, when nobody said what the host has. */
  readonly withHugePages: CostModel | null;
}

/** The figures of an engine, or those of the measured one that is nearest. */
export function costsOf(asked: EngineFacts): Costs {
  const near = nearest(asked, asked.hugePages === 'always' ? 'always' : 'madvise');
  const always = asked.hugePages === null && asked.userlandProxy ? nearest(asked, 'always') : null;
  const withHugePages = always !== null && always.model.hugePages === 'always' && always.model.engine === near.model.engine ? always.model : null;
  return { ...near.model, asked, differs: near.differs, withHugePages };
}

/** Huge pages decide gigabytes, the firewall decides minutes, the version neither; docker-proxy is there or it is not. */
function nearest({ version, userlandProxy, firewall }: EngineFacts, hugePages: 'madvise' | 'always'): { readonly model: CostModel; readonly differs: readonly Difference[] } {
  const [major = 20, minor, patch] = (version ?? '20.10').split('.').map(Number);
  // Before 20.10.2 there was no docker-proxy for IPv6 (moby, libnetwork's port_mapping.go).
  const early = major === 20 && minor === 10 && patch !== undefined && patch < 2;
  const differences = models.filter((model) => model.userlandProxy === userlandProxy).map((model) => {
    const [ownMajor = 0, ownMinor = 0] = model.engine.split('.').map(Number);
    const differs: Difference[] = [];
    if (major !== ownMajor || (minor !== undefined && minor !== ownMinor) || early) differs.push('version');
    if (firewall !== model.firewall) differs.push('firewall');
    if (model.hugePages !== null && hugePages !== model.hugePages) differs.push('hugePages');
    return { model, differs, far: differs.reduce((sum, one) => sum + weight[one], 0) + distance(major, ownMajor) };
  });
  const [best] = differences.sort((a, b) => a.far - b.far);
  if (best === undefined) throw new Error('no engine was measured');
  return best;
}

const weight: Readonly<Record<Difference, number>> = { hugePages: 40, firewall: 20, version: 10 };

/** Engines set up ports in one way up to 27, and in another from 28 on. */
function distance(asked: number, measured: number): number {
  return (asked < 28 ? measured >= 28 : measured < 28) ? 15 : Math.min(1, Math.abs(asked - measured) / 10);
}

/** Where nothing is said of the engine. */
export const usualEngine: EngineFacts = { version: null, userlandProxy: true, firewall: 'iptables-nft', hugePages: null, ipv6: true };

export const usualCosts = costsOf(usualEngine);
