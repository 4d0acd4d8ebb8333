import type { Span } from './secret-values.ts';

/** Without the name of one of these no option is looked at. */
export const PASSWORD_COMMAND = /mysql|mariadb|redis-cli|curl|sshpass|openssl/;

/** Options of those commands that hold a password, as words of a line or of a list. */
const OPTIONS = [
  // A value in quotes, and one without.
  ...[String.raw`(?<quote>''|\\?["'])(?![\s,;&|)\]}])(?<secret>(?:(?!\k<quote>)[^\n])+)\k<quote>`, String.raw`(?<secret>[^\s"',\\]+)`].map(
    (value) => option('(?:mysql|mariadb)(?:-?(?:admin|dump|show|import|check|slap|binlog)|_upgrade|sh)?', String.raw`-p${value}`),
  ),
  option('redis-cli', String.raw`-a(?:["']?[\s,]+\\?["']?)(?<secret>[^\s"',\\]+?)(?=[\])}]*(?:[\s"',\\]|$))`),
  option('curl', String.raw`(?:-u|--user)(?:["']?[\s,=]*["']?)(?<user>[^\s"':]{1,100}):(?<secret>[^\s"',]+)`),
  option('openssl', String.raw`-pass(?:in|out)?(?:["']?[\s,]+["']?)pass:(?<secret>[^\s"',]+)`),
  // Behind its own options stands another command, with options of its own.
  option('sshpass', String.raw`-p(?:["']?[\s,]*["']?)(?<secret>[^\s"',]+)`, String.raw`["']?[\s,]{1,5}["']?`),
];

/** Other options between a command and the one with its password. */
function others(command: string): string {
  return String.raw`(?:(?![\s"'/]${command}[\s"',])[^\n]){0,300}?[\s"']`;
}

/** A command is the first word, or stands after a blank, a quote or a slash; not as the name that an option or a variable is given. */
function option(command: string, value: string, between = others(command)): RegExp {
  const isNamed = String.raw`(?<!(?:^|[\s"'])(?:--(?:name|hostname|host|link|net|network|network-alias|add-host|env|label|user|volume|volumes-from|pid|ipc|workdir)|-[ehluvw])["']?[\s,]{1,5}["']?)`;
  return new RegExp(String.raw`(?<=^|[\s"'/\x60([;&|])${isNamed}${command}(?:\.exe)?(?=[\s"',\\])(?<between>${between})${value}`, 'dg');
}

/** `8080:80`, `127.0.0.1:30000-30100:30000-30100/udp`, and who a container runs as: `1000:1000`. */
const MAPPING = /^(?:[\d.]+:|\[[\da-f:.]*\]:)?\d+(?:-\d+)?:\d+(?:-\d+)?(?:\/\w+)?$/i;
/** What `docker run -p` takes beside those: `3306`, `${PORT}:80`. */
const PORTS = /^\d+(?:-\d+)?(?:\/\w+)?$|:(?:\d+(?:-\d+)?|\$\w+|\$\{[^}]*\})(?:\/\w+)?$/;
const RUNS_CONTAINER = /\b(?:docker|podman|nerdctl)\b[^\n;&|]*\s(?:run|create)\s[^\n;&|]*$/;
/** So many characters before a command are looked at. */
const MOST_BEFORE = 500;

/** The passwords that commands are given as options. */
export function* commandPasswords(text: string): Generator<Span, void> {
  for (const pattern of OPTIONS) {
    for (const { index, groups, indices } of text.matchAll(pattern)) {
      const { between = '', user, secret = '' } = groups ?? {};
      const [start, end] = indices?.groups?.['secret'] ?? [0, 0];
      const isMapping = MAPPING.test(user === undefined ? secret : `${user}:${secret}`);
      if (isMapping || endsCommand(between)) continue;
      if (PORTS.test(secret) && user === undefined && RUNS_CONTAINER.test(text.slice(Math.max(0, index - MOST_BEFORE), index))) continue;
      yield { start, end };
    }
  }
}

/** Whether another command begins in what stands between a command and its option. */
function endsCommand(between: string): boolean {
  return /[;|]|&(?:&|\s|$)/.test(between.replace(/"[^"]*"|'[^']*'/g, ''));
}
