import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clean, image } from './main/files.ts';

/** What somebody, or somebody's disk, may hand over. */
export interface BadInput {
  /** The input in a line. */
  readonly name: string;
  readonly args: readonly string[];
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly stdin?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
  readonly prepare?: (directory: string) => void;
  /** Run with the rights of nobody: what root may read is no test. */
  readonly asNobody?: true;
  /** Told in Chinese, too. */
  readonly zh?: true;
}

type More = Omit<BadInput, 'name' | 'args'>;

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);
/** Nothing is wrong with it but what is put behind it. */
const good = `configs: {ini: {content: "[api]\\nsecret=for-tests\\n[rtp_proxy]\\nport_range=20000-25000\\n[rtmp]\\nsslport=0\\n[rtsp]\\nsslport=0\\n[shell]\\nport=0\\n"}}
services:
  zlm:
    image: ${image}
    network_mode: host
    configs: [{source: ini, target: /opt/media/conf/config.ini}]
`;
const published = (port: string): string => `services:\n  zlm:\n    image: ${image}\n    ports:\n      - ${port}\n`;
const bomb = Array.from({ length: 9 }, (_, index) => `x-${index}: &a${index} [${Array.from({ length: 9 }, () => (index === 0 ? '1' : `*a${index - 1}`)).join(', ')}]\n`).join('');
const withConfig = `services:\n  zlm:\n    image: ${image}\n    network_mode: host\n    volumes: ["./config.ini:/opt/media/conf/config.ini"]\n`;
const runLine = `docker run -d --network host ${image}\n`;
const link = (target: string, path: string) => (directory: string) => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  symlinkSync(target, join(directory, path));
};
const fifo = (path: string) => (directory: string) => void execFileSync('mkfifo', [join(directory, path)]);
/** What listens has gone, and its name stays. */
function socket(path: string): (directory: string) => void {
  return (directory) => {
    const script = `require('node:net').createServer().listen(${JSON.stringify(join(directory, path))}, () => process.kill(process.pid, 'SIGKILL'))`;
    try {
      execFileSync(process.execPath, ['-e', script], { stdio: 'ignore' });
    } catch {
      // It ends by its own signal.
    }
  };
}

const compose = (name: string, text: string | Uint8Array, more: More = {}): BadInput => ({ name, args: ['compose.yml'], ...more, files: { 'compose.yml': text, ...more.files } });
const asked = (name: string, args: readonly string[], more: More = {}): BadInput => ({ name, args, ...more, files: { 'compose.yml': good, ...more.files } });
const configured = (name: string, text: string | Uint8Array, more: More = {}): BadInput => asked(`configuration: ${name}`, ['compose.yml'], { ...more, files: { '.zlm-lint.yaml': text } });
const baseline = (name: string, text: string | Uint8Array): BadInput => asked(`baseline: ${name}`, ['--baseline', 'baseline.json', 'compose.yml'], { files: { 'baseline.json': text } });
const script = (name: string, text: string, more: More = {}): BadInput => ({ name: `script: ${name}`, args: ['start.sh'], ...more, files: { 'start.sh': text } });
const line = (name: string, ...words: readonly string[]): BadInput => asked(`command line: ${name}`, ['run', '--', ...words]);

const encodings: readonly BadInput[] = [
  compose('an empty file', '', { zh: true }),
  compose('blanks and line ends', ' \n\n  \n'),
  compose('a comment alone', '# services\n'),
  compose('a byte order mark alone', '\uFEFF'),
  compose('the mark of a document alone', '---\n'),
  compose('a byte that is no UTF-8', bytes(good, '    # caf', [0xe9], '\n'), { zh: true }),
  compose('a Chinese comment in GBK', bytes(good, '    # ', [0xd6, 0xd0, 0xce, 0xc4], '\n')),
  compose('a slash in too many bytes', bytes(good, '    # ', [0xc0, 0xaf], '\n')),
  compose('half a surrogate pair in UTF-8', bytes(good, '    # ', [0xed, 0xa0, 0x80], '\n')),
  compose('UTF-8 that is cut in a character', bytes(good, '    # ', [0xe4, 0xb8])),
  compose('a NUL byte', bytes(good, [0], '\n'), { zh: true }),
  compose('UTF-16 without a byte order mark', utf16(good), { zh: true }),
  compose('big-endian UTF-16 without a byte order mark', Buffer.from(utf16(good)).swap16()),
  compose('UTF-16 that ends in half a unit', bytes([0xff, 0xfe], [...utf16(good)], [0x0a])),
  compose('UTF-16 with half a surrogate pair', bytes([0xff, 0xfe], [...utf16(good)], [0x00, 0xd8, 0x0a, 0x00])),
  compose('UTF-32', bytes([0xff, 0xfe, 0, 0], [...good].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]))),
  compose('a compressed file', bytes([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x4c])),
  compose('a picture', bytes([0x89], 'PNG\r\n', [0x1a], '\n', [0, 0, 0, 0x0d])),
  compose('a control character', `${good}    labels: ["\u0001"]\n`),
  compose('an escape sequence of a terminal in a key', `${good}    "\\e[2J\\e]0;title\\a": 1\n`),
  compose('text that runs from right to left in a key', `${good}    "\u202Eegami": 1\n`),
  compose('lone carriage returns, and a tab that is none of YAML', `services:\r  zlm:\r    image: ${image}\r\tnetwork_mode: host\r`),
];

