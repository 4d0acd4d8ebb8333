import type { ShellName, ShellText } from '../shell/shell-text.ts';
import { textsInMakefile } from './makefile.ts';
import { textsInMarkdown } from './markdown.ts';
import { linesOf, mentionsTool } from './piece.ts';
import { textsInProse, toolsIn } from './prose.ts';
import { textsInUnit } from './systemd.ts';
import { textsInYaml } from './yaml.ts';

export { commandsInLists } from './list.ts';

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

/** The pieces of a file in which a shell, or a person with a shell, finds commands of a container tool; the file's name tells how it is read. */
export function textsIn(file: string, text: string): readonly ShellText[] {
  if (!mentionsTool(text)) return [];
  const name = (file.split(/[\\/]/).at(-1) ?? '').toLowerCase();
  const extension = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  const [, sh, powershell, code] = SHEBANG.exec(text.slice(0, 200)) ?? [];
  const script = SCRIPTS[extension] ?? (sh !== undefined ? 'sh' : powershell !== undefined ? 'powershell' : undefined);
  if (/^(?:md|markdown|mdx|mkd|mdown|rmd|qmd)$/.test(extension)) return textsInMarkdown(text);
  if (/^(?:gnu|bsd)?makefile(?:\..*)?$/.test(name) || /^(?:mk|mak|make)$/.test(extension)) return textsInMakefile(text);
  if (/^(?:yml|yaml)$/.test(extension)) return textsInYaml(text);
  if (extension === 'service' || /\.service\.d[\\/][^\\/]+\.conf$/.test(file)) return textsInUnit(text);
  if (script !== undefined && !CODE.test(extension)) return [wholeText(script, text)];
  return textsInProse(text, linesOf(text), toolsIn(text), code !== undefined || CODE.test(extension || name));
}

function wholeText(shell: ShellName, text: string): ShellText {
  const from = text.startsWith('\uFEFF') ? 1 : 0;
  return { shell, text: text.slice(from), places: [{ at: 0, from }], tolerant: false };
}
