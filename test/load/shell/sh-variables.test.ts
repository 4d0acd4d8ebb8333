import { describe, expect, it } from 'vitest';
import { readSh } from '../../../src/load/shell/sh.ts';

/** The arguments of every command that is called `x`, in a row. */
function passed(text: string): string[] {
  const commands = readSh(text).commands.filter(({ words }) => words[0]?.value === 'x');
  return commands.flatMap(({ words }) => words.slice(1).map(({ value, loose }) => (typeof value === 'string' ? value : `?${loose ? '*' : ''}`)));
}

describe('variables', () => {
  it.each<[string, string[]]>([
    ['A=80; x $A ${A}1 "$A:$A"', ['80', '801', '80:80']],
    ['A=80 B=$A; x $B; A=$A$A; x $A; A=1; x $A', ['80', '8080', '1']],
    ['x $A "$A" $A:80', ['?*', '?', '?']],
    ['x $A; A=80', ['?*']],
    ['A=5 x $A; x $A', ['?*', '?*']],
    ['export A=1; readonly B=2; declare -r C="3 4"; typeset D=5; x $A $B "$C" $D', ['1', '2', '3 4', '5']],
    ['declare -i A=1+1; declare -u B=b; declare C; x $A $B $C', ['?*', '?*', '?*']],
    ['export "A=80"; x $A; export "B=$Y"; x $B', ['80', '?*']],
    ['A=1; export A; x $A', ['1']],
    ['A=$Y; x $A; A=$(y); x "$A"; A="$1"; x $A', ['?*', '?', '?*']],
    ['A=~/d; x $A "{$A}"', ['~/d', '{~/d}']],
    ['A=1; unset A; x $A "$A" ${A:-d}', ['', 'd']],
    ['A=1; A+=2; x $A; B+=1; x $B', ['12', '?*']],
    ['A=1; . ./env.sh; x $A; A=2; x $A', ['?*', '2']],
    ['A=1; read A; x $A; printf -v B 1; x $B; printf B=1; getopts ab A; mapfile C; x $C', ['?*', '?*', '?*']],
    ['A=1; let A=2; x $A; A=1; (( A += 1 )); x $A; A=1; y $((A++)); x $A; eval "A=4"; x $A', ['?*', '?*', '?*', '?*']],
    ['A=1; printf "A=%s" A; eval "y $A"; x $A', ['1']],
    ['A=1; exec {A}>f; x $A', ['?*']],
    ['P=80; declare -n R=P; x $P; R=81; x $P; P=82; x $P $R; read R; x $P', ['80', '?*', '82', '?*', '?*']],
    ['P=80; R=1; declare -n R=Q Q=P; R=81; x $P; P=82; x $P; unset R; x $P', ['?*', '82', '?*']],
    ['f() { local -n R=$1; R=81; }; P=80; x $P; f P; x $P; P=82; x $P', ['80', '?*', '82']],
    ['f() { typeset -rn R="$1"; y "$R"; }; P=80; f P; x $P; export -n P; x $P', ['80', '80']],
  ])('%s', (text, expected) => {
    expect(passed(text)).toEqual(expected);
  });
});

describe('operators', () => {
  it.each<[string, string[]]>([
    ['x ${A:-9} ${A-9} "${A-}" ${A:-} ${A:-${B:-8}} "${A:-"9"}" ${A:-"a b"} ${A:-a b}', ['9', '9', '', '8', '9', 'a b', 'a', 'b']],
    ['A=; x ${A:-9} ${A-9} ${A:+9} ${A+9}', ['9', '9']],
    ['A=1; x ${A:-9} ${A:+y z} ${A:?m} ${A+"y z"} ${#A} ${A/1/2} "${A%1}" ${!A}', ['1', 'y', 'z', '1', 'y z', '1', '?*', '?', '?*']],
    ['x ${A:+y} "${A:+y}" ${A:?m}', ['?*', '?', '?*']],
    ['x ${A:=7} $A; : ${B:=8}; x $B', ['7', '7', '8']],
    ['V=${V:-30000-30500}; x $V:$V/udp', ['30000-30500:30000-30500/udp']],
    ['V=1; V=${V:-2}; x $V', ['1']],
    ['f() { V=${V:-1}; x $V; }', ['1']],
    ['f() { V=${V:-1}; x $V; V=2; }; g() { x ${V:-3}; }', ['?*', '?*']],
    ['A=8000; x $((A+80)) $(($A*2)) $(( (A-1) / 3 % 7 )) $((-A)) $((A>1?2:3)) $((0x10 + 010)) $((B)) $((1/0)) $((${A}+${C:-1}))',
      ['8080', '16000', '6', '-8000', '2', '24', '?', '?', '8001']],
  ])('%s', (text, expected) => {
    expect(passed(text)).toEqual(expected);
  });
});

