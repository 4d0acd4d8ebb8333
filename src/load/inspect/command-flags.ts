/** A flag of the command line, with its value; `null` for a switch. */
export interface CommandFlag {
  readonly name: string;
  readonly value: string | null;
}

/** The flags of one command line, in the order in which they were added. */
export class CommandFlags {
  readonly list: CommandFlag[] = [];
  /** What is said and cannot be said by flags. */
  readonly notCarried: string[] = [];

  /** With every value that is not empty. */
  add(name: string, ...values: readonly string[]): void {
    for (const value of values) if (value !== '') this.list.push({ name, value });
  }

  /** An empty value says something, too. */
  set(name: string, value: string): void {
    this.list.push({ name, value });
  }

  number(name: string, value: number): void {
    if (value !== 0) this.list.push({ name, value: String(value) });
  }

  switch(name: string, on: boolean): void {
    if (on) this.list.push({ name, value: null });
  }
}
