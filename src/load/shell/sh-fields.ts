/** A word in the making. */
export interface Field {
  text: string;
  known: boolean;
  /** Something in it stands there whatever the variables are. */
  solid: boolean;
  /** It may become several words even between quotes: `"$@"`. */
  many: boolean;
  /** It is these words or none, and nothing is beside them. */
  maybe?: readonly string[];
}

/** The words that one word of a script becomes: variables without quotes are split at `separators`. */
export class Fields {
  readonly done: Field[] = [];
  private current: Field | null = null;

  constructor(private readonly separators: string | null) {}

  /** Text that is not split, and that makes a word even when it is empty. */
  add(text: string): void {
    const field = this.open();
    field.text += text;
    field.solid = true;
  }

  /** The value of a variable without quotes. */
  split(value: string): void {
    const { separators } = this;
    if (separators === null) {
      if (value !== '') this.hole(false);
      return;
    }
    let blank = true;
    for (const char of value) {
      if (!separators.includes(char)) {
        const field = this.open();
        field.text += char;
        field.solid = true;
        blank = false;
      } else if (/\s/.test(char)) {
        this.close();
      } else {
        if (blank) this.open().solid = true;
        this.close();
        blank = true;
      }
    }
  }

  /** A piece that is not known; `solid` when it is a part of one word, whatever it is. */
  hole(solid: boolean, many = false): void {
    const field = this.open();
    field.known = false;
    field.solid ||= solid;
    field.many ||= many;
  }

  /** These words, or none: which, is not known. */
  perhaps(words: readonly string[]): void {
    const alone = this.current === null;
    this.hole(false, true);
    if (alone) this.open().maybe = words;
  }

  /** Ends the word; what follows begins another. */
  close(): void {
    if (this.current !== null) this.done.push(this.current);
    this.current = null;
  }

  private open(): Field {
    this.current ??= { text: '', known: true, solid: false, many: false };
    delete this.current.maybe;
    return this.current;
  }
}
