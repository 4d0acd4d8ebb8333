import type { Edit, Service, ServiceChange } from './deployment.ts';
import type { Remark, SourceRange, WordData, Words } from './source.ts';
import type { Suppression } from './suppression.ts';

export type Severity = 'error' | 'warning' | 'info';

/** How a service gets rid of its wide ranges. */
export type Strategy = 'host' | 'minimal';

/** What a rule reports: no words, only which message and what is filled in. */
export interface Report<MessageId extends string = string> {
  readonly messageId: MessageId;
  readonly data?: WordData;
  readonly service: Service | null;
  readonly at: SourceRange;
  readonly related?: readonly SourceRange[];
  /** The strategies whose fix answers this. */
  readonly strategies?: readonly Strategy[];
  /** A change that answers this by itself, whatever the strategy; `unsafe` says what a person has to judge. */
  readonly change?: ServiceChange;
  /** Edits of comments that answer this; nothing else of the deployment may change by them. */
  readonly edits?: readonly Edit[];
  readonly title?: Words;
  readonly unsafe?: Remark;
  /** How much there is of it: a fix that lowers this has reduced the finding. */
  readonly amount?: number;
}

export interface Finding extends Report {
  readonly rule: string;
  readonly severity: Severity;
  /** It does not count, and is never fixed. */
  readonly suppressed: Suppression | null;
  /** Its rule is off here: nobody is told of it, and it is there only because a comment silences it, so that no fix touches it. */
  readonly unasked?: true;
}

/** A fix is data: text edits in one or several files, all or none. */
export interface Fix {
  readonly title: Words;
  readonly safety: 'safe' | 'unsafe';
  readonly strategy: Strategy | null;
  /** `null`: only comments change. */
  readonly change: ServiceChange | null;
  readonly edits: readonly Edit[];
  /** Why it is not safe. */
  readonly reasons: readonly Remark[];
  /** What a person has to do after it, such as ports to open. */
  readonly after: readonly Words[];
}

/** A finding with the fix that answers it, or why none does. */
export interface Assessed {
  readonly finding: Finding;
  readonly fix: Fix | null;
  readonly notFixed: Remark | null;
}

/** A fix whose text has become part of the files, and what it answered. */
export interface Applied {
  readonly fix: Fix;
  readonly findings: readonly Finding[];
}

/** A fix that did not do what it announced; the files are without it. */
export interface Dropped extends Applied {
  readonly why: Words | Remark;
}
