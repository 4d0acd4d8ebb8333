import type { Span } from './sh-syntax.ts';

/** What stands around a command: the loop that it is in, and the function, when that is the nearer one. */
export interface Around {
  readonly loop: Span | null;
  readonly body: { readonly name: string; readonly at: Span } | null;
}

export const TOP: Around = { loop: null, body: null };

/** Which commands one run of a script may run several times. */
export class Repeats {
  private readonly calls = new Map<string, Around[]>();
  private again: ReadonlySet<string> | null = null;

  /** A command of this name, which may be a function. */
  note(name: string, around: Around): void {
    const known = this.calls.get(name);
    if (known === undefined) this.calls.set(name, [around]);
    else known.push(around);
  }

  /** The loop, or the function that is called again; to be asked when all commands are noted. */
  by({ loop, body }: Around): Span | null {
    if (loop !== null || body === null) return loop;
    this.again ??= this.calledAgain();
    return this.again.has(body.name) ? body.at : null;
  }

  /** The names that are called in two places, in a loop, or in a function that is called again. */
  private calledAgain(): ReadonlySet<string> {
    const callees = new Map<string, string[]>();
    const again = new Set<string>();
    for (const [name, calls] of this.calls) {
      if (calls.length > 1 || calls.some(({ loop }) => loop !== null)) again.add(name);
      for (const { body } of calls) {
        const known = body === null ? [] : callees.get(body.name);
        if (body !== null && known === undefined) callees.set(body.name, [name]);
        else known?.push(name);
      }
    }
    for (const name of again) for (const callee of callees.get(name) ?? []) again.add(callee);
    return again;
  }
}
