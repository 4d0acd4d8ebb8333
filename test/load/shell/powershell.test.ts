import { describe, expect, it } from 'vitest';
import { readPowershell } from '../../../src/load/shell/powershell.ts';
import type { Word } from '../../../src/load/shell/shell-text.ts';

type Shown = string | { readonly unknown: string };

const commands = (text: string, tolerant = false): Shown[][] => readPowershell(text, { tolerant }).commands.map(({ words }) => words.map(({ value }) => value));
const unknown = (text: string) => ({ unknown: text });

describe('commands', () => {
  it.each<[string, Shown[][]]>([
    ['docker run -p 80:80 x', [['docker', 'run', '-p', '80:80', 'x']]],
    ['docker run -d `\r\n  -p 80:80 `\r\n  x\r\ndocker ps', [['docker', 'run', '-d', '-p', '80:80', 'x'], ['docker', 'ps']]],
    ['a; docker run x | b && c || d', [['a'], ['docker', 'run', 'x'], ['b'], ['c'], ['d']]],
    ['& "C:\\Docker\\docker.exe" run x', [['C:\\Docker\\docker.exe', 'run', 'x']]],
    ['docker run x > $null 2>&1', [['docker', 'run', 'x']]],
    ['docker run # c\n# docker run y\n<# docker run z\n#> docker run x#y', [['docker', 'run'], ['docker', 'run', 'x#y']]],
    ["docker run -e 'a ''b''' -e \"c `\"d`\" \"\"e\"\"\" x", [['docker', 'run', '-e', "a 'b'", '-e', 'c "d" "e"', 'x']]],
    ['docker run --name="a b" -e A=`$x`ty x', [['docker', 'run', '--name=a b', '-e', 'A=$x\ty', 'x']]],
    ['docker run --mount type=volume,src=a,dst=/b x', [['docker', 'run', '--mount', 'type=volume,src=a,dst=/b', 'x']]],
    ['if ($a -eq 1) { docker run a } else { docker run b }', [['if', unknown('($a -eq 1)')], [unknown('$a'), '-eq', '1'], ['docker', 'run', 'a'], ['else'], ['docker', 'run', 'b']]],
    ['function Go {\n  param([int]$P = 80)\n  docker run -p ${P}:80 x\n}', [['function', 'Go'], ['param', unknown('([int]$P = 80)')], ['docker', 'run', '-p', unknown('${P}:80'), 'x']]],
    ['$id = docker run x', [['docker', 'run', 'x']]],
    ['$id = (docker run x)', [['docker', 'run', 'x']]],
    ['docker run -v "$(docker run y):/x" x', [['docker', 'run', '-v', unknown('$(docker run y):/x'), 'x'], ['docker', 'run', 'y']]],
    ['docker run --% -v %cd%:/x "a b" -e A="q" x | y', [['docker', 'run', '-v', unknown('%cd%:/x'), 'a b', '-e', 'A=q', 'x'], ['y']]],
    ['docker run @args x', [['docker', 'run', unknown('@args'), 'x']]],
    ["docker run -e @'\nA'B\n'@ x", [['docker', 'run', '-e', "A'B", 'x']]],
    ['docker run “a b” ‘c’', [['docker', 'run', 'a b', 'c']]],
    [') } docker run x', [['docker', 'run', 'x']]],
    ['', []],
  ])('%j', (text, expected) => {
    expect(commands(text)).toEqual(expected);
  });
});