const yaml: readonly BadInput[] = [
  compose('a list that nothing closes', `${good}    labels: [a\n`, { zh: true }),
  compose('a quote that nothing closes', `${good}    labels: "a\n`),
  compose('a tab for an indent', `${good}\tlabels: a\n`),
  compose('a template of Helm', `${good}    {{- if .Values.labels }}\n    labels: a\n    {{- end }}\n`),
  compose('the marks of a conflict', `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> other\n`),
  compose('a file that is cut in a word', good.slice(0, 270)),
  compose('text without YAML', 'This is a letter, and: not: a file\n\tof Compose.\n'),
  compose('JSON that is cut', '{"services": {"zlm": {"image": "zlmediakit/zlmediakit:master"'),
  compose('a list at the top', `- image: ${image}\n`),
  compose('a number alone', '42\n'),
  compose('a key twice', `${good}    restart: no\n    restart: always\n`),
  compose('an alias without an anchor', `${good}    labels: *none\n`),
  compose('an alias of itself', `x-a: &a [*a]\n${good}`),
  compose('an alias bomb', bomb + good),
  compose('an alias bomb in a service', `${bomb}${good}    labels: *a8\n`),
  compose('a directive of YAML 3', `%YAML 3.0\n---\n${good}`),
  compose('a tag of another language', `${good}    labels: !!python/object/apply:os.system ["true"]\n`),
  compose('100,000 opening brackets', `${good}    labels: ${'['.repeat(100_000)}\n`),
  compose('100,000 brackets inside each other', `${good}    labels: ${nested('[', ']', 100_000)}\n`),
  compose('100,000 braces inside each other', `${good}    labels: ${nested('{a: ', '}', 100_000)}\n`),
  compose('100,000 lists inside each other in one line', `${good}    labels:\n      ${'- '.repeat(100_000)}a\n`),
  compose('100,000 question marks', `${good}    labels:\n      ${'? '.repeat(100_000)}a\n`),
  compose('20,000 anchors', `${good}    labels: ${'&a '.repeat(20_000)}b\n`),
  compose('variables that are 20,000 levels deep', `${good}    labels: ["${'${A:-'.repeat(20_000)}x${'}'.repeat(20_000)}"]\n`),
];

const composed: readonly BadInput[] = [
  compose('services as a list', `services:\n  - image: ${image}\n`),
  compose('a service without anything', `${good}  web:\n`),
  compose('a service without an image', `${good}  web: { restart: always }\n`),
  compose('a key that there is not', `${good}    netwrok: host\n`),
  compose('ports as text', `services:\n  zlm:\n    image: ${image}\n    ports: "80:80"\n`),
  ...Object.entries({
    'above 65535': '70000',
    'of 400 digits': '9'.repeat(400),
    'below 0': '"-1:80"',
    'with a fraction': '80.5',
    'without end': '.inf',
    'in letters': '"http:80"',
    'that ends before it begins': '"30500-30000:30500-30000/udp"',
    'of two lengths': '"30000-30500:3000-30500/udp"',
    'at no address': '"300.1.1.1:80:80"',
    'over no protocol': '"80:80/upd"',
    'that is empty': '""',
    'that is null': 'null',
    'that is a mapping without a target': '{ published: 80 }',
  }).map(([name, port]) => compose(`a port ${name}`, published(port), name === 'above 65535' ? { zh: true } : {})),
  compose('a variable that is not one', `${good}    labels: ["\${A B}"]\n`),
  compose('a variable that is required', `${good}    labels: ["\${A:?say it}"]\n`),
  compose('an include that is missing', `include: [no.yml]\n${good}`),
  compose('an include of itself', `include: [compose.yml]\n${good}`),
  compose('an include from elsewhere', `include: ["https://example.org/a.git"]\n${good}`),
  compose('an include of a file of the machine', `include: [/etc/passwd]\n${good}`, { zh: true }),
  compose('a base that is missing', `${good}    extends: { file: no.yml, service: a }\n`),
  compose('a network that is not defined', `services:\n  zlm:\n    image: nginx\n    networks: [none]\n  z:\n    image: ${image}\n    network_mode: host\n`),
  compose('an env_file that is missing', `${good}    env_file: no.env\n`),
  compose('an env_file that is a directory', `${good}    env_file: folder\n`, { files: { 'folder/a': '' } }),
];

