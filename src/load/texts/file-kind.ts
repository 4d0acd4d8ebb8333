import type { ShellName } from '../shell/shell-text.ts';

/** What a file with command lines is read as. */
export type FileKind = ShellName | 'markdown' | 'makefile' | 'yaml' | 'unit' | 'ini' | 'code' | 'prose';

const SCRIPTS: Readonly<Record<string, ShellName>> = {
  sh: 'sh',
  bash: 'sh',
  zsh: 'sh',
  ksh: 'sh',
  dash: 'sh',
  command: 'sh',
  envrc: 'sh',
  bashrc: 'sh',
  bash_aliases: 'sh',
  bash_profile: 'sh',
  zshrc: 'sh',
  profile: 'sh',
  bat: 'cmd',
  cmd: 'cmd',
  ps1: 'powershell',
  psm1: 'powershell',
};
const CODE = /^(?:py|pyw|js|jsx|ts|tsx|mjs|cjs|mts|cts|vue|json|json5|jsonc|go|java|kt|kts|groovy|gradle|rb|php|pl|lua|c|cc|cpp|h|hpp|cs|rs|swift|scala|dart|toml|tf|jenkinsfile|vagrantfile|rakefile)$/;
const SHEBANG = /^\uFEFF?#!.*?\b(?:(bash|sh|dash|zsh|ash|ksh|busybox)|(pwsh|powershell)|(python|node|ruby|perl|php|deno|bun))/;

/** The file's name tells, otherwise its first line. */
export function kindOf(file: string, text: string): FileKind {
  const name = (file.split(/[\\/]/).at(-1) ?? '').toLowerCase();
  const extension = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  const [, sh, powershell, code] = SHEBANG.exec(text.slice(0, 200)) ?? [];
  const script = SCRIPTS[extension] ?? (sh !== undefined ? 'sh' : powershell !== undefined ? 'powershell' : undefined);
  if (/^(?:md|markdown|mdx|mkd|mdown|rmd|qmd)$/.test(extension)) return 'markdown';
  if (/^(?:gnu|bsd)?makefile(?:\..*)?$/.test(name) || /^(?:mk|mak|make)$/.test(extension)) return 'makefile';
  if (/^(?:yml|yaml)$/.test(extension)) return 'yaml';
  if (extension === 'service' || extension === 'container' || /\.service\.d[\\/][^\\/]+\.conf$/.test(file)) return 'unit';
  if (extension === 'ini') return 'ini';
  if (script !== undefined && !CODE.test(extension)) return script;
  return code !== undefined || CODE.test(extension || name) ? 'code' : 'prose';
}
