/** Every passage with this many characters is found by them. */
const HEAD = 4;

/** Many passages that are looked for in texts at once, in time that does not grow with their number. */
export class Passages {
  private readonly byHead = new Map<string, string[]>();

  /** Shorter ones than four characters, which stand by chance in other words, are left out. */
  constructor(passages: Iterable<string>) {
    for (const passage of new Set(passages)) {
      if (passage.length < HEAD) continue;
      const others = this.byHead.get(passage.slice(0, HEAD));
      if (others === undefined) this.byHead.set(passage.slice(0, HEAD), [passage]);
      else others.push(passage);
    }
    for (const found of this.byHead.values()) found.sort((a, b) => b.length - a.length);
  }

  /** Those that stand somewhere in the text, each with its place; of two at one place the longer, and none over another. */
  *in(text: string): Generator<{ readonly at: number; readonly passage: string }, void> {
    if (this.byHead.size === 0) return;
    for (let at = 0; at + HEAD <= text.length; at++) {
      const passage = this.byHead.get(text.slice(at, at + HEAD))?.find((one) => text.startsWith(one, at));
      if (passage === undefined) continue;
      yield { at, passage };
      at += passage.length - 1;
    }
  }

  /** The text with stars for them. */
  masked(text: string): string {
    let result = '';
    let done = 0;
    for (const { at, passage } of this.in(text)) {
      result += text.slice(done, at) + '*'.repeat(passage.length);
      done = at + passage.length;
    }
    return result + text.slice(done);
  }
}
