import { Option } from 'commander';
import { rules } from '../../rules/index.ts';
import type { Language } from '../report/language.ts';
import { bashScript } from './completion-bash.ts';
import { fishScript } from './completion-fish.ts';
import { zshScript } from './completion-zsh.ts';
import { optionRows, type CommandName, type OptionRow } from './option-table.ts';
import { shells, words, type Shell } from './program.ts';
import { levels } from './selection.ts';

/** What a shell offers for the value of an option, or for an argument; `choice` is a rule that may have a severity behind it, `rules` are separated by commas. */
export type Offer =
  | { readonly kind: 'files' | 'directories' | 'nothing' | 'rule' | 'rules' | 'choice' }
  | { readonly kind: 'words'; readonly words: readonly string[] };

export interface CompletedOption {
  readonly short: string | null;
  readonly long: string;
  readonly help: string;
  /** `null` for a flag. */
  readonly value: Offer | null;
  readonly repeatable: boolean;
}

export interface CompletedCommand {
  readonly name: CommandName;
  readonly help: string;
  readonly options: readonly CompletedOption[];
  readonly argument: Offer;
}

export interface CompletedProgram {
  /** Without a name on the command line it is the first. */
  readonly commands: readonly [CompletedCommand, ...CompletedCommand[]];
  readonly rules: readonly { readonly id: string; readonly help: string }[];
  readonly levels: readonly string[];
}

const scripts: Readonly<Record<Shell, (program: CompletedProgram) => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** What a shell has to run so that it completes the program's words; made from the tables that the program itself is made from. */
export function completionScript(shell: Shell, language: Language): string {
  const command = (name: CommandName, argument: Offer): CompletedCommand => {
    const options = [...optionRows[name].map((row) => completed(row, language)), flag('-h', '--help', words.help[language])];
    if (name === 'lint') options.push(flag('-V', '--version', words.version[language]));
    return { name, help: (name === 'lint' ? words.about : words[name])[language], options, argument };
  };
  return scripts[shell]({
    commands: [
      command('lint', { kind: 'files' }),
      command('ports', { kind: 'files' }),
      command('cost', { kind: 'files' }),
      command('run', { kind: 'nothing' }),
      command('inspect', { kind: 'files' }),
      command('recover', { kind: 'files' }),
      command('init', { kind: 'nothing' }),
      command('rules', { kind: 'nothing' }),
      command('explain', { kind: 'rule' }),
      command('completion', { kind: 'words', words: shells }),
    ],
    rules: rules.map(({ meta: { id, summary } }) => ({ id, help: summary[language].replaceAll('`', '') })),
    levels,
  });
}

/** Options behind which the next word is their value. */
export function flagsWithValue({ options }: CompletedCommand): string[] {
  return options.flatMap(({ short, long, value }) => (value === null ? [] : short === null ? [long] : [short, long]));
}

function flag(short: string, long: string, help: string): CompletedOption {
  return { short, long, help, value: null, repeatable: false };
}

function completed(row: OptionRow, language: Language): CompletedOption {
  const { short = null, long = row.flags } = new Option(row.flags);
  return { short: short ?? null, long, help: row.help[language], value: offerOf(row), repeatable: row.repeatable === true };
}

function offerOf({ flags, choices, rules: taken }: OptionRow): Offer | null {
  const [, value] = /<([^>]+)>/.exec(flags) ?? [];
  if (value === undefined) return null;
  if (choices !== undefined) return { kind: 'words', words: choices };
  if (taken !== undefined) return { kind: taken === 'choice' ? 'choice' : 'rules' };
  return { kind: value === 'file' || value === 'path' ? 'files' : value === 'dir' ? 'directories' : 'nothing' };
}
