import { join } from 'node:path';
import { createColors } from 'picocolors';
import { rules } from '../../rules/index.ts';
import type { Language } from '../report/language.ts';
import { pagePath } from '../report/rule-page.ts';
import { rulesJson, rulesTable } from '../report/rules-report.ts';
import { terminalPage, type PageOptions } from '../report/terminal-page.ts';
import type { PageCommandOptions, RulesCommandOptions } from './options.ts';
import { readTextFile } from './read-text.ts';
import { sayFileError } from './sentences.ts';
import { complain, type Terminal } from './terminal.ts';

/** Larger than any page. */
const MOST_BYTES = 1_000_000;

/** Lists the rules; returns the exit code. */
export function rulesCommand(options: RulesCommandOptions, language: Language, { stdout }: Terminal): number {
  const metas = rules.map(({ meta }) => meta);
  stdout.write(options.format === 'json' ? rulesJson(metas) : rulesTable(metas, pageOptions(options, language, stdout)));
  return 0;
}

/** Shows the page of a rule; returns the exit code. */
export function explainCommand(rule: string, options: PageCommandOptions, language: Language, { home, stdout, stderr }: Terminal): number {
  const path = join(home, pagePath(rule, language));
  const read = readTextFile(path, { maxBytes: MOST_BYTES });
  if (!read.ok) {
    complain({ stderr }, `${path}: ${sayFileError(read.error, language)}`);
    return 2;
  }
  stdout.write(terminalPage(read.file.text, pageOptions(options, language, stdout)));
  return 0;
}

function pageOptions({ color }: PageCommandOptions, language: Language, { width, colors }: Terminal['stdout']): PageOptions {
  return { width, colors: createColors(colors(color)), language };
}
