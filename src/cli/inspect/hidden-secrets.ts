import type { Inspected } from '../../load/inspect/read-inspected.ts';
import type { HiddenSecret } from '../../report/inspect-run.ts';
import { quoted } from '../../text/quoted.ts';
import { masked, secretsIn } from '../../text/secrets.ts';

/** The secrets of command lines that are printed: in place of each stands a variable of the shell, which refuses a line whose variable is not set. */
export class HiddenSecrets {
  private readonly found = new Map<string, HiddenSecret>();

  get all(): readonly HiddenSecret[] {
    return [...this.found.values()];
  }

  /** The command line that makes a container, in the words of a shell. */
  in(text: string, container: Inspected): string {
    const environment = container.fields.part('Config').texts('Env').filter((variable) => masked(variable) !== variable);
    const named = environment.reduce((line, variable) => this.withVariable(line, variable, container), text);
    return secretsIn(named).reduceRight((line, { start, end }) => line.slice(0, start) + this.spliced(line, start, end, container) + line.slice(end), named);
  }

  private withVariable(line: string, variable: string, container: Inspected): string {
    const word = `-e ${quoted(variable)}`;
    if (!line.includes(word)) return line;
    const name = variable.slice(0, variable.indexOf('='));
    // `sed` sees lines, and a shell drops the last line ends.
    const isLine = /^[A-Za-z_]\w*$/.test(name) && !/[\r\n]/.test(variable);
    const read = `docker container inspect --format '{{range .Config.Env}}{{println .}}{{end}}' ${container.id.slice(0, 12)} | sed -n 's/^${name}=//p'`;
    return line.replace(word, () => `-e ${quoted(`${name}=`)}${this.variable(variable, container, name, isLine ? read : null)}`);
  }

  /** In the middle of a word: its quote is closed and opened again. */
  private spliced(line: string, start: number, end: number, container: Inspected): string {
    const secret = line.slice(start, end);
    const [, name = null] = /([A-Za-z_][\w.-]*)["']?[\s=:]+["']?$/.exec(line.slice(Math.max(0, start - 100), start)) ?? [];
    return quoteAt(line, start) + this.variable(secret, container, name, null) + quoteAt(line, end);
  }

  private variable(secret: string, container: Inspected, of: string | null, read: string | null): string {
    const key = JSON.stringify([container.id, secret]);
    const known = this.found.get(key) ?? { variable: `secret_${this.found.size + 1}`, container: container.name, of, read };
    this.found.set(key, known);
    return `"\${${known.variable}:?}"`;
  }
}

/** The quote that is open at a place of a command line, in which a backslash stands outside of quotes only. */
function quoteAt(line: string, place: number): string {
  let open = '';
  for (let at = 0; at < place; at++) {
    const character = line[at] ?? '';
    if (open === '' && character === '\\') at += 1;
    else if (open === character) open = '';
    else if (open === '' && (character === "'" || character === '"')) open = character;
  }
  return open;
}