describe('variables', () => {
  it.each<[string, Shown]>([
    ['docker $PORT', unknown('$PORT')],
    ['docker "${env:PORT}:80"', unknown('${env:PORT}:80')],
    ['docker "$env:PORT"', unknown('$env:PORT')],
    ['$env:PORT = 8080\ndocker "${env:PORT}:80"', '8080:80'],
    ['$PORT=8080; docker $PORT:80', ''],
    ['$PORT=8080; docker "$PORT:80/udp"', '/udp'],
    ['$PORT=8080; docker ${PORT}:80', '8080:80'],
    ["$port = '8080'\ndocker -p:${PORT}", '-p:8080'],
    ['$p = 8080\n$q = "1$p"\ndocker $q', '18080'],
    ['[int]$p = 08080\ndocker $script:p', '8080'],
    ['$p = 80\nif ($x) { $p = 81; a }\ndocker $p', unknown('$p')],
    ['foreach ($x in 1) { $p = 81; docker $p }', '81'],
    ['$p = 80\nforeach ($p in 1..3) { docker $p }', unknown('$p')],
    ['$p = 80\n$p += 1\ndocker $p', unknown('$p')],
    ['docker $p; $p++', unknown('$p')],
    ['$p = 1 + 2\ndocker $p', unknown('$p')],
    ['$p = 1kb\ndocker $p', unknown('$p')],
    ["$p = 'a','b'\ndocker $p", unknown('$p')],
    ['docker $PWD/data:/x', unknown('$PWD/data:/x')],
    ['docker $x.Name', unknown('$x.Name')],
    ['docker $null', ''],
    ['docker a$', 'a$'],
    ['docker $(a)', unknown('$(a)')],
    ['docker "a`n$(b)"', unknown('a`n$(b)')],
  ])('%j', (text, expected) => {
    const found = readPowershell(text).commands.find(({ words }) => words[0]?.value === 'docker');
    expect(found?.words[1]?.value).toEqual(expected);
  });

  it('says what may be no word or several', () => {
    const [command] = readPowershell('docker $a "$a" ${a}:80 @a $(b) (c) $a.b').commands;
    expect(command?.words.map(({ loose }) => loose)).toEqual([false, true, false, false, true, true, true, true]);
  });
});

describe('places', () => {
  it.each<[string, string, Partial<Word>]>([
    ['docker run -p 80:80 x', '80:80', { value: '80:80', origin: 'written', quote: '' }],
    ['docker run -p "80:80" x', '"80:80"', { value: '80:80', origin: 'written', quote: '"' }],
    ["docker run -p '80:80' x", "'80:80'", { value: '80:80', origin: 'written', quote: "'" }],
    ['docker run -p 80`:80 x', '80`:80', { value: '80:80', origin: 'derived', quote: '' }],
    ['$P=1; docker run -p ${P}:80 x', '${P}:80', { value: '1:80', origin: 'derived' }],
    ['$P=1; docker run -p "$P" x', '"$P"', { value: '1', origin: 'derived', quote: '' }],
  ])('%j', (text, source, expected) => {
    const command = readPowershell(text).commands.at(-1);
    const word = command?.words[3];
    expect(text.slice(word?.start, word?.end)).toBe(source);
    expect(word).toMatchObject(expected);
    expect(text.slice(command?.start, command?.end)).toMatch(/^docker run .* x$/);
  });
});

describe('doubts', () => {
  const doubts = (text: string, tolerant = false) => readPowershell(text, { tolerant }).doubts.map(({ id, start, end }) => [id, text.slice(start, end)]);
  const whole = [['docker', 'run', '-d', '-p', '80:80', 'x']];
  const parted = [['docker', 'run', '-d'], ['-p', '80:80', 'x']];

  it.each<[string, [string, string][], Shown[][], Shown[][]]>([
    ['docker run -d ` \r\n -p 80:80 x', [['broken-continuation', '` ']], parted, whole],
    ['docker run -d ` # c\n -p 80:80 x', [['broken-continuation', '` # c']], parted, whole],
    ['docker run -d \\\n -p 80:80 x', [['broken-continuation', '\\']], parted, whole],
    ['docker run -d ^\n -p 80:80 x', [['broken-continuation', '^']], parted, whole],
    ['docker run -d `\n\n -p 80:80 x', [['blank-in-command', '']], parted, whole],
    ['docker run -d `\n # c\n -p 80:80 x', [['comment-in-command', ' # c']], parted, whole],
    ["docker 'x\n", [['unclosed', "'x"]], [['docker', 'x']], [['docker', 'x']]],
    ['docker "x\n', [['unclosed', '"x']], [['docker', 'x']], [['docker', 'x']]],
    ['docker $PWD:/x', [['syntax', '$PWD:']], [['docker', unknown('$PWD:/x')]], [['docker', unknown('$PWD:/x')]]],
    ['docker "$PWD":/x', [], [['docker', unknown('$PWD'), ':/x']], [['docker', unknown('"$PWD":/x')]]],
  ])('%j', (text, found, strict, meant) => {
    expect(doubts(text)).toEqual(found);
    expect(doubts(text, true)).toEqual(found);
    expect(commands(text)).toEqual(strict);
    expect(commands(text, true)).toEqual(meant);
  });
});
