import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';
import { optionRows, type CommandName } from '../../src/cli/option-table.ts';
import { commandOptions } from '../../src/cli/options.ts';
import { formatNames } from '../../src/report/formats/index.ts';
import { shells, type Shell } from '../../src/cli/program.ts';
import { ruleIds } from '../../src/cli/selection.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const subcommands = ['ports', 'cost', 'run', 'inspect', 'recover', 'init', 'rules', 'explain', 'completion'];
const here = ['media.yml', 'sub'];
const from = (start: string): string[] => ruleIds.filter((id) => id.startsWith(start));

function flagsOf(command: CommandName): string[] {
  const flags = commandOptions(command, 'en').flatMap(({ long }) => long ?? []);
  return [...flags, '--help', ...(command === 'lint' ? ['--version'] : [])];
}

/** What is on the line before the tab key, and all that the last word may become. */
const cases: Readonly<Record<string, readonly string[]>> = {
  'zlm-lint ': [...subcommands, ...here],
  'zlm-lint p': ['ports'],
  'zlm-lint m': ['media.yml'],
  'zlm-lint --fix ': [...subcommands, ...here],
  'zlm-lint media.yml s': ['sub'],
  'zlm-lint --on': ['--only'],
  'zlm-lint --lang ': ['en', 'zh'],
  'zlm-lint --lang=': ['--lang=en', '--lang=zh'],
  'zlm-lint --lang zh p': ['ports'],
  'zlm-lint --strategy m': ['minimal'],
  'zlm-lint --format ': formatNames,
  'zlm-lint ports --format ': ['table', 'json'],
  'zlm-lint rules --format=': ['--format=table', '--format=json'],
  'zlm-lint ports ': here,
  'zlm-lint ports --str': [],
  'zlm-lint -f ': here,
  'zlm-lint -f media.yml --project-directory ': ['sub'],
  'zlm-lint --file=m': ['--file=media.yml'],
  'zlm-lint explain ': ruleIds,
  'zlm-lint explain no-w': from('no-w'),
  'zlm-lint --rule ': ruleIds,
  'zlm-lint --rule=val': from('val').map((id) => `--rule=${id}`),
  'zlm-lint --rule valid-run=': ['off', 'info', 'warning', 'error'].map((level) => `valid-run=${level}`),
  'zlm-lint --rule=valid-run=w': ['--rule=valid-run=warning'],
  'zlm-lint --only val': from('val'),
  'zlm-lint --skip valid-run,no-w': from('no-w').map((id) => `valid-run,${id}`),
  'zlm-lint run --only=valid-run,no-w': from('no-w').map((id) => `--only=valid-run,${id}`),
  'zlm-lint completion ': shells,
  'zlm-lint rules ': [],
  'zlm-lint --max-ports ': [],
  ...Object.fromEntries((Object.keys(optionRows) as CommandName[]).map((command) => [command === 'lint' ? 'zlm-lint --' : `zlm-lint ${command} --`, flagsOf(command)])),
};

