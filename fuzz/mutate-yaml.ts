import type { Random } from './random.ts';

const KEYS = ['ports', 'network_mode', 'networks', 'extends', 'include', 'services', 'image', 'build', 'command', 'entrypoint', 'environment', 'env_file', 'volumes', 'expose', 'profiles', 'deploy', 'extra_hosts', 'container_name', 'depends_on', 'links', 'healthcheck', 'x-a', 'name', 'configs', 'secrets', 'hostname', '<<', 'dns', 'labels', 'scale', 'target', 'published', 'host_ip', 'mode', 'protocol', 'file', 'service', 'path', 'project_directory', 'source', 'type', 'content', '""', '? a', '"a\\x70b"', '1', 'null', '数'];

const VALUES = [
  '', '~', 'null', '{}', '[]', '""', "''", '" "', 'true', 'no', '0', '-1', '1e3', '0x1F', '0o17', '017', '.inf', '1_000', '12:30:45', '2001-01-01', '9999999999999999999999', '*a1', '&a1', '&a1 x', '!!str', '!!str 80', '!!binary aGk=', '!reset null', '!reset []', '!override [ "80:80" ]', '!x y',
  'host', 'bridge', 'none', 'service:zlm', 'container:zlm', 'zlmediakit/zlmediakit:master', '"zlmediakit/zlmediakit:master"', 'nginx', '${A}', '${A:-8}', '${A:?no}', '${A', '$$A', '$A', '${A:-${B:-1}}', '"${RTP:-30000-30500}:${RTP:-30000-30500}"', '|', '>', '|-\n      a\n      b', '>+\n      a\n', '"a\\\n      b"', '"\\u0041\\x41\\n"', '"a\\"b"', "'it''s'", '[80:80, "81:81/udp"]', '["30000-35000:30000-35000"]', '{ a: b, c: [ d ] }', '{a}', '[a: b]', '- x', ': x', '? x', '@x', '`x', '%x', 'a: b', 'a #b', '"a" #b', '[a, # c\n        b]', './config.ini:/opt/media/conf/config.ini', '["a", "b"]', 'exec ./MediaServer -c /conf/config.ini', 'a\u2028b', '摄像头', '192.168.1.1', '[::1]:80:80',
];

export const PORTS = ['80', '80:80', '"80:80"', '1935:1935', '554:554/tcp', '10000:10000/udp', '30000-35000:30000-35000', '"30000-30500:30000-30500/udp"', '30000-30500:30000-30500/tcp', '127.0.0.1:8080:80', '"[::1]:8080:80"', '0.0.0.0:30000-30100:30000-30100', '40000-40100:30000-30100', '8000-8009:80', '1-65535:1-65535', '"${P:-9000}:9000/udp"', '${P}:80', '5-3:5-3', '99999:1', '1:1/icmp', ':80', '80:', '080:080', '22:22', '{ target: 80, published: 8080 }', '{ target: 554, published: "554", protocol: udp, mode: host }', '{target: 30000-30010, published: 30000-30010}', '!!str 80:80', '*a1', '', 'null', '1.5', '"0:80"', '65535-65536:1-2', '3000-3005', '"30000-30001:30000-30001/tcp"', '30000-30500:30000-30500/UDP'];

type Mutation = (lines: string[], random: Random, donor: string) => void;

/** Changes the lines of a YAML text at one place, as a person might have written it otherwise, or wrongly. */
export function mutateYaml(lines: string[], donor: string, random: Random): void {
  random.pick(MUTATIONS)(lines, random, donor);
}

/** A line that says something, or any when there is none. */
function place(lines: readonly string[], random: Random, like = /\S/): number {
  const fitting = lines.flatMap((line, at) => (like.test(line) ? [at] : []));
  return fitting.length === 0 ? random.below(lines.length) : random.pick(fitting);
}

function indentOf(line: string | undefined): number {
  return /^ */.exec(line ?? '')?.[0].length ?? 0;
}

/** Where what begins at this line ends: before the next line that is no deeper. */
function endOf(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at]);
  let end = at + 1;
  while (end < lines.length && (/^\s*$/.test(lines[end] ?? '') || indentOf(lines[end]) > indent || (indentOf(lines[end]) === indent && /^ *- /.test(lines[end] ?? '') && !/^ *- /.test(lines[at] ?? '')))) end++;
  return end;
}

