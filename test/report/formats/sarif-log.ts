import type { Location, Log, Region, ReportingDescriptor, Result, Run } from 'sarif';
import { run, type World } from '../../cli/main/run.ts';

/** The one run of a report. */
export function runOf(text: string): Run & { readonly results: Result[]; readonly rules: ReportingDescriptor[] } {
  const [only, ...others] = (JSON.parse(text) as Log).runs;
  if (only?.results === undefined || only.tool.driver.rules === undefined || others.length > 0) throw new Error('not one run with results and rules');
  return { ...only, results: only.results, rules: only.tool.driver.rules };
}

export async function sarif(args: readonly string[], world: World): Promise<ReturnType<typeof runOf> & { readonly code: number; readonly text: string }> {
  const { code, stdout } = await run(['--format', 'sarif', ...args], world);
  return { ...runOf(stdout), code, text: stdout };
}

interface Place {
  readonly uri: string;
  readonly region: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
}

export function placeIn(location: Location | undefined): Place {
  const { artifactLocation, region } = location?.physicalLocation ?? {};
  const { startLine, startColumn, endLine, endColumn } = region ?? {};
  if (artifactLocation?.uri === undefined || startLine === undefined || startColumn === undefined || endLine === undefined || endColumn === undefined) throw new Error('a location without a place');
  return { uri: artifactLocation.uri, region: { startLine, startColumn, endLine, endColumn } };
}

/** The texts after every fix that the report offers, each once; a reader of the standard would do the same. */
export function fixedBy(results: readonly Result[], texts: Readonly<Record<string, string>>): Record<string, string> {
  const changes = new Map(results.flatMap(({ fixes = [] }) => fixes.flatMap(({ artifactChanges }) => artifactChanges.map((change) => [JSON.stringify(change), change] as const))));
  const after = { ...texts };
  const edits = [...changes.values()].flatMap(({ artifactLocation: { uri = '' }, replacements }) =>
    replacements.map(({ deletedRegion, insertedContent }) => {
      const name = decodeURIComponent(uri);
      return { name, ...offsets(texts[name] ?? '', deletedRegion), inserted: insertedContent?.text ?? '' };
    }),
  );
  // The last first, so that the offsets of the others hold.
  for (const { name, start, end, inserted } of edits.sort((a, b) => b.start - a.start)) {
    const text = after[name] ?? '';
    after[name] = text.slice(0, start) + inserted + text.slice(end);
  }
  return after;
}

/** A byte order mark is no column, and a lone carriage return ends a line: the report says so. */
function offsets(text: string, { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 }: Region): { start: number; end: number } {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const starts = [mark];
  for (let at = mark; at < text.length; at += 1) {
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    if (text[at] === '\n' || text[at] === '\r') starts.push(at + 1);
  }
  const offset = (line: number, column: number): number => (starts[line - 1] ?? NaN) + column - 1;
  return { start: offset(startLine, startColumn), end: offset(endLine, endColumn) };
}
