import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createColors } from 'picocolors';
import { isForPeople } from '../report/formats/index.ts';
import type { StylishOptions } from '../report/formats/stylish.ts';
import type { Language } from '../report/language.ts';
import { pagePath } from '../report/rule-page.ts';
import { say } from '../report/sentences.ts';
import { languageOf } from './language.ts';
import { lintProjects } from './lint-projects.ts';
import type { LintCommandOptions } from './options.ts';
import { outputsOf } from './outputs.ts';
import { patchPath } from './patch-path.ts';
import type { ProjectsRead } from './projects.ts';
import { publish } from './publish.ts';
import { sayError } from './sentences.ts';
import { complain, type Program, type Terminal } from './terminal.ts';

/** Lints, fixes when asked to, and tells of it; resolves to the exit code. `line`: the command line that was given as arguments. */
export async function lintCommand(read: ProjectsRead, options: LintCommandOptions, { language, terminal, program, line = null }: { readonly language: Language; readonly terminal: Terminal; readonly program: Program; readonly line?: readonly string[] | null }): Promise<number> {
  const outputs = outputsOf(options, terminal);
  const done = lintProjects(read, options, { terminal, program, language, line, isShown: outputs.files.length === 0 && outputs.stdout.every((name) => name === 'stylish') });
  if ('refused' in done) {
    complain(terminal, done.refused);
    return 2;
  }
  const { run, notes, crashes, changes, fixedStdin, taken, code } = done;
  for (const crash of crashes) terminal.stderr.tell(`${crash}\n`);
  const stream = run.mode === 'diff' || fixedStdin !== null ? terminal.stderr : terminal.stdout;
  const refused: string[] = [];
  if (run.mode === 'diff') {
    const { text, applies } = (await import('../report/unified-diff.ts')).unifiedDiff(changes.map((change) => ({ ...change, path: patchPath(change.path, terminal.cwd) })));
    if (!terminal.stdout.givePatch(text)) refused.push(sayError('patch-in-log', {}, language));
    else if (applies !== 'always') complain(terminal, say({ id: `report.patch-${applies}` }, language));
  }
  if (fixedStdin !== null && !terminal.stdout.giveFile(fixedStdin)) refused.push(sayError('text-in-log', {}, language));
  const page: StylishOptions = { width: stream.width, colors: createColors(stream.colors(options.color)), ...pages(stream.links(options.color), language, terminal) };
  const shown = read.allIgnored === true ? outputs.stdout.filter((name) => !isForPeople(name)) : outputs.stdout;
  const { unwritten, notes: unsummarised } = await publish({ outputs: { ...outputs, stdout: shown }, run, page, stream, taken }, terminal);
  for (const note of [...notes, ...unsummarised]) complain(terminal, note);
  for (const { path, say: words } of run.errors) complain(terminal, `${path}: ${words(language)}`);
  const undone = [...unwritten, ...refused];
  for (const text of undone) complain(terminal, text);
  return run.errors.length > 0 || undone.length > 0 ? 2 : code;
}

/** How a finding leads to the page of its rule. */
export function pages(links: boolean, language: Language, { home, env }: Terminal): Pick<StylishOptions, 'pageAddress' | 'pageCommand'> {
  const asked = languageOf([], env) === language ? '' : ` --lang ${language}`;
  return { pageAddress: links ? (rule) => pathToFileURL(join(home, pagePath(rule, language))).href : null, pageCommand: (rule) => `zlm-lint explain ${rule}${asked}` };
}
