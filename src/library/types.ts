import type { Report } from '../report/contract.ts';

/** What is looked at, and how; every option is as the one of the command line that it is named after. */
export interface LintOptions {
  /** Where paths begin, and where a configuration is looked for; otherwise the directory of the process. */
  readonly cwd?: string;
  /** Files and directories; without them and without a text, the Compose project of the directory. */
  readonly paths?: readonly string[];
  /** A text in place of files. */
  readonly text?: string;
  /** The name of the text; files beside it are read. */
  readonly filename?: string;
  /** `false`: no configuration file; a path: this one. */
  readonly config?: string | false;
  /** Variables that `ZLM_LINT_…` and `processEnv` read; otherwise none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly lang?: 'en' | 'zh';
  readonly strategy?: 'host' | 'minimal' | 'auto';
  readonly engine?: 'linux' | 'desktop' | 'rootless' | 'podman';
  readonly engineVersion?: string;
  readonly userlandProxy?: 'on' | 'off';
  readonly firewall?: 'iptables-nft' | 'iptables-legacy' | 'nftables';
  readonly hugePages?: 'always' | 'madvise' | 'never';
  readonly ipv6?: 'on' | 'off';
  readonly streams?: number;
  readonly maxPorts?: number;
  /** `id` or `id=severity`. */
  readonly rule?: readonly string[];
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly quiet?: boolean;
  readonly baseline?: string;
  /** Compose files that are merged into one project. */
  readonly file?: readonly string[];
  readonly envFile?: readonly string[];
  readonly profile?: readonly string[];
  readonly projectDirectory?: string;
  readonly processEnv?: boolean;
  readonly allowOutside?: boolean;
  readonly allowNoFiles?: boolean;
  readonly zlmService?: readonly string[];
  readonly include?: readonly string[];
  readonly ignore?: readonly string[];
  readonly maxBytes?: number;
}

export interface FixOptions extends LintOptions {
  /** Fixes that are not proven safe, too. */
  readonly unsafeFixes?: boolean;
}

export interface FixResult {
  /** What is left after the fixes. */
  readonly report: Report;
  /** Files that a fix changes or makes; nothing was written. */
  readonly changes: readonly FixedFile[];
  /** The text that was given, fixed; `null` where none was given. */
  readonly text: string | null;
}

export interface FixedFile {
  /** As the report names it. */
  readonly path: string;
  /** `null`: it is not there yet. */
  readonly before: string | null;
  readonly after: string;
}

/**
 * Looks for what ZLMediaKit's published ports cost.
 * @throws Error when the options are none that the command line would take; what is wrong with a file stands in the report
 */
export type Lint = (options?: LintOptions) => Promise<Report>;

/**
 * Works out what fixing makes of the files, and writes nothing.
 * @throws Error when the options are none that the command line would take; what is wrong with a file stands in the report
 */
export type Fix = (options?: FixOptions) => Promise<FixResult>;
