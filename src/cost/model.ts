/** What was fitted to the runs of one class of engine; two cores, 24 GB, Linux 6.18, iptables over nftables. */
export interface CostModel {
  /** The engine that was measured. */
  readonly engine: string;
  /** Port-protocol pairs; above this every figure is extrapolated. */
  readonly measuredUpTo: number;
  /** docker-proxy processes of a mapping on every address; 0 with `userland-proxy: false`. */
  readonly processesPerPair: 0 | 2;
  /** Megabytes, user and kernel. */
  readonly memory: { readonly base: number; readonly perProcess: number; readonly perPair: number };
  /** Megabytes of one docker-proxy where transparent huge pages are `always`; `null` where nobody measured. */
  readonly hugePages: number | null;
  /** Seconds: constant, per pair, per square of pairs. */
  readonly start: readonly [number, number, number];
  readonly stop: readonly [number, number, number];
}

/** Threads of one docker-proxy, and how many the kernel allows by default. */
export const threads = { perProcess: 7, defaultPidMax: 32_768 } as const;

/** Seconds that a container takes with the host's network: none with published ports was faster. */
export const least = { start: 0.3, stop: 0.15 } as const;

/** 20.10.24 with its defaults: 1 to 2,000 udp ports, and 501 tcp + 501 udp; R² 0.9997 and 0.999. Huge pages: 13,384 MB for 2,004 processes. */
const docker20: CostModel = {
  engine: 'Docker 20.10',
  measuredUpTo: 2000,
  processesPerPair: 2,
  memory: { base: 33, perProcess: 1.042, perPair: 0 },
  hugePages: 6.68,
  start: [0.39, 0.0274, 3.93e-5],
  stop: [0.79, 0.0469, 6.88e-5],
};

/** 100, 500 and 1,000 udp ports: 41, 51 and 65 MB. */
const docker20WithoutProxy: CostModel = {
  engine: 'Docker 20.10',
  measuredUpTo: 1000,
  processesPerPair: 0,
  memory: { base: 38, perProcess: 0, perPair: 0.027 },
  hugePages: null,
  start: [-0.16, 0.028, 3.23e-5],
  stop: [1.67, 0.0407, 8.74e-5],
};

/** 28.5.2, 1 to 1,000 udp ports: 329, 1,637 and 3,196 MB for 200, 1,000 and 2,000 processes. Huge pages: of the processes alone. */
const docker28: CostModel = {
  engine: 'Docker 28.5',
  measuredUpTo: 1000,
  processesPerPair: 2,
  memory: { base: 23, perProcess: 1.591, perPair: 0 },
  hugePages: 4.39,
  start: [0.79, 0.0617, 5.61e-5],
  stop: [-0.21, 0.0607, 2.56e-5],
};

/** 29.7.2, 1 to 1,000 udp ports: 214, 1,053 and 2,281 MB for 200, 1,000 and 2,000 processes. */
const docker29: CostModel = {
  engine: 'Docker 29.7',
  measuredUpTo: 1000,
  processesPerPair: 2,
  memory: { base: 0, perProcess: 1.07, perPair: 0 },
  hugePages: null,
  start: [1.44, 0.0746, 2.83e-5],
  stop: [0.38, 0.0484, 3.45e-5],
};

/** 100 and 500 udp ports: 12 and 13 MB, 4.7 and 35.3 s to start, 7.1 and 44.7 s to stop; the constant is a container that publishes nothing. */
const docker29WithoutProxy: CostModel = {
  engine: 'Docker 29.7',
  measuredUpTo: 500,
  processesPerPair: 0,
  memory: { base: 12, perProcess: 0, perPair: 0.003 },
  hugePages: null,
  start: [0.55, 0.0345, 7e-5],
  stop: [0.2, 0.064, 5e-5],
};

/** What is known of the Docker Engine that will publish the ports. */
export interface EngineFacts {
  /** `28`, `28.5`, `20.10.24`; `null` when nobody said. */
  readonly version: string | null;
  readonly userlandProxy: boolean;
}

/** The figures to calculate with. */
export interface Costs extends CostModel {
  /** They were measured with the engine that was asked for; where no version is named, 20.10 stands for all. */
  readonly measured: boolean;
}

/** The figures of an engine, or those of the measured one that is nearest. */
export function costsOf({ version, userlandProxy }: EngineFacts): Costs {
  const [major = 20, minor = 10] = (version ?? '20.10').split('.').map(Number);
  if (major < 28) return { ...(userlandProxy ? docker20 : docker20WithoutProxy), measured: major === 20 && minor === 10 };
  if (major === 28 && userlandProxy) return { ...docker28, measured: true };
  return { ...(userlandProxy ? docker29 : docker29WithoutProxy), measured: major === 29 };
}

/** Where nothing is said of the engine. */
export const usualCosts = costsOf({ version: null, userlandProxy: true });
