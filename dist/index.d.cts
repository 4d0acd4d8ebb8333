// The published JSON contract, version 1, as types: `--format json` prints it, the library returns it. New keys may come, none goes.

/** What a run found. */
export interface Report {
  readonly version: 1;
  readonly files: readonly ReportedFile[];
  /** What could not be done; there is nothing to say of such a file. */
  readonly errors: readonly ReportedError[];
  readonly summary: ReportedSummary;
}

export interface ReportedFile {
  /** As it was named, or from the working directory; `-` for a text without a name. */
  readonly path: string;
  /** `compose`, `run` and others. */
  readonly form: string;
  readonly findings: readonly ReportedFinding[];
  /** Fixes that were applied. */
  readonly fixed: number;
}

export interface ReportedError {
  readonly path: string;
  readonly message: string;
}

/** Nothing but `suppressed` counts what a comment or a baseline silences. */
export interface ReportedSummary {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Fixes that the same options would apply. */
  readonly fixable: number;
  readonly fixed: number;
  /** Fixes that are not proven safe, and those that were dropped. */
  readonly heldBack: number;
  readonly suppressed: number;
}

export interface ReportedFinding {
  readonly rule: string;
  /** Where the package has the page of the rule; `null` where it is of no rule. */
  readonly page: string | null;
  readonly messageId: string;
  readonly message: string;
  /** What is filled into the message. */
  readonly data: Readonly<Record<string, string | number | readonly string[]>>;
  readonly severity: 'error' | 'warning' | 'info';
  readonly service: string | null;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly endLine: number;
  /** Exclusive. */
  readonly endColumn: number;
  readonly suppressed: ReportedSuppression | null;
  readonly fix: ReportedFix | null;
  /** Why there is no fix. */
  readonly notFixed: (ReportedRemark & { readonly steps?: readonly ReportedRemark[] }) | null;
}

export interface ReportedSuppression {
  readonly kind: 'comment' | 'baseline';
  readonly reason: string | null;
  readonly path: string | null;
  readonly line: number | null;
}

/** A sentence, with the place that it speaks of. */
export interface ReportedRemark {
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
}

export interface ReportedFix {
  readonly title: string;
  /** `unsafe`: the files do not prove that nothing is lost; `reasons` says what a person has to judge. */
  readonly safety: 'safe' | 'unsafe';
  readonly strategy: 'host' | 'minimal' | null;
  /** All of them, or none. */
  readonly edits: readonly ReportedEdit[];
  /** What becomes of a service, in the words of Compose. */
  readonly changes: readonly ReportedChange[];
  /** Values that change beside ports and networks. */
  readonly settings: readonly (ReportedEdit & { readonly service: string | null })[];
  /** Files that it makes. */
  readonly created: readonly string[];
  readonly reasons: readonly ReportedRemark[];
}

/** Replacement text for a place: offsets in UTF-16 units into the decoded text, end exclusive; a byte order mark counts. */
export interface ReportedEdit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface ReportedChange {
  readonly service: string | null;
  readonly networkMode?: string;
  readonly networks?: readonly string[];
  readonly ports?: readonly { readonly from: readonly string[]; readonly into: string | null }[];
  readonly extraHosts?: readonly string[];
  readonly volumes?: readonly string[];
}

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

export declare const lint: Lint;
export declare const fix: Fix;
