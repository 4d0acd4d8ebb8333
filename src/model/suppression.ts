import type { Edit } from './deployment.ts';
import type { Located, SourceRange } from './source.ts';

export type DirectiveKind = 'disable-next-line' | 'disable-line' | 'disable' | 'enable' | 'disable-file';

/** A comment that silences findings, or ends that. */
export interface Directive {
  readonly kind: DirectiveKind;
  /** The whole comment. */
  readonly at: SourceRange;
  /** Empty: all rules are meant. */
  readonly rules: readonly Located<string>[];
  readonly reason: string | null;
}

/** A comment that is meant as a directive and is none; `near` is the word that was probably meant. */
export type Malformed =
  | { readonly id: 'unknown-directive'; readonly word: string; readonly near: string; readonly at: SourceRange }
  | { readonly id: 'no-separator'; readonly text: string; readonly at: SourceRange };

/** Why a finding does not count. */
export interface Suppression {
  readonly kind: 'comment' | 'baseline';
  readonly reason: string | null;
  /** The comment. */
  readonly at: SourceRange | null;
}

/** What became of one directive. */
export interface DirectiveUse {
  readonly directive: Directive;
  /** Names of no rule, with the nearest right one. */
  readonly unknown: readonly { readonly name: Located<string>; readonly near: string | null }[];
  readonly unused: Unused | null;
}

/** What of a directive silences nothing, and the edits that take it out. */
export interface Unused {
  /** Empty: the directive names no rule, and silences nothing at all. */
  readonly rules: readonly string[];
  /** Nothing of the directive is left. */
  readonly whole: boolean;
  readonly at: SourceRange;
  /** The text that goes. */
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** What the comments of a deployment ask for, and what became of it once every rule had spoken. */
export interface SuppressionsRead {
  readonly uses: readonly DirectiveUse[];
  readonly malformed: readonly Malformed[];
}
