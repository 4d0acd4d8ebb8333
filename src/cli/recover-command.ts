import { lstatSync, readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Language } from '../report/language.ts';
import { quotedToShow } from '../text/quoted.ts';
import { isCopyName, isReportName } from './copy-names.ts';
import { SKIPPED } from './find-files.ts';
import { waitForJournal } from './hold-journal.ts';
import { isAtWork, JOURNAL_NAME, journalIn, type Journal, type JournalFound } from './journal.ts';
import { fixOf, shownDirectory, shownJournal } from './journals-beside.ts';
import { remove } from './new-file.ts';
import type { RecoverCommandOptions } from './options.ts';
import { shownPath } from './path-kinds.ts';
import { cached } from './project-reader.ts';
import { readErrorOf, type ReadError } from './read-text.ts';
import { discardBegun, recover, type Recovery, type Standing } from './recover.ts';
import { sayError, sayFileError } from './sentences.ts';
import { complain, type Terminal } from './terminal.ts';

/** No report is being written for as long as this. */
const LONG = 60_000;

/** Finishes or undoes what was broken off; resolves to the exit code. */
export function recoverCommand(paths: readonly string[], { undo }: RecoverCommandOptions, language: Language, terminal: Terminal): number {
  const { cwd, stdout } = terminal;
  const search = new Search();
  for (const path of paths.length === 0 ? ['.'] : paths) search.at(resolve(cwd, path));
  const errors = search.errors.map((error) => `${shownPath(error.path, cwd)}: ${sayFileError(error, language)}`);
  const lines: string[] = [];
  const seen = new Set<string>();
  for (const directory of search.withJournal) {
    const found = waitForJournal(directory);
    if (found === null || seen.has(fixOf(found))) continue;
    seen.add(fixOf(found));
    const told = recovered(found, undo === true, cwd, language);
    (told.isDone ? lines : errors).push(...told.lines);
  }
  for (const path of search.reports) {
    if (isOld(path) && remove(path)) lines.push(`${shownPath(path, cwd)}: ${sayError('recover-report', {}, language)}`);
  }
  // What a journal told of is gone by now, or has been named; and whoever is writing has a journal for as long as copies, so the journal is asked for first.
  const foundIn = cached(journalIn);
  const strays = search.copies.filter((path) => foundIn(dirname(path)) === null && isThere(path));
  errors.push(...strays.map((path) => `${shownPath(path, cwd)}: ${sayError('recover-stray', {}, language)}`));
  if (lines.length === 0 && errors.length === 0) lines.push(sayError('recover-nothing', {}, language));
  for (const line of lines) stdout.tell(`${line}\n`);
  for (const line of errors) complain(terminal, line);
  return errors.length === 0 ? 0 : 2;
}

interface Told {
  readonly isDone: boolean;
  readonly lines: readonly string[];
}

function recovered(found: JournalFound, undo: boolean, cwd: string, language: Language): Told {
  const say = (code: string): string => `${shownJournal(found, cwd)}: ${sayError(code, {}, language)}`;
  if (isAtWork(found)) return { isDone: false, lines: [say('recover-at-work')] };
  switch (found.state) {
    case 'whole':
      return outcomeOf(recover(found.journal, undo), found, undo, cwd, language);
    case 'begun':
      return discardBegun(found) ? { isDone: true, lines: [`${shownDirectory(found.directory, cwd)}: ${sayError('recover-unchanged', {}, language)}`] } : { isDone: false, lines: [say('recover-unreadable')] };
    case 'unreadable':
      return { isDone: false, lines: [say('recover-unreadable')] };
    case 'foreign':
      return { isDone: false, lines: [say('recover-foreign')] };
  }
}

function outcomeOf(recovery: Recovery, found: JournalFound, undo: boolean, cwd: string, language: Language): Told {
  const place = shownDirectory(found.directory, cwd);
  switch (recovery.outcome) {
    case 'finished':
    case 'undone': {
      const code = recovery.put.length > 0 ? `recover-${recovery.outcome}` : recovery.outcome === 'finished' ? 'recover-complete' : 'recover-unchanged';
      return { isDone: true, lines: [`${place}: ${sayError(code, { files: filesOf(recovery.journal, cwd) }, language)}`] };
    }
    case 'refused':
      return { isDone: false, lines: [`${shownPath(recovery.error.path, cwd)}: ${sayFileError(recovery.error, language)}`] };
    case 'stuck':
      return { isDone: false, lines: [...recovery.standing.map((one) => standingLine(one, cwd, language)), `${shownJournal(found, cwd)}: ${sayError(undo && recovery.mayFinish ? 'recover-no-undo' : 'recover-stuck', { directory: quotedToShow(place) }, language)}`] };
  }
}

function filesOf({ files }: Journal, cwd: string): readonly string[] {
  return files.map(({ path }) => shownPath(path, cwd));
}

function standingLine({ file, lies, isMade, next, undo }: Standing, cwd: string, language: Language): string {
  const said = (code: string, copy: string | null): string => (copy === null ? '' : sayError(code, { copy: shownPath(copy, cwd) }, language));
  const copies = (lies === 'new' ? '' : said('lies-next', next)) + (lies === 'old' ? '' : said('lies-undo', undo));
  return `${shownPath(file.path, cwd)}: ${sayError(lies === 'new' && file.old === null && !isMade ? 'lies-unproven' : `lies-${lies}`, { copies }, language)}`;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isOld(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > LONG;
}

/** What was left behind below directories, or beside files. */
class Search {
  readonly withJournal = new Set<string>();
  readonly reports: string[] = [];
  readonly copies: string[] = [];
  readonly errors: ReadError[] = [];
  private readonly seen = new Set<string>();

  at(path: string): void {
    try {
      const real = realpathSync.native(path);
      if (statSync(real).isDirectory()) this.below(real);
      else this.entriesOf(dirname(real));
    } catch (error) {
      this.errors.push(readErrorOf(path, error));
    }
  }

  private below(directory: string): void {
    for (const entry of this.entriesOf(directory)) {
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) this.below(join(directory, entry.name));
    }
  }

  private entriesOf(directory: string): readonly Dirent[] {
    try {
      const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
      if (!this.seen.has(directory)) entries.forEach((entry) => this.note(directory, entry.name));
      this.seen.add(directory);
      return entries;
    } catch (error) {
      this.errors.push(readErrorOf(directory, error));
      return [];
    }
  }

  private note(directory: string, name: string): void {
    if (name === JOURNAL_NAME) this.withJournal.add(directory);
    else if (isReportName(name)) this.reports.push(join(directory, name));
    else if (isCopyName(name)) this.copies.push(join(directory, name));
  }
}