const KEYED = /^( *(?:- )?)((?:"[^"]*"|'[^']*'|[^\s#:"'][^:#]*?)):( +.*|)$/;

const setValue: Mutation = (lines, random) => {
  const at = place(lines, random, KEYED);
  lines[at] = (lines[at] ?? '').replace(KEYED, (_, before: string, key: string) => `${before}${key}: ${random.pick(VALUES)}`);
};

const setKey: Mutation = (lines, random) => {
  const at = place(lines, random, KEYED);
  lines[at] = (lines[at] ?? '').replace(KEYED, (_, before: string, _key: string, rest: string) => `${before}${random.pick(KEYS)}:${rest}`);
};

const addKey: Mutation = (lines, random) => {
  const at = place(lines, random, KEYED);
  lines.splice(at, 0, `${' '.repeat(indentOf(lines[at]))}${random.pick(KEYS)}: ${random.pick(VALUES)}`);
};

const quote: Mutation = (lines, random) => {
  const at = place(lines, random, /[:-] +\S/);
  const mark = random.pick(['"', "'", '']);
  lines[at] = (lines[at] ?? '').replace(/([:-] +)(["']?)([^\s"'#][^"'#]*?)\2( *(?:#.*)?)$/, (_, before: string, _mark: string, value: string, rest: string) => before + mark + value + mark + rest);
};

const addPort: Mutation = (lines, random) => {
  const at = place(lines, random, /^ *- .*\d:\d|^ *ports:\s*$/);
  const indent = /ports:/.test(lines[at] ?? '') ? indentOf(lines[at]) + 2 : indentOf(lines[at]);
  lines.splice(at + 1, 0, `${' '.repeat(indent)}- ${random.pick(PORTS)}${random.chance(4) ? ' # why' : ''}`);
};

const setPort: Mutation = (lines, random) => {
  const at = place(lines, random, /^ *- .*\d:\d/);
  lines[at] = `${' '.repeat(indentOf(lines[at]))}- ${random.pick(PORTS)}`;
};

const asFlow: Mutation = (lines, random) => {
  const at = place(lines, random, /^ *[\w"]+: *$/);
  const end = endOf(lines, at);
  const entries = lines.slice(at + 1, end).filter((line) => /^ *- [^:]*(?::\S.*)?$/.test(line)).map((line) => line.trim().slice(2));
  if (entries.length === 0) return;
  const style = random.pick([[' [', ', ', ']'], [' [ ', ',', ' ]'], [' [\n        ', ',\n        ', ',\n      ]']]);
  lines.splice(at, end - at, (lines[at] ?? '').trimEnd() + style[0] + entries.join(style[1]) + style[2]);
};

const move: Mutation = (lines, random) => {
  const at = place(lines, random);
  const taken = lines.splice(at, endOf(lines, at) - at);
  const to = random.below(lines.length + 1);
  if (random.chance(2)) return void lines.splice(to, 0, ...taken);
  const shift = indentOf(lines[to]) - indentOf(taken[0]);
  lines.splice(to, 0, ...taken.map((line) => (shift > 0 ? ' '.repeat(shift) + line : line.replace(new RegExp(`^ {0,${-shift}}`), ''))));
};

/** With the key beside it, which changes nothing for who reads it. */
const swap: Mutation = (lines, random) => {
  const at = place(lines, random, KEYED);
  const end = endOf(lines, at);
  if (end >= lines.length || indentOf(lines[end]) !== indentOf(lines[at])) return;
  const last = endOf(lines, end);
  lines.splice(at, last - at, ...lines.slice(end, last), ...lines.slice(at, end));
};

const repeat: Mutation = (lines, random) => {
  const at = place(lines, random);
  const end = endOf(lines, at);
  const copy = lines.slice(at, end);
  if (random.chance(2)) copy[0] = (copy[0] ?? '').replace(/[\w-]+(?=:)/, (key) => `${key}${random.below(9)}`);
  lines.splice(end, 0, ...copy);
};

const drop: Mutation = (lines, random) => {
  const at = place(lines, random);
  lines.splice(at, endOf(lines, at) - at);
};

const indent: Mutation = (lines, random) => {
  const at = place(lines, random);
  const end = random.chance(2) ? endOf(lines, at) : at + 1;
  const by = random.pick([-2, -1, 1, 2, 4]);
  for (let line = at; line < end; line++) lines[line] = by > 0 ? ' '.repeat(by) + (lines[line] ?? '') : (lines[line] ?? '').replace(new RegExp(`^ {0,${-by}}`), '');
};

const anchor: Mutation = (lines, random) => {
  const at = place(lines, random, KEYED);
  lines[at] = (lines[at] ?? '').replace(/: *(?=\S|$)/, (colon) => `${colon.trimEnd()} &a${random.below(2)} `).trimEnd();
};

const alias: Mutation = (lines, random) => {
  const known = lines.flatMap((line) => /&([\w-]+)/.exec(line)?.[1] ?? []);
  const name = known.length === 0 || random.chance(6) ? 'a1' : random.pick(known);
  const at = place(lines, random, KEYED);
  if (random.chance(2)) lines.splice(at, 0, `${' '.repeat(indentOf(lines[at]))}<<: ${random.pick([`*${name}`, `[*${name}]`, `[*${name}, *a0]`])}`);
  else lines.splice(at, endOf(lines, at) - at, (lines[at] ?? '').replace(/:.*$/, `: *${name}`));
};

const comment: Mutation = (lines, random) => {
  const at = place(lines, random);
  const text = random.pick(['# why', '#', '#x', '# zlm-lint-disable-line', '# zlm-lint-disable-next-line no-wide-port-range -- because', '# zlm-lint-disable', '# zlm-lint-enable', '# zlm-lint-disable-file', '# - "80:80"', '# 端口 é']);
  if (random.chance(2)) lines[at] = `${lines[at] ?? ''}${random.pick([' ', '\t', '   ', ''])}${text}`;
  else lines.splice(at, 0, ' '.repeat(random.chance(2) ? indentOf(lines[at]) : random.below(9)) + text);
};

const document: Mutation = (lines, random) => void lines.splice(random.chance(2) ? 0 : random.below(lines.length + 1), 0, random.pick(['---', '...', '--- # x', '%YAML 1.1\n---', '%TAG ! tag:x,2000:\n---', '---\nservices:', '--- |', '--- {}']));

const number: Mutation = (lines, random) => {
  const at = place(lines, random, /\d/);
  const all = [...(lines[at] ?? '').matchAll(/\d+/g)];
  if (all.length === 0) return;
  const { index, 0: digits } = random.pick(all);
  const value = Number(digits);
  const now = random.pick([String(value + 1), String(Math.max(0, value - 1)), '0', '65535', '65536', `${value}-${value + 500}`, '', `0${digits}`, `\${P:-${digits}}`, String(value * 2), '30000', `${digits}.0`]);
  lines[at] = (lines[at] ?? '').slice(0, index) + now + (lines[at] ?? '').slice(index + digits.length);
};

const borrow: Mutation = (lines, random, donor) => {
  const theirs = donor.split('\n');
  const from = place(theirs, random);
  const block = theirs.slice(from, endOf(theirs, from));
  const at = place(lines, random);
  const shift = indentOf(lines[at]) - indentOf(block[0]);
  lines.splice(at, 0, ...block.map((line) => (shift > 0 ? ' '.repeat(shift) + line : line.replace(new RegExp(`^ {0,${-shift}}`), ''))));
};

const lineEnd: Mutation = (lines, random) => {
  if (random.chance(2)) lines.forEach((line, at) => at < lines.length - 1 && !line.endsWith('\r') && (lines[at] = `${line}\r`));
  else lines[random.below(lines.length)] += '\r';
};

const MUTATIONS: readonly Mutation[] = [setValue, setValue, setKey, addKey, quote, addPort, addPort, setPort, setPort, asFlow, move, swap, swap, repeat, drop, indent, anchor, alias, comment, comment, document, number, number, borrow, lineEnd];
