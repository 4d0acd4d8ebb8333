import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { main } from '../../src/cli/main.ts';
import { output, type Output, type Terminal } from '../../src/cli/terminal.ts';
import type { Language } from '../../src/report/language.ts';

export const project = join(import.meta.dirname, '../..');
/** Where the temporary copy of an example seems to lie. */
const PLACE = '/srv/zlm';

/** What a person sees of one run: no colours, 80 columns, the example copied to a directory that git does not track. */
export interface Session {
  readonly words: readonly string[];
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The Compose files and scripts afterwards, by name. */
  readonly after: Readonly<Record<string, string>>;
}

export const COMPOSE_FILE = 'docker-compose.yml';

/** Runs the program in a copy of an example; `prepare` may change the copy first, and say what the world around it is like. */
export async function run(example: string, words: readonly string[], language: Language, prepare?: (directory: string) => Pick<Terminal, 'env' | 'hostFiles'> | void): Promise<Session> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'zlm-lint-golden-')));
  try {
    cpSync(join(project, 'examples', example), directory, { recursive: true });
    const world = prepare?.(directory) ?? { env: {} };
    const [stdout, stderr] = [recorder(), recorder()];
    const terminal: Terminal = {
      argv: words,
      cwd: directory,
      home: project,
      ...world,
      env: { ...world.env, LC_ALL: language === 'zh' ? 'zh_CN.UTF-8' : 'en_US.UTF-8' },
      stdin: nothing(),
      stdout: stdout.output,
      stderr: stderr.output,
    };
    const code = await main(terminal, manifest);
    const shown = (text: string): string => text.replaceAll(directory, PLACE);
    return { words, code, stdout: shown(stdout.text()), stderr: shown(stderr.text()), after: composeFiles(directory) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The texts of a directory that a fix may change, by name; fixed forms and copies are none. */
export function composeFiles(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(?:ya?ml|sh|ini|toml|conf)$|^\.env$/.test(entry.name));
  return Object.fromEntries(names.map((entry) => relative(directory, join(entry.parentPath, entry.name))).sort().map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

/** The text of a golden file. */
export function goldenText({ words, code, stdout, stderr }: Session): string {
  return [`$ ${commandLine(words)}`, `exit code ${code}`, '', '--- stdout ---', `${stdout}--- stderr ---`, stderr].join('\n');
}

/** The same as a terminal shows it, for a code block; `last`: only so many paragraphs at its end. */
export function transcript({ words, stdout, stderr }: Session, last: number | null = null): string {
  const shown = stdout + stderr;
  const text = last === null ? shown : `…\n${shown.split('\n\n').slice(-last).join('\n\n')}`;
  return `$ ${commandLine(words)}\n${text}`;
}

function commandLine(words: readonly string[]): string {
  return ['zlm-lint', ...words].join(' ');
}

function recorder(): { readonly output: Output; readonly text: () => string } {
  let written = '';
  const write = (text: string): void => void (written += text);
  return { output: output({ write }, {}), text: () => written };
}

async function* nothing(): AsyncGenerator<never> {
  // Standard input is empty.
}
