/** A command that a GitHub runner would carry out. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What a runner takes for commands in the log of a step, as it reads it (actions/runner, src/Runner.Common/ActionCommand.cs). */
export function commandsIn(log: string): RunnerCommand[] {
  const commands: RunnerCommand[] = [];
  /** Until it comes back nothing counts. */
  let token: string | null = null;
  for (const line of log.split(/\r\n|\n|\r/)) {
    const command = current(line) ?? old(line);
    if (command === null) continue;
    if (token === null) commands.push(command);
    if (token === null && command.name === 'stop-commands') token = command.data;
    else if (command.name === token) token = null;
  }
  return commands;
}

/** `::name a=b,c=d::data` behind blanks. */
function current(line: string): RunnerCommand | null {
  // .NET takes one more character for a blank.
  const text = line.replace(/^[\s\x85]+/, '');
  const end = text.startsWith('::') ? text.indexOf('::', 2) : -1;
  if (end < 0) return null;
  const [, name = '', properties = ''] = /^(\S*) ?(.*)$/s.exec(text.slice(2, end)) ?? [];
  return name === '' ? null : { name, properties: read(properties, ','), data: unescaped(text.slice(end + 2)) };
}

/** `##[name a=b;c=d]data` anywhere in a line. */
function old(line: string): RunnerCommand | null {
  const [, name = '', properties = '', data = ''] = /##\[(\S+?)(?: ([^\]]*))?\](.*)$/s.exec(line) ?? [];
  return name === '' ? null : { name, properties: read(properties, ';'), data };
}

function read(text: string, between: string): Record<string, string> {
  return Object.fromEntries(text.split(between).filter((part) => part.includes('=')).map((part) => [part.slice(0, part.indexOf('=')), unescaped(part.slice(part.indexOf('=') + 1))]));
}

function unescaped(text: string): string {
  return text.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
}
