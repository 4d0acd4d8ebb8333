import { dirname, join } from 'node:path';
import type { Deployment } from '../model/deployment.ts';
import type { Language } from '../report/language.ts';
import { quotedToShow } from '../text/quoted.ts';
import { isAtWork, JOURNAL_NAME, journalIn, type JournalFound } from './journal.ts';
import { shownPath } from './path-kinds.ts';
import { cached } from './project-reader.ts';
import type { Project } from './project.ts';
import { sayError } from './sentences.ts';

/** The journals beside the files that a run reads; each directory is asked once. */
export class JournalsBeside {
  private readonly journalIn = cached(journalIn);

  of(project: Project, { texts }: Deployment): readonly JournalFound[] {
    const directories = [...texts.keys()].flatMap((name) => {
      const real = project.real(name);
      return real === null ? [] : dirname(real);
    });
    return [...new Set(directories)].flatMap((directory) => this.journalIn(directory) ?? []);
  }
}

/** The line about a journal, and its own path as the report shows it; `isNoted` where nothing was to be written. */
export function tellJournal(found: JournalFound, isNoted: boolean, cwd: string, language: Language): string {
  const data = { directory: quotedToShow(shownDirectory(found.directory, cwd)), files: found.state === 'whole' ? found.journal.files.map(({ path }) => shownPath(path, cwd)) : [] };
  return sayError(`${codeOf(found)}${isNoted ? '-noted' : ''}`, data, language);
}

export function shownJournal({ directory }: JournalFound, cwd: string): string {
  return shownPath(join(directory, JOURNAL_NAME), cwd);
}

/** Several journals of one fix are one. */
export function fixOf(found: JournalFound): string {
  return found.state === 'whole' ? found.journal.id : found.directory;
}

export function shownDirectory(directory: string, cwd: string): string {
  return directory === cwd ? '.' : shownPath(directory, cwd);
}

function codeOf(found: JournalFound): string {
  if (isAtWork(found)) return 'at-work';
  switch (found.state) {
    case 'whole':
      return 'broken-off';
    case 'begun':
      return 'broken-off-begun';
    case 'unreadable':
      return 'unreadable-journal';
    case 'foreign':
      return 'foreign-journal';
  }
}
