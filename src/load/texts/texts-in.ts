import type { ShellName, ShellText } from '../shell/shell-text.ts';
import { kindOf } from './file-kind.ts';
import { textsInMakefile } from './makefile.ts';
import { textsInMarkdown } from './markdown.ts';
import { linesOf, mentionsTool } from './piece.ts';
import { textsInProse, toolsIn } from './prose.ts';
import { textsInUnit } from './systemd.ts';
import { textsInYaml } from './yaml.ts';

export { commandsInLists } from './list.ts';

/** The pieces of a file in which a shell, or a person with a shell, finds commands of a container tool; the file's name tells how it is read. */
export function textsIn(file: string, text: string): readonly ShellText[] {
  if (!mentionsTool(text)) return [];
  const kind = kindOf(file, text);
  switch (kind) {
    case 'markdown':
      return textsInMarkdown(text);
    case 'makefile':
      return textsInMakefile(text);
    case 'yaml':
      return textsInYaml(text);
    case 'unit':
      return textsInUnit(text);
    case 'sh':
    case 'cmd':
    case 'powershell':
      return [wholeText(kind, text)];
    default:
      return textsInProse(text, linesOf(text), toolsIn(text), kind === 'code');
  }
}

function wholeText(shell: ShellName, text: string): ShellText {
  const from = text.startsWith('\uFEFF') ? 1 : 0;
  return { shell, text: text.slice(from), places: [{ at: 0, from }], tolerant: false };
}
