import type { Fix, Severity } from '../../model/finding.ts';
import type { SourceRange } from '../../model/source.ts';
import { applyEdits } from '../../text/edits.ts';
import { Lines } from '../../text/lines.ts';
import { secretsIn } from '../../text/secrets.ts';
import { visible } from '../../text/width.ts';
import { findingAndRemedy } from '../fix-words.ts';
import { jsonText } from '../json-text.ts';
import type { PublishedRun } from '../run-report.ts';
import { loud, told, type Told } from '../told.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

/** reviewdog's Diagnostic Format (reviewdog/reviewdog, proto/rdf/reviewdog.proto). A field that its version does not know makes it refuse the whole. */
export function rdjsonReport(run: PublishedRun): string {
  const findings = loud(told(run));
  const suggestions = suggestionsOf(findings, run);
  const lines = new GitLines();
  const unable = run.errors.map(({ path, say }) => ({ message: visible(say(run.language)), location: { path: run.pathOf(path) ?? path }, severity: severities.error }));
  return jsonText({ source: { name: 'zlm-lint', url: run.program.homepage }, diagnostics: [...unable, ...findings.map((finding) => diagnostic(finding, suggestions.get(finding), lines, run))] });
}

function diagnostic(finding: Told, suggestion: Replacement | undefined, lines: GitLines, { language }: PublishedRun): object {
  const { path, page, file, finding: { at, rule, severity } } = finding;
  const text = file.deployment.texts.get(at.file) ?? '';
  // A comment stands below the last line of its range: a line end is not worth the next one.
  const end = at.start + text.slice(at.start, at.end).trimEnd().length;
  return {
    message: findingAndRemedy(finding, language).map(visible).join('\n'),
    location: { path: path ?? at.file, range: lines.range(text, { start: at.start, end }) },
    severity: severities[severity],
    code: { value: rule, ...(page === null ? {} : { url: page }) },
    ...(suggestion === undefined ? {} : { suggestions: [{ range: lines.range(text, suggestion), text: suggestion.text }] }),
  };
}

interface Replacement extends Pick<SourceRange, 'start' | 'end'> {
  readonly text: string;
}

/** What may be accepted, all of it together: a fix at the first finding that it answers, and of two that meet the first. */
function suggestionsOf(findings: readonly Told[], run: PublishedRun): ReadonlyMap<Told, Replacement> {
  const suggestions = new Map<Told, Replacement>();
  const offered = new Set<Fix>();
  const taken = new Map<string, Replacement[]>();
  for (const finding of findings) {
    const { fix, path, finding: { at: { file } } } = finding;
    if (fix === null || path === null || offered.has(fix) || !isSuggested(fix, file, run)) continue;
    offered.add(fix);
    const source = finding.file.deployment.texts.get(file) ?? '';
    if (tellsSecret(fix, source)) continue;
    const replacement = replacementOf(fix, source);
    const others = taken.get(path) ?? [];
    if (others.some(({ start, end }) => replacement.start <= end && start <= replacement.end)) continue;
    taken.set(path, [...others, replacement]);
    suggestions.set(finding, replacement);
  }
  return suggestions;
}

/** A suggestion is for one file, and is text that `--fix` would write with the same options. */
function isSuggested({ safety, created, edits }: Fix, file: string, { unsafe }: PublishedRun): boolean {
  return (safety === 'safe' || unsafe) && created.length === 0 && edits.length > 0 && edits.every(({ at }) => at.file === file);
}

/** A replacement says what stands between the edits once more. */
function tellsSecret({ edits }: Fix, source: string): boolean {
  const [start, end] = [Math.min(...edits.map(({ at }) => at.start)), Math.max(...edits.map(({ at }) => at.end))];
  return secretsIn(source).some((secret) => secret.end > start && secret.start < end && !edits.some(({ at }) => at.start <= secret.start && secret.end <= at.end));
}

/** All edits of a fix as one, from the start of the first to the end of the last. */
function replacementOf({ edits }: Fix, source: string): Replacement {
  const start = Math.min(...edits.map(({ at }) => at.start));
  const end = Math.max(...edits.map(({ at }) => at.end));
  const text = applyEdits(source.slice(start, end), edits.map(({ at, text: written }) => ({ at: { ...at, start: at.start - start, end: at.end - start }, text: written })));
  return withinLines({ start, end, text }, source);
}

/** The same in lines that are there: a shared line end is left out, and behind the last one of the file there is none. */
function withinLines({ start, end, text }: Replacement, source: string): Replacement {
  const lineEnd = ['\r\n', '\n'].find((one) => source.endsWith(one, end)) ?? '';
  const inside = end - lineEnd.length;
  if (text.endsWith(lineEnd) && start <= inside) return { start, end: inside, text: text.slice(0, text.length - lineEnd.length) };
  // The line end before it goes in its place.
  if (end < source.length || !source.endsWith(lineEnd, start) || !(text === '' || text.endsWith(lineEnd))) return { start, end, text };
  return { start: start - lineEnd.length, end: inside, text: (lineEnd + text).slice(0, -lineEnd.length) };
}

/** Where reviewdog finds it in the lines of git: only a line feed ends one, and columns are bytes of UTF-8, those of a byte order mark among them. */
class GitLines {
  private readonly known = new Map<string, Lines>();

  range(text: string, { start, end }: Pick<SourceRange, 'start' | 'end'>): object {
    return { start: this.position(text, start), end: this.position(text, end) };
  }

  private position(text: string, offset: number): object {
    const lines = this.known.get(text) ?? new Lines(text, /\n/g);
    this.known.set(text, lines);
    const { line } = lines.position(offset);
    return { line, column: new TextEncoder().encode(text.slice(lines.start(line), offset)).length + 1 };
  }
}
