import { expect, it } from 'vitest';
import { commandsInLists } from '../../../src/load/texts/texts-in.ts';

const unknown = (text: string) => ({ unknown: text });

it.each<[string, unknown[][]]>([
  ['["docker", "run", "-d", "--name", NAME, "-p", "80:80/udp", f"{x}:/y", IMAGE]', [['docker', 'run', '-d', '--name', unknown('NAME'), '-p', '80:80/udp', unknown('f"{x}:/y"'), unknown('IMAGE')]]],
  ["cmd = [\n  'sudo', 'docker', 'run',  # why\n  '-p', # p\n  '80:80',\n  'x',\n]\n'docker'", [['sudo', 'docker', 'run', '-p', '80:80', 'x']]],
  ["spawn('docker', ['run', '-p', `${port}:80`, ...args, 'x'], { stdio })", [['docker', 'run', '-p', unknown('`${port}:80`'), unknown('...args'), 'x', unknown('stdio')]]],
  ['exec.Command("docker", "run", "-d", "x").Run()', [['docker', 'run', '-d', 'x']]],
  ['exec.Command("docker", flags...)', [['docker', unknown('flags...')]]],
  ['["docker", "run"] + ["-p", "80:80"] + more + ["x"]', [['docker', 'run', '-p', '80:80', unknown('more'), 'x']]],
  ['["docker", "run", "-p", str(port) + ":80", "a" "b", "c" + "d"]', [['docker', 'run', '-p', unknown('str(port) + ":80"'), 'ab', 'cd']]],
  ['["docker", "run", *args, f(1, [2]), x["y"], \'z\']', [['docker', 'run', unknown('*args'), unknown('f(1, [2])'), unknown('x["y"]'), 'z']]],
  ['["/usr/bin/podman", "run", "a\\"b\\n\\x41\\u0042", r"c\\d", "%s:80"]', [['/usr/bin/podman', 'run', 'a"b\nAB', 'c\\d', unknown('"%s:80"')]]],
  ['new String[] {"docker", "run", /* c */ "x"}; foo("y")', [['docker', 'run', 'x']]],
  ['which("docker"); "docker"', []],
  ['if cmd == "docker": x("run")', []],
])('%j', (source, expected) => {
  expect(commandsInLists(source).map(({ words }) => words.map(({ value }) => value))).toEqual(expected);
});

it('says where the words stand', () => {
  const source = '["docker", "run", \'-p\', "80\\x3a80", `a`, r"b", *c, "d" "e"]';
  const [command] = commandsInLists(source);
  expect(source.slice(command?.start, command?.end)).toBe(source.slice(1, -1));
  expect(command?.words.map(({ start, end, origin, quote, loose }) => [source.slice(start, end), origin, quote, loose])).toEqual([
    ['"docker"', 'written', '"', false],
    ['"run"', 'written', '"', false],
    ["'-p'", 'written', "'", false],
    ['"80\\x3a80"', 'derived', '', false],
    ['`a`', 'derived', '', false],
    ['r"b"', 'derived', '', false],
    ['*c', 'derived', '', true],
    ['"d" "e"', 'derived', '', false],
  ]);
});
