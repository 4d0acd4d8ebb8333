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