const places: readonly BadInput[] = [
  { name: 'nothing to look at', args: [], zh: true },
  { name: 'a directory without a file to look at', args: ['empty'], prepare: (directory) => mkdirSync(join(directory, 'empty')) },
  asked('a file that is missing', ['no.yml'], { zh: true }),
  asked('a name without a letter', ['']),
  asked('a name of 300 letters', ['a'.repeat(300)]),
  asked('a name with a line end and an escape sequence', ['a\nb\u001B[31mc.yml']),
  asked('a path below a file', ['compose.yml/inner.yml']),
  { name: 'a directory of the name of a file', args: ['compose.yml'], files: { 'compose.yml/readme.txt': 'nothing' } },
  { name: 'a FIFO', args: ['compose.yml'], prepare: fifo('compose.yml'), zh: true },
  { name: 'a FIFO in a directory that is searched', args: ['.'], files: { 'other.yml': clean }, prepare: fifo('compose.yml') },
  { name: 'a socket', args: ['compose.yml'], prepare: socket('compose.yml') },
  { name: 'a device that never ends', args: ['compose.yml'], prepare: link('/dev/zero', 'compose.yml') },
  { name: 'a device', args: ['/dev/null'] },
  { name: 'a file of the kernel', args: ['/proc/self/environ'] },
  { name: 'a file of the kernel behind a link', args: ['compose.yml'], prepare: link('/proc/kmsg', 'compose.yml') },
  { name: 'a link to itself', args: ['compose.yml'], prepare: link('compose.yml', 'compose.yml') },
  { name: 'a link to nothing', args: ['compose.yml'], prepare: link('nothing', 'compose.yml') },
  { name: 'links in a circle in a directory that is searched', args: ['.'], files: { 'a/compose.yml': clean }, prepare: link('..', 'a/up') },
  asked('a file that may not be read', ['compose.yml'], { asNobody: true, prepare: (directory) => chmodSync(join(directory, 'compose.yml'), 0) }),
  asked('a directory that may not be entered', ['closed'], { asNobody: true, files: { 'closed/compose.yml': good }, prepare: (directory) => chmodSync(join(directory, 'closed'), 0) }),
  asked('a file over the limit', ['--max-bytes', '20', 'compose.yml'], { zh: true }),
  asked('a report into a directory that is missing', ['--output-file', 'no/report.txt', 'compose.yml']),
  asked('a report into a directory', ['--output-file', '.', 'compose.yml']),
  asked('a patch to what may not be written', ['--fix', '--output-file', 'compose.yml', 'compose.yml']),
];

const options: readonly BadInput[] = [
  asked('an option that there is not', ['--fxi', 'compose.yml'], { zh: true }),
  asked('an option with one dash', ['-fix', 'compose.yml']),
  asked('a value that there is not', ['--strategy', 'fastest', 'compose.yml'], { zh: true }),
  asked('an option without its value', ['--max-ports']),
  asked('a number that is none', ['--max-ports', 'many', 'compose.yml']),
  asked('a number of 30 digits', ['--max-ports', '9'.repeat(30), 'compose.yml']),
  asked('a number below the least', ['--max-ports', '0', 'compose.yml']),
  asked('a fraction', ['--streams', '1.5', 'compose.yml']),
  asked('a rule that there is not', ['--rule', 'no-wide-ports=error', 'compose.yml']),
  asked('a severity that there is not', ['--rule', 'no-wide-port-range=fatal', 'compose.yml']),
  asked('rules without a name', ['--only', ',', 'compose.yml']),
  asked('a language that is not spoken', ['--lang', 'fr', 'compose.yml']),
  asked('a form that there is not', ['--format', 'xml', 'compose.yml']),
  asked('two reports in one place', ['--format', 'json', '--format', 'sarif', 'compose.yml']),
  asked('options that exclude each other', ['--check', '--diff', 'compose.yml']),
  asked('an option of another command', ['ports', '--fix', 'compose.yml']),
  asked('a command that there is not', ['lnit', 'compose.yml']),
  asked('a version that is none', ['cost', '--engine-version', 'newest', 'compose.yml']),
  asked('an --env-file that is missing', ['--env-file', 'no.env', 'compose.yml']),
  asked('a -f that is missing', ['-f', 'no.yml']),
  asked('a --project-directory that is missing', ['--project-directory', 'no', '-f', 'compose.yml']),
  asked('a rule to explain that there is not', ['explain', 'no-wide-ports']),
  asked('a shell that is not completed', ['completion', 'tcsh']),
  asked('a variable with a slip of the pen', ['compose.yml'], { env: { ZLM_LINT_MAX_PORT: '5' } }),
  asked('a variable with a value that there is not', ['compose.yml'], { env: { ZLM_LINT_STRATEGY: 'fastest' } }),
  asked('inspect where there is no docker', ['inspect'], { env: { PATH: '/nowhere' } }),
];