/** Runs the real shell once for all lines; for each the words that it offers, in the directory of the script. */
const complete: Readonly<Record<Shell, (lines: readonly string[], cwd: string) => string[][]>> = {
  bash(lines, cwd) {
    const calls = lines.map((line) => {
      const words = line.split(' ').flatMap((word) => word.split(/(=)/).filter((part, index) => part !== '' || index === 0));
      return `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _zlm_lint; printf '%s\\n' "\${COMPREPLY[@]}"; echo '<<<'`;
    });
    const answers = answersOf(start('bash', ['--norc', '-uc', `source ./script; ${calls.join('\n')}`], cwd));
    // Bash replaces what stands behind the last `=`.
    return answers.map((answer, index) => answer.map((word) => (/\S*=/.exec(lines[index]?.split(' ').at(-1) ?? '')?.[0] ?? '') + word));
  },
  fish(lines, cwd) {
    const calls = lines.map((line) => `complete -C '${line}'; echo '<<<'`);
    return answersOf(start('fish', ['--no-config', '-c', `source ./script\n${calls.join('\n')}`], cwd).replace(/\t.*/gm, ''));
  },
  zsh(lines, cwd) {
    writeFileSync(join(cwd, '.answers'), '');
    const setUp = [
      'PS1=; autoload -Uz compinit; compinit -u -D; source ./script',
      // What is added to the list is written down; a call that only asks (-O, -A, -D) adds nothing.
      'compadd() { local -a hits; [[ "${(j: :)@[1,(i)(-|--)]}" == *-[OAD]\\ * ]] || { builtin compadd -A hits "$@"; print -rl -- "${(@)hits/#/$IPREFIX}" >> .answers }; builtin compadd "$@" }',
      'tab() { zle list-choices; LBUFFER=; print -r -- "<<<" >> .answers }; zle -N tab; bindkey "^T" tab',
    ];
    const script = [
      'zmodload zsh/zpty; zpty z zsh -f -i',
      ...setUp.map((line) => `zpty -w z '${line.replaceAll("'", `'\\''`)}'`),
      'for ((n = 1; n <= $#; n++)); do zpty -w -n z "${@[n]}"$\'\\x14\'; for i in {1..500}; do zpty -r -t z x; [[ $(grep -c "<<<" .answers) -ge $n ]] && break; sleep 0.01; done; done',
      'zpty -d z; cat .answers',
    ];
    return answersOf(start('zsh', ['-f', '-c', script.join('\n'), 'zsh', ...lines], cwd));
  },
};

function start(shell: string, args: readonly string[], cwd: string): string {
  const { stdout, stderr, status } = spawnSync(shell, args, { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: cwd, TERM: 'dumb', LC_ALL: 'C' } });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout;
}

/** Directories with a slash behind them or without, each word once. */
function answersOf(output: string): string[][] {
  return output.split('<<<\n').slice(0, -1).map((answer) => [...new Set(answer.split('\n').map((word) => word.replace(/\/$/, '')))].filter((word) => word !== ''));
}

function isInstalled(shell: Shell): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

describe.each(shells)('%s', (shell) => {
  const installed = isInstalled(shell);

  it('has a script without anything left out, in both languages', () => {
    for (const language of ['en', 'zh'] as const) {
      const script = completionScript(shell, language);
      expect(script).not.toMatch(/undefined|\[object|NaN/);
      expect(script).toContain(`zlm-lint completion ${shell}`);
    }
    if (shell !== 'bash') expect(completionScript(shell, 'zh')).toContain('列出全部规则');
  });

  describe.skipIf(!installed)(installed ? 'completes' : `completes: NOT TESTED, ${shell} is not installed here`, () => {
    const answers = new Map<string, readonly string[]>();

    beforeAll(() => {
      const cwd = temporaryDirectory({ 'media.yml': '', 'sub/other.yml': '' });
      writeFileSync(join(cwd, '.hidden'), '');
      writeFileSync(join(cwd, 'script'), completionScript(shell, 'en'));
      const lines = Object.keys(cases);
      complete[shell](lines, cwd).forEach((answer, index) => answers.set(lines[index] ?? '', answer));
    });

    it.each(Object.entries(cases))('%s', (line, expected) => {
      const hidden = ['script', '.hidden', '.answers', '.zcompdump'];
      // Zsh offers options of its own accord where there is nothing else; the short ones are not asked for.
      const flags = (word: string): boolean => (/ -\S*$/.test(line) ? word.startsWith('--') : !word.startsWith('-'));
      const offered = (answers.get(line) ?? []).filter((word) => !hidden.includes(word) && flags(word));
      expect(offered.sort()).toEqual([...expected].sort());
    });
  });

  it.skipIf(!installed)(`is accepted by ${shell} in both languages`, () => {
    for (const language of ['en', 'zh'] as const) start(shell, ['-n', '-c', completionScript(shell, language)], temporaryDirectory());
  });
});
