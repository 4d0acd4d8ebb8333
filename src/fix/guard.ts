import type { Deployment, Edit, Service } from '../model/deployment.ts';
import type { Answer, Applied, Finding } from '../model/finding.ts';
import type { Remark, SourceRange } from '../model/source.ts';
import { movedRange } from '../text/edits.ts';
import type { State } from './prove.ts';

/** Somebody looked at this one and wants it left as it is; a baseline only says that it was there before. */
export function isByComment({ suppressed }: Finding): boolean {
  return suppressed?.kind === 'comment';
}

/** What comments silence in a deployment: no fix may take it away, or change a line that it stands on. */
export class Guard {
  private readonly silenced: readonly { readonly finding: Finding; readonly line: SourceRange }[];

  constructor({ texts }: Deployment, findings: readonly Finding[]) {
    this.silenced = findings.filter(isByComment).map((finding) => ({ finding, line: linesAround(texts.get(finding.at.file) ?? '', finding.at) }));
  }

  /** Why these edits may not be made; `places` are changed by them in some way, too. */
  touchedBy(edits: readonly Edit[], places: readonly SourceRange[] = []): Remark | null {
    const touched = this.silenced.find(
      ({ line }) => edits.some((edit) => edit.at.file === line.file && changes(edit, line)) || places.some(({ file, start }) => file === line.file && start >= line.start && start < line.end),
    );
    return touched === undefined ? null : refusal('none.suppressed', touched.finding);
  }

  /** The finding of a service that this fix would answer. */
  answeredBy(service: Service, answer: Answer): Remark | null {
    const answered = this.silenced.find(({ finding }) => finding.service === service && finding.answers?.includes(answer) === true);
    return answered === undefined ? null : refusal('none.suppressed', answered.finding);
  }
}

function refusal(id: string, { rule, suppressed }: Finding): Remark {
  return { id, data: { rule }, at: suppressed?.at ?? null };
}

/** Whether an edit changes these lines; whole lines may be put in before them, and what follows their last line end may go. */
function changes({ at, text }: Edit, line: SourceRange): boolean {
  if (at.start < line.start) return at.end > line.start;
  if (at.start > line.end) return false;
  if (at.start === line.start && at.end === at.start) return !/[\r\n]$/.test(text);
  return at.start < line.end || text !== '';
}

/** The first finding that a comment silenced before, and that is gone, no longer silenced by it, or on a line with other text. */
export function disturbed(before: State, after: State, claims: readonly Applied[]): Remark | null {
  const silenced = before.findings.filter(isByComment);
  if (silenced.length === 0) return null;
  const edits = claims.flatMap(({ fix }) => fix.edits);
  // Which rules a comment names may change behind the finding, in the same line.
  const comments = claims.every(({ fix }) => fix.service === null);
  const still = new Map<string, number>();
  for (const finding of after.findings.filter(isByComment)) still.set(keyOf(finding), (still.get(keyOf(finding)) ?? 0) + 1);
  for (const finding of silenced) {
    const { at, suppressed } = finding;
    const moved = movedRange(at, edits);
    const comment = suppressed?.at == null ? null : movedRange({ ...suppressed.at, end: suppressed.at.start }, edits);
    const key = moved === null || comment === null ? '' : keyOf({ ...finding, at: moved, suppressed: { kind: 'comment', reason: null, at: comment } });
    const count = still.get(key) ?? 0;
    if (count === 0 || moved === null || !(comments || lineText(before, at) === lineText(after, moved))) return refusal('dropped.suppressed', finding);
    still.set(key, count - 1);
  }
  return null;
}

function keyOf({ rule, at, suppressed }: Finding): string {
  return JSON.stringify([rule, at.file, at.start, at.end, suppressed?.at?.start]);
}

function lineText({ deployment }: State, at: SourceRange): string {
  const text = deployment.texts.get(at.file) ?? '';
  const { start, end } = linesAround(text, at);
  return text.slice(start, end);
}

/** From the beginning of the first line to before the line end of the last. */
function linesAround(text: string, { file, start, end }: SourceRange): SourceRange {
  let from = start;
  while (from > 0 && text[from - 1] !== '\n' && text[from - 1] !== '\r') from--;
  const behind = /[\r\n]/g;
  behind.lastIndex = Math.max(start, end);
  return { file, start: from, end: behind.exec(text)?.index ?? text.length };
}
