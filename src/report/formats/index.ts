import type { PublishedRun } from '../run-report.ts';
import type { StylishOptions } from './stylish.ts';

/** The forms of a lint's report; the first is for people at a terminal. */
export const formatNames = ['stylish', 'json', 'github', 'sarif', 'gitlab', 'junit', 'checkstyle', 'rdjson', 'markdown'] as const;

export type FormatName = (typeof formatNames)[number];

/** Writes a report; `page` is the terminal it may be shown on. */
export type Format = (run: PublishedRun, page: StylishOptions) => string | Promise<string>;

/** Each is loaded when it is asked for. */
const formats: Readonly<Record<FormatName, () => Promise<Format>>> = {
  stylish: async () => (await import('./stylish.ts')).stylishReport,
  json: async () => (await import('./json.ts')).jsonReport,
  github: async () => (await import('./github.ts')).githubReport,
  sarif: async () => (await import('./sarif.ts')).sarifReport,
  gitlab: async () => (await import('./gitlab.ts')).gitlabReport,
  junit: async () => (await import('./junit.ts')).junitReport,
  checkstyle: async () => (await import('./checkstyle.ts')).checkstyleReport,
  rdjson: async () => (await import('./rdjson.ts')).rdjsonReport,
  markdown: async () => (await import('./markdown.ts')).markdownReport,
};

/** People read them, in the language of the run; the others are English unless the command line names a language. */
const forPeople: ReadonlySet<FormatName> = new Set(['stylish', 'github', 'markdown']);

export function isForPeople(name: FormatName): boolean {
  return forPeople.has(name);
}

export async function loadFormat(name: FormatName): Promise<Format> {
  return formats[name]();
}