const settings: readonly BadInput[] = [
  configured('no YAML', 'rules: [\n', { zh: true }),
  configured('an empty file', ''),
  configured('a list', '- rules\n'),
  configured('a key with a slip of the pen', 'rulse: {}\n'),
  configured('a rule that there is not', 'rules: { no-wide-ports: error }\n'),
  configured('a severity that there is not', 'rules: { no-wide-port-range: fatal }\n'),
  configured('a number of the wrong kind', 'rules: { no-wide-port-range: { max: many } }\n'),
  configured('an option that there is not', 'rules: { no-wide-port-range: { most: 5 } }\n'),
  configured('a value that there is not', 'strategy: fastest\n'),
  configured('an alias bomb', `${bomb}rules: *a8\n`),
  configured('100,000 brackets', `rules: ${nested('[', ']', 100_000)}\n`),
  configured('a NUL byte', bytes('rules: ', [0])),
  configured('a tag that would be code', "rules: !!js/function 'function () {}'\n"),
  asked('configuration: a directory', ['compose.yml'], { files: { '.zlm-lint.yaml/a': '' } }),
  asked('configuration: a FIFO', ['compose.yml'], { prepare: fifo('.zlm-lint.yaml') }),
  asked('configuration: a link to a file of the machine', ['compose.yml'], { prepare: link('/etc/passwd', '.zlm-lint.yaml') }),
  asked('configuration: one that is missing', ['--config', 'no.yaml', 'compose.yml']),
  asked('configuration: a package.json that is cut', ['compose.yml'], { files: { 'package.json': '{ "zlm-lint": { "rules": ' } }),
  asked('configuration: one where there is one already', ['init'], { files: { '.zlm-lint.yaml': 'rules: {}\n' } }),
];

const others: readonly BadInput[] = [
  asked('baseline: one that is missing', ['--baseline', 'no.json', 'compose.yml']),
  baseline('no JSON', 'findings'),
  baseline('an empty file', ''),
  baseline('a list', '[]'),
  baseline('of a newer version', '{ "version": 99, "findings": [] }'),
  baseline('findings of the wrong kind', '{ "version": 1, "findings": [{ "rule": 5 }] }'),
  baseline('100,000 brackets', nested('[', ']', 100_000)),
  baseline('a NUL byte', bytes('{', [0], '}')),
  asked('baseline: a directory', ['--baseline', 'folder', 'compose.yml'], { files: { 'folder/a': '' } }),
  compose('.env: a line that is no variable', good, { files: { '.env': 'A=1\nB C\n' }, zh: true }),
  compose('.env: a quote that nothing closes', good, { files: { '.env': 'A="1\n' } }),
  compose('.env: a NUL byte', good, { files: { '.env': bytes('A=', [0], '\n') } }),
  compose('.env: a directory', good, { files: { '.env/a': '' } }),
  compose('.env: a FIFO', good, { prepare: fifo('.env') }),
  compose('.env: variables that double each other', `${good}    labels: ["\${A60}"]\n`, { files: { '.env': `A0=x\n${Array.from({ length: 60 }, (_, index) => `A${index + 1}=\${A${index}}\${A${index}}\n`).join('')}` } }),
  asked('.env: COMPOSE_FILE of a file of the machine', [], { files: { '.env': 'COMPOSE_FILE=/etc/passwd\n' } }),
  compose('config.ini: missing', withConfig, { zh: true }),
  compose('config.ini: a directory', withConfig, { files: { 'config.ini/a': '' } }),
  compose('config.ini: a FIFO', withConfig, { prepare: fifo('config.ini') }),
  compose('config.ini: a NUL byte', withConfig, { files: { 'config.ini': bytes('[http]\nport=', [0], '\n') } }),
  compose('config.ini: no sections', withConfig, { files: { 'config.ini': 'port=80\n'.repeat(3) } }),
  compose('config.ini: an RTP range that is none', withConfig, { files: { 'config.ini': '[rtp_proxy]\nport_range=30500-30000\n' } }),
  compose('config.ini: a port that is none', withConfig, { files: { 'config.ini': '[http]\nport=99999999999999999999\n' } }),
  compose('config.ini: a line of a megabyte', withConfig, { files: { 'config.ini': `[http]\nport=${'8'.repeat(1_000_000)}\n` } }),
  compose('config.ini: outside the project', `services:\n  zlm:\n    image: ${image}\n    network_mode: host\n    volumes: ["/etc/passwd:/opt/media/conf/config.ini"]\n`),
  compose('config.ini: a link out of the project', withConfig, { prepare: link('/etc/passwd', 'config.ini') }),
];