describe('where a command need not run', () => {
  it.each<[string, string[]]>([
    ['A=1\nif y; then A=2; x $A; fi\nx $A', ['2', '?*']],
    ['if y; then A=1; else A=1; fi; x $A', ['1']],
    ['if y; then A=1; elif z; then A=1; else A=2; fi; x $A', ['?*']],
    ['if y; then A=1; fi; x ${A:-1}', ['?*']],
    ['if y; then B=1; fi; A=1; x $A', ['1']],
    ['case $1 in a) A=1;; *) A=1;; esac; x $A', ['1']],
    ['case $1 in a) A=1;; b) A=1;; esac; x $A', ['?*']],
    ['A=1; y && A=2; x $A; y || B=1; x $B', ['?*', '?*']],
    ['y && A=1 && x $A; y && A=1 || x $A', ['1', '?*']],
    ['A=1; (A=2; x $A); x $A; A=3 | y; A=4 & x $A; y $(A=5); x $A', ['2', '1', '1', '1']],
    ['{ A=1; }; x $A', ['1']],
    ['for p in 80 443; do x $p:$p $p; done; x $p', ['?', '?*', '?*']],
    ['A=1; for i in a b; do x $A; A=2; x $A; done; x $A', ['?*', '2', '?*']],
    ['A=1; while read B; do x $A $B; done; x $A', ['1', '?*', '1']],
    ['for ((i=0; i<3; i++)); do x $i; done', ['?*']],
    ['f() { x $A $B; }; A=1; f', ['?*', '?*']],
    ['A=1; f() { x $A; }; f', ['1']],
    ['f() { A=1; x $A; }; f; x $A', ['1', '?*']],
    ['f() { local A=1 B; x $A "$B"; }', ['1', '']],
    ['A=1; f() { x $A; . ./env; }', ['?*']],
  ])('%s', (text, expected) => {
    expect(passed(text)).toEqual(expected);
  });
});

describe('splitting', () => {
  it.each<[string, string[]]>([
    ['A="-p 80:80  -d "; x $A "$A" a${A}b; A=; x $A a$A "$A"', ['-p', '80:80', '-d', '-p 80:80  -d ', 'a-p', '80:80', '-d', 'b', 'a', '']],
    ['IFS=,; A=1,,2,; x $A "$A"', ['1', '', '2', '1,,2,']],
    ['IFS=$Y; A="1 2"; x $A "$A"', ['?*', '1 2']],
    ['A=(-d -p "a b"); A+=(c); x "${A[@]}" ${#A[@]} ${A[2]} "${A[2]}" "${A[*]}" $A', ['-d', '-p', 'a b', 'c', '4', 'a', 'b', 'a b', '-d -p a b c', '-d']],
    ['A=("a b" c); x ${A[*]} ${A[@]} "<${A[@]}>" "${A[@]:1}"', ['a', 'b', 'c', 'a', 'b', 'c', '<a b', 'c>', '?*']],
    ['A=(); x "${A[@]}" ${A[@]} ${A[@]+"${A[@]}"} ${A[@]:-d}', ['d']],
    ['A=(a "$Y" $Y:80); x "${A[@]}"; A+=($Y); x "${A[@]}"', ['a', '?', '?', '?*']],
    ['A=([3]=x); x "${A[@]}"; A=(a); A[1]=b; x "${A[@]}"; declare -A B=([a]=1); x ${B[a]}', ['?*', '?*', '?*']],
    ['A=({80,443}:80 $Z{1,2}); x ${#A[@]}; A=(-p{1..3}); x "${A[@]}"', ['?', '-p1', '-p2', '-p3']],
  ])('%s', (text, expected) => {
    expect(passed(text)).toEqual(expected);
  });

  it('gives every word of a variable the place of the variable', () => {
    const text = 'A="a b"; x $A';
    const words = readSh(text).commands[0]?.words.slice(1);
    expect(words).toEqual(['a', 'b'].map((value) => ({ value, start: 11, end: 13, origin: 'derived', quote: '', loose: false })));
  });
});
