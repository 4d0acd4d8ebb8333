import type { Located } from '../model/source.ts';
import type { Directive, DirectiveKind, Malformed } from '../model/suppression.ts';
import { nearest } from '../text/nearest.ts';

export const kinds: readonly DirectiveKind[] = ['disable-next-line', 'disable-line', 'disable', 'enable', 'disable-file'];

/** What opens a comment in any of the files that are read. */
const MARK = /^(?:#+|;+|:{2,}|\/{2,}|<!--+|<#|&?[ \t]*@?rem\b)\s*/i;
const NAMED = /^zlm-lint-(\S*)/;
/** Written as people misremember it. */
const MEANT = /^(zlm-lint[ \t:_-]*(?:(?:dis|en)able|ignore|off)[^\s,]*)/i;
/** Parts the rules from the reason. */
const REASON = /(?:^|\s)--(?=\s|$)/;

export interface DirectivesRead {
  readonly directives: readonly Directive[];
  readonly malformed: readonly Malformed[];
}

/** The directives among the comments, each of which is given with what opens it; a comment that is none of them is not looked at. */
export function readDirectives(comments: readonly Located<string>[]): DirectivesRead {
  const directives: Directive[] = [];
  const malformed: Malformed[] = [];
  for (const comment of comments) {
    const read = readDirective(comment);
    if (read === null) continue;
    if ('id' in read) malformed.push(read);
    else directives.push(read);
  }
  return { directives, malformed };
}

function readDirective({ value, at }: Located<string>): Directive | Malformed | null {
  const open = MARK.exec(value)?.[0].length ?? 0;
  const body = value.slice(open).trimEnd().replace(/(?:-->|#>)$/, '').trimEnd();
  const word = NAMED.exec(body)?.[1];
  const kind = kinds.find((one) => one === word);
  if (kind === undefined) {
    const meant = word === undefined ? MEANT.exec(body)?.[1] : `zlm-lint-${word}`;
    if (meant === undefined) return null;
    const like = meant.replace(/^zlm-lint[ \t:_-]*/i, '');
    return { id: 'unknown-directive', word: meant, near: `zlm-lint-${nearest(like, kinds, { always: true }) ?? kinds[0]}`, at };
  }
  const start = open + 'zlm-lint-'.length + kind.length;
  const rest = body.slice(start - open);
  const cut = REASON.exec(rest);
  const list = cut === null ? rest : rest.slice(0, cut.index);
  const reason = cut === null ? '' : rest.slice(cut.index + cut[0].length).trim();
  const rules: Located<string>[] = [];
  for (const { 0: token, index } of list.matchAll(/[^,，、]+/g)) {
    const name = token.trim();
    if (name === '') continue;
    if (/\s/.test(name)) return { id: 'no-separator', text: list.trim(), at };
    const from = at.start + start + index + token.indexOf(name);
    rules.push({ value: name, at: { file: at.file, start: from, end: from + name.length }, origin: 'written' });
  }
  return { kind, at, rules, reason: reason === '' ? null : reason };
}