const commands: readonly BadInput[] = [
  script('a quote that nothing closes', `docker run -d "${image}\n`),
  script('a command that is cut', 'docker run -d -p 80:\n'),
  script('a command without an image', 'docker run -d --name zlm -e IMAGE=zlmediakit\n'),
  script('a flag that there is not', `docker run -d --netwrok host ${image}\n`),
  script('a port above 65535', `docker run -d -p 70000:70000 ${image}\n`, { zh: true }),
  script('a blank behind the mark that continues a line', `docker run -d \\ \n  -p 80:80 \\\n  ${image}\n`),
  script('1,001 here-documents in one line', `cat${' <<E'.repeat(1001)}\n${'E\n'.repeat(1001)}${runLine}`, { zh: true }),
  script('100,000 substitutions inside each other', `echo ${'$('.repeat(100_000)}x${')'.repeat(100_000)}\n${runLine}`),
  script('100,000 brackets that nothing closes', `${'('.repeat(100_000)}\n${runLine}`),
  script('100,000 quotes', `echo ${'"$('.repeat(100_000)}\n${runLine}`),
  script('20,000 braces inside each other', `docker run -d --network host -e A=${nested('{a,', 'b}', 20_000)} ${image}\n`),
  script('a range of a billion words', `docker run -d --network host -e A={1..1000000000} ${image}\n`),
  { name: 'script: a Windows script that is cut', args: ['start.bat'], files: { 'start.bat': `docker run -d "${image}\r\n` } },
  { name: 'script: a PowerShell script that is cut', args: ['start.ps1'], files: { 'start.ps1': `docker run -d "${image}\r\n` } },
  { name: 'script: a Markdown file with a block that nothing closes', args: ['README.md'], files: { 'README.md': `\`\`\`sh\ndocker run -d -p 70000:70000 ${image}\n` } },
  { name: 'script: a program without a command line', args: ['main.c'], files: { 'main.c': 'int main(void) { return 0; }\n' } },
  line('nothing'),
  line('another program', 'ls', '-l'),
  line('docker alone', 'docker'),
  line('docker run alone', 'docker', 'run'),
  line('no image', 'docker', 'run', '-d', '-p', '80:80'),
  line('a flag that there is not', 'docker', 'run', '--prots', '80:80', image),
  line('a port that is none', 'docker', 'run', '-p', 'a:b', image),
  line('two networks that cannot be joined', 'docker', 'run', '--network', 'host', '--network', 'a', image),
];

const streams: readonly BadInput[] = [
  { name: 'standard input: nothing', args: ['-'], stdin: '' },
  { name: 'standard input: a NUL byte', args: ['-'], stdin: bytes(good, [0]) },
  { name: 'standard input: no UTF-8', args: ['-'], stdin: bytes(good, [0xff]) },
  { name: 'standard input: over the limit', args: ['--max-bytes', '10', '-'], stdin: good },
  { name: 'standard input: no YAML', args: ['-'], stdin: 'services: [\n' },
  { name: 'standard input: twice', args: ['-', '-'], stdin: good },
  asked('standard input: beside a file', ['-', 'compose.yml'], { stdin: good }),
  asked('standard input: a name without it', ['--stdin-filename', 'a.yml', 'compose.yml']),
  { name: 'standard input: a script without a name', args: ['-'], stdin: runLine },
];

export const badInputs: readonly BadInput[] = [...encodings, ...yaml, ...composed, ...places, ...options, ...settings, ...others, ...commands, ...streams];
