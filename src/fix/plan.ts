import type { Deployment, Edit } from '../model/deployment.ts';
import type { Fix } from '../model/finding.ts';
import type { Remark, SourceRange } from '../model/source.ts';

/** A fix, or why there is none, with the steps that a person could take. `left`: places that this fix does not reach, with the reason. */
export type Plan = ({ readonly fix: Fix } | { readonly none: Remark; readonly steps?: readonly Remark[] }) & { readonly left?: readonly Left[] };

export interface Left {
  readonly of: SourceRange;
  readonly why: Remark;
}

/** The edits of all that a fix wants, in one or several files: all of them can be made, or none is. */
export function planTogether(deployment: Deployment, { changes, texts, created }: Pick<Fix, 'changes' | 'texts' | 'created'>): { readonly edits: readonly Edit[] } | { readonly refused: Remark } {
  const edits: Edit[] = [];
  for (const change of changes) {
    const planned = deployment.plan(change);
    if ('refused' in planned) return planned;
    edits.push(...planned.edits);
  }
  edits.push(...texts.map(({ at, text }): Edit => ({ at, text })));
  edits.push(...created.map(({ file, text }): Edit => ({ at: { file, start: 0, end: 0 }, text })));
  const clash = overlapping(edits);
  return clash === null ? { edits } : { refused: { id: 'refused.layout', at: clash.at } };
}

/** Two edits of one text, as where a value that moves stands in an entry that goes. */
function overlapping(edits: readonly Edit[]): Edit | null {
  const sorted = [...edits].sort((a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.start - b.at.start || a.at.end - b.at.end));
  return sorted.find(({ at }, index) => {
    const before = sorted[index - 1]?.at;
    return before?.file === at.file && before.end > at.start;
  }) ?? null;
}
