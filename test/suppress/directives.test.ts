import { describe, expect, it } from 'vitest';
import { commentsIn } from '../../src/load/comments.ts';
import { readDirectives } from '../../src/suppress/directives.ts';

/** The directives of a file: kind, rules, reason; and what is meant as one and is none. */
function read(file: string, text: string): unknown[] {
  const { directives, malformed } = readDirectives(commentsIn(file, text));
  for (const { at, rules } of directives) for (const { value, at: place } of rules) expect(text.slice(place.start, place.end), text.slice(at.start, at.end)).toBe(value);
  return [...directives.map(({ kind, rules, reason }) => [kind, rules.map(({ value }) => value), reason]), ...malformed.map(({ id }) => id)];
}

describe('directives', () => {
  it.each<[string, unknown[]]>([
    ['# zlm-lint-disable-line', [['disable-line', [], null]]],
    ['#zlm-lint-disable-next-line a-b', [['disable-next-line', ['a-b'], null]]],
    ['## zlm-lint-disable a-b, c-d ,e-f,', [['disable', ['a-b', 'c-d', 'e-f'], null]]],
    ['# zlm-lint-enable a-b，c-d、e-f', [['enable', ['a-b', 'c-d', 'e-f'], null]]],
    ['# zlm-lint-disable-file a-b -- why -- not', [['disable-file', ['a-b'], 'why -- not']]],
    ['# zlm-lint-disable-line --   ', [['disable-line', [], null]]],
    ['# zlm-lint-disable-line -- 原因', [['disable-line', [], '原因']]],
    ['# zlm-lint-disable-line a--b', [['disable-line', ['a--b'], null]]],
    ['# zlm-lint-disable-line a-b c-d', ['no-separator']],
    ['# zlm-lint-disable-line: a-b', ['unknown-directive']],
    ['# zlm-lint-Disable', ['unknown-directive']],
    ['# ZLM-LINT disable', ['unknown-directive']],
    ['# zlm-lint ignore', ['unknown-directive']],
    ['# zlm-lint: zlmediakit', []],
    ['# zlm-linter is another tool', []],
    ['# see zlm-lint-disable-line', []],
    ['#', []],
  ])('%s', (text, expected) => {
    expect(read('x.sh', text)).toEqual(expected);
  });
});

describe('comments', () => {
  const line = ['disable-line', [], null];
  it.each<[string, string, unknown[]]>([
    ['config.ini', '; zlm-lint-disable-line\n\t# zlm-lint-disable-line\nport=80 ; zlm-lint-disable-line\n', [line, line]],
    ['zlm.service', '[Service]\n# zlm-lint-disable-line\nExecStart=/bin/a # zlm-lint-disable-line\n', [line]],
    ['zlm.container', '; zlm-lint-disable-line\r\n[Container]\r\n', [line]],
    ['Makefile', 'a:\n\techo # zlm-lint-disable-line\n', [line]],
    ['x.sh', `echo '# zlm-lint-disable-line' "a # zlm-lint-disable-line"\necho "it's" # zlm-lint-disable-line`, [line]],
    ['x.sh', 'a=b#zlm-lint-disable-line\ntrue;# zlm-lint-disable-line', [line]],
    ['x.bat', 'REM zlm-lint-disable-line\n@rem zlm-lint-disable-line\n:: zlm-lint-disable-line\necho a& rem zlm-lint-disable-line\n# zlm-lint-disable-line\necho rem zlm-lint-disable-line', [line, line, line, line]],
    ['x.ps1', '# zlm-lint-disable-line\n<# zlm-lint-disable-line #> echo a', [line, line]],
    ['x.md', '<!-- zlm-lint-disable-line -->\n`<!-- zlm-lint-disable-line -->`\n# zlm-lint-disable-line\n\n    # zlm-lint-disable-line\n', [line, line]],
    ['x.md', "Don't. <!-- zlm-lint-disable-line a-b -- why -->", [['disable-line', ['a-b'], 'why']]],
    ['x.md', '```sh\n# zlm-lint-disable-line\n```\n~~~bat\nREM zlm-lint-disable-line\n~~~\n```python\n# zlm-lint-disable-line\n```\n', [line, line]],
    ['x.py', 'run("a # zlm-lint-disable-line") # zlm-lint-disable-line', [line]],
    ['x.ts', 'run(); // zlm-lint-disable-line', [line]],
    ['ci.yml', 'script: docker run a # zlm-lint-disable-line', [line]],
  ])('%s: %j', (file, text, expected) => {
    expect(read(file, text)).toEqual(expected);
  });

  it('are found at once in a text of nothing else', () => {
    for (const piece of ['#', '<!-- zlm-lint ', '# zlm-lint ', ' ;', '<# zlm-lint ', '& rem ', '"# zlm-lint', '\\ \n', '# zlm-lint-disable-next-line\n']) {
      const text = `zlm-lint${piece.repeat(200_000 / piece.length)}`;
      const start = performance.now();
      for (const file of ['x.sh', 'x.md', 'x.ps1', 'x.bat', 'x.ini', 'x.ts']) read(file, text);
      expect(performance.now() - start, JSON.stringify(piece)).toBeLessThan(3000);
    }
  });
});
