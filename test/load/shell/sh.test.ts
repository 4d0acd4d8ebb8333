import { describe, expect, it } from 'vitest';
import { placeInFile, type Word } from '../../../src/load/shell/shell-text.ts';
import { readSh } from '../../../src/load/shell/sh.ts';

/** The words of each command; `?` stands before what is not known, `*` behind what may be no word or several. */
function listed(text: string): string[][] {
  return readSh(text).commands.map(({ words }) => words.map(listedWord));
}

function listedWord({ value, loose }: Word): string {
  return (typeof value === 'string' ? value : `?${value.unknown}`) + (loose ? '*' : '');
}

describe('commands', () => {
  it.each<[string, string[][]]>([
    ['', []],
    ['# a\n\n', []],
    ['a b; c d & e && f || g\nh | i |& j', [['a', 'b'], ['c', 'd'], ['e'], ['f'], ['g'], ['h'], ['i'], ['j']]],
    ['( a; { b; } )', [['a'], ['b']]],
    ['x $(a "b c") `d` "$(e)" ${V:-$(f)} <(g) $(( $(h) ))', [['x', '?$(a "b c")*', '?`d`*', '?$(e)', '?${V:-$(f)}*', '?<(g)', '?$(( $(h) ))'], ['a', 'b c'], ['d'], ['e'], ['f'], ['g'], ['h']]],
    ['if a; then b; elif c; then d; else e; fi', [['a'], ['b'], ['c'], ['d'], ['e']]],
    ['for i in $(a); do b; done; while c; do d; done; until e; do f; done', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['case $(a) in b) c;; *) d;; esac', [['a'], ['c'], ['d']]],
    ['f() { a; }; function g { b; }; f', [['a'], ['b'], ['f']]],
    ['[[ $(a) == x ]]; (( $(b) > 1 )); time c; ! d; coproc e', [['a'], ['b'], ['c'], ['d'], ['e']]],
    ['A=1 B="x" a >f 2>&1 <g b', [['a', 'b']]],
    ['>/dev/null a; A=1; >b', [['a']]],
    ['a b # c d\n# e\nf', [['a', 'b'], ['f']]],
    ['a \\\n  b\\\nc \\\n\\\nd\n', [['a', 'bc', 'd']]],
    ['a && \\\nb', [['a'], ['b']]],
    ['env A=1 a B=2; exec b; export C=3 "D=4"', [['env', 'A=1', 'a', 'B=2'], ['exec', 'b'], ['export', 'C=3', 'D=4']]],
    ['cat <<E\n$(a)\nE\ncat <<\'E\'\n$(b)\nE\nc', [['cat'], ['a'], ['cat'], ['c']]],
    ['a b\r\nif c; then\r\n  d "e"\r\nfi\r\n', [['a', 'b'], ['c'], ['d', 'e']]],
  ])('%j', (text, expected) => {
    expect(listed(text)).toEqual(expected);
    expect(readSh(text).doubts).toEqual([]);
  });

  it('has offsets', () => {
    const text = 'A=1 x "a b" 80"80":80 $(y\\\n z) >f; \\\n w\\\n';
    const { commands } = readSh(text);
    expect(commands.map(({ start, end }) => text.slice(start, end))).toEqual(['A=1 x "a b" 80"80":80 $(y\\\n z) >f', 'y\\\n z', 'w']);
    expect(commands[0]?.words.map(({ start, end }) => text.slice(start, end))).toEqual(['x', '"a b"', '80"80":80', '$(y\\\n z)']);
    expect(commands[2]?.words.map(({ start, end }) => text.slice(start, end))).toEqual(['w']);
  });

  it('has offsets in a text with CRLF', () => {
    const text = 'a b\r\nc \\\r\n "d\r\ne" f\r\n';
    const { commands } = readSh(text);
    expect(commands.flatMap(({ words }) => words.map(({ start, end }) => text.slice(start, end)))).toEqual(['a', 'b', 'c', '"d\r\ne"', 'f']);
    expect(commands[1]?.words[1]).toMatchObject({ value: 'd\ne', origin: 'derived' });
  });

  it('places what stands behind escapes in backquotes at the backquotes', () => {
    const [outer, inner] = readSh('x `y \\$A`').commands;
    expect(outer?.words[1]).toMatchObject({ start: 2, end: 9, value: { unknown: '`y \\$A`' } });
    expect(inner?.words).toMatchObject([{ value: 'y', start: 2, end: 9, origin: 'derived' }, { value: { unknown: '$A' }, start: 2, end: 9 }]);
  });
});

describe('words', () => {
  it.each<[string, string | { unknown: string }, Word['origin'], Word['quote'], boolean]>([
    ['80:80', '80:80', 'written', '', false],
    ['端口', '端口', 'written', '', false],
    ["'80:80'", '80:80', 'written', "'", false],
    ["'a\"b'", 'a"b', 'written', "'", false],
    ['"80:80"', '80:80', 'written', '"', false],
    ['"a\'b c"', "a'b c", 'written', '"', false],
    ['""', '', 'written', '"', false],
    ['"a\\"b"', 'a"b', 'derived', '"', false],
    ['"a\\x"', 'a\\x', 'written', '"', false],
    ['"a\\\nb"', 'ab', 'derived', '"', false],
    ['80"80":80', '8080:80', 'derived', '', false],
    ['"a""b"', 'ab', 'derived', '', false],
    ['\\"a', '"a', 'derived', '', false],
    ['a\\ b', 'a b', 'derived', '', false],
    ["$'8080:80'", '8080:80', 'derived', '', false],
    ["$'a\\tb'", 'a\tb', 'derived', '', false],
    ['$"a"', 'a', 'derived', '', false],
    ['*.yml', '*.yml', 'derived', '', false],
    ['a?[bc]', 'a?[bc]', 'derived', '', false],
    ['~/x', '~/x', 'written', '', false],
    ['{a}', '{a}', 'written', '', false],
    ['"{a,b}"', '{a,b}', 'written', '"', false],
    ['$X', { unknown: '$X' }, 'derived', '', true],
    ['"$X"', { unknown: '$X' }, 'derived', '"', false],
    ['$X:$X/udp', { unknown: '$X:$X/udp' }, 'derived', '', false],
    ['"${X}:80"', { unknown: '${X}:80' }, 'derived', '"', false],
    ['$X$Y', { unknown: '$X$Y' }, 'derived', '', true],
    ['--x=$(y)', { unknown: '--x=$(y)' }, 'derived', '', false],
    ['$(y)', { unknown: '$(y)' }, 'derived', '', true],
    ['"$(y)"', { unknown: '$(y)' }, 'derived', '"', false],
    ['`y`', { unknown: '`y`' }, 'derived', '', true],
    ['"$@"', { unknown: '$@' }, 'derived', '"', true],
    ['"$*"', { unknown: '$*' }, 'derived', '"', false],
    ['"${A[@]}"', { unknown: '${A[@]}' }, 'derived', '"', true],
    ['$1', { unknown: '$1' }, 'derived', '', true],
    ['"$?"', { unknown: '$?' }, 'derived', '"', false],
    ['$((X+1))', { unknown: '$((X+1))' }, 'derived', '', false],
    ['$((8000+80)):80', '8080:80', 'derived', '', false],
  ])('%s', (word, value, origin, quote, loose) => {
    const { commands } = readSh(`x ${word}\n`);
    expect(commands[0]?.words.slice(1)).toEqual([{ value, start: 2, end: 2 + word.length, origin, quote, loose }]);
  });
});

describe('here-documents', () => {
  it.each<[string, string | null]>([
    ['cat > f <<\'E\'\na $B\nE\n', 'a $B\n'],
    ['bash <<E\na\nb\nE\nc', 'a\nb\n'],
    ['bash <<-E\n\ta\n\t\tb\n\n\tE\nc', 'a\nb\n\n'],
    ['bash <<-E\r\n\ta\r\n\t\tb\r\n\tE\r\nc', 'a\nb\n'],
    ['bash <<A <<B\na\nA\nb\nB\n', 'b\n'],
    ['bash <<A </dev/null\na\nA\n', null],
    ['bash 3<<A\na\nA\n', null],
    ['bash <<E\nE\n', ''],
    ['bash <<<"docker run x"', 'docker run x'],
    ["bash <<< 'a $b'", 'a $b'],
    ['bash <<< a', 'a'],
    ['bash <<< "a $b"', null],
    ['bash <<< "a\\"b"', null],
    ['bash', null],
  ])('%j', (text, expected) => {
    const input = readSh(text, { tolerant: true }).commands[0]?.input ?? null;
    expect(input?.text ?? null).toBe(expected);
    if (input === null) return;
    expect(input).toMatchObject({ shell: 'sh', tolerant: true });
    const found = [...input.text].map((_, at) => text.charAt(placeInFile(input.places, at)));
    expect(found.join('')).toBe(expected);
  });
});

describe('a comment in a substitution', () => {
  // What Bash passes: printf '<%s>' and these words.
  it.each<[string, string[]]>([
    ['run -d `# web` -p 1:1 i', ['run', '-d', '-p', '1:1', 'i']],
    ['a \\\n `# it\'s` \\\n -p 1', ['a', '-p', '1']],
    ['a `# b \\` c` $(# d\n) `  ` `` $() e', ['a', 'e']],
    ['"`# a`" "$(# a\n)" "b`# c`d" e`# f`g', ['', '', 'bd', 'eg']],
    ['${X:-`# a`} "${X:-`# a`}" {b,`# c`}', ['', 'b']],
    ['`a` `;` $(A=1; # b\n)', ['?`a`*', '?`;`*', '?$(A=1; # b\n)*']],
  ])('%j', (text, expected) => {
    expect(listed(`x ${text}`)[0]?.slice(1)).toEqual(expected);
  });

  it('before the program, and in a variable', () => {
    expect(listed('`# a` docker run')).toEqual([['docker', 'run']]);
    expect(listed('A=`# a`; x "$A" $A b')).toEqual([['x', '', 'b']]);
  });
});

describe('braces', () => {
  it.each<[string, string[]]>([
    ['{80,443}:80', ['80:80', '443:80']],
    ['{1..3} {3..1} {01..03} {0..10..5} {a..c}', ['1', '2', '3', '3', '2', '1', '01', '02', '03', '0', '5', '10', 'a', 'b', 'c']],
    ['a{b,"c d"}e', ['abe', 'ac de']],
    ['{a,b}{1,2} {a,{b,c}}d {a,}', ['a1', 'a2', 'b1', 'b2', 'ad', 'bd', 'cd', 'a']],
    ['${V:-{a,b}} \\{a,b} {a,b\\} {,', ['{a,b}', '{a,b}', '{a,b}', '{,']],
    ['$A{x,y}', ['?$A{x,y}*', '?$A{x,y}*']],
    ['{1..99999}', ['?{1..99999}*']],
  ])('%s', (text, expected) => {
    expect(listed(`x ${text}`)[0]?.slice(1)).toEqual(expected);
  });
});

it('gives what stands before an unclosed quote', () => {
  for (const [text, at] of [['a b; c "d\ne', 7], ['a b\nc $(d', 6], ["a b\nc 'd; e", 6], ['a b\n`c', 4], ['a b\nc ${d', 6]] as const) {
    const { commands, doubts } = readSh(text);
    expect(commands.map(({ words }) => words.map(({ value }) => value))).toEqual([['a', 'b']]);
    expect(doubts).toContainEqual({ id: 'unclosed', start: at, end: at + 1 });
  }
});

it('goes on behind other errors', () => {
  expect(listed('a; }; b\nif c; then d')).toEqual([['a'], ['b'], ['c'], ['d']]);
  expect(readSh('a; }; b').doubts).toEqual([{ id: 'syntax', start: 3, end: 4 }]);
  expect(readSh('if a; then b').doubts).toMatchObject([{ id: 'syntax', start: 11, end: 12 }]);
});
