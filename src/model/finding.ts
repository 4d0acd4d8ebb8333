import type { Edit, Service, ServiceChange, TextChange } from './deployment.ts';
import type { Remark, SourceRange, WordData, Words } from './source.ts';
import type { Suppression } from './suppression.ts';

export type Severity = 'error' | 'warning' | 'info';

/** How a service gets rid of its wide ranges. */
export type Strategy = 'host' | 'minimal';

/** What a fix can do about a finding: move to the host's network, say the same in fewer entries, or publish a narrower RTP range. */
export type Answer = 'host' | 'merge' | 'narrow';

/** What a rule reports: no words, only which message and what is filled in. */
export interface Report<MessageId extends string = string> {
  readonly messageId: MessageId;
  readonly data?: WordData;
  readonly service: Service | null;
  readonly at: SourceRange;
  readonly related?: readonly SourceRange[];
  /** The fixes that answer this. */
  readonly answers?: readonly Answer[];
  /** A change that answers this by itself, whatever the strategy; `unsafe` says what a person has to judge. */
  readonly change?: ServiceChange;
  /** Edits of comments that answer this; nothing else of the deployment may change by them. */
  readonly edits?: readonly Edit[];
  readonly title?: Words;
  readonly unsafe?: Remark;
  /** Why nothing answers this but what a person decides. */
  readonly noFix?: Remark;
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
  readonly service: Service | null;
  /** What becomes of this service, and of others. */
  readonly changes: readonly ServiceChange[];
  /** Values that change beside ports and networks: in config.ini, in the settings of a controller, in the environment of a service. */
  readonly texts: readonly TextChange[];
  /** Files that the fix makes. */
  readonly created: readonly CreatedFile[];
  readonly edits: readonly Edit[];
  /** Why it is not safe. */
  readonly reasons: readonly Remark[];
  /** What a person has to do after it, such as ports to open. */
  readonly after: readonly Words[];
}

/** A file that was not there before, by the name the report uses. */
export interface CreatedFile {
  readonly file: string;
  readonly text: string;
}

/** A finding with the fix that answers it, or why none does. */
export interface Assessed {
  readonly finding: Finding;
  readonly fix: Fix | null;
  readonly notFixed: NotFixed | null;
}

/** Why there is no fix; `steps` is what a person has to look at who does by hand what no edit of these files can do. */
export interface NotFixed extends Remark {
  readonly steps?: readonly Remark[];
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
