import type { ParsedScript } from 'unbash';
import { allNamesSetBy, type References } from './sh-assignments.ts';
import { countUpTo } from './sh-line-ends.ts';
import { everyNode, type Span } from './sh-syntax.ts';

interface Named {
  readonly at: number;
  readonly name: string;
}

/** What the functions of a script set when they are called. */
export class Functions {
  private readonly bodies = new Map<string, Span[]>();
  private readonly set: Ordered;
  private readonly called: Ordered;
  private readonly answers = new Map<string, readonly string[]>();

  constructor(script: ParsedScript, text: string, references: References) {
    const set: Named[] = [];
    const called: Named[] = [];
    everyNode(script, text, (node, { whole }) => {
      const at = whole?.start ?? node.pos;
      for (const name of allNamesSetBy(node, references)) set.push({ at, name });
      if (node.type === 'Command' && node.name !== undefined) called.push({ at, name: node.name.text });
      if (node.type !== 'Function') return;
      const body = { start: at, end: whole?.end ?? (node.end > node.pos ? node.end : Infinity) };
      const others = this.bodies.get(node.name.text);
      if (others === undefined) this.bodies.set(node.name.text, [body]);
      else others.push(body);
    });
    this.set = new Ordered(set);
    this.called = new Ordered(called);
  }

  /** The variables that a call of `name` may set, also in the functions that it calls; null when `afford` refuses the search. */
  namesSetBy(name: string, afford: (effort: number) => boolean): readonly string[] | null {
    if (!this.bodies.has(name)) return [];
    const answer = this.answers.get(name);
    if (answer !== undefined) return afford(answer.length) ? answer : null;
    const names = new Set<string>();
    const reached = new Set([name]);
    for (const current of reached) {
      for (const body of this.bodies.get(current) ?? []) {
        const set = this.set.within(body);
        const called = this.called.within(body);
        if (!afford(set.length + called.length)) return null;
        for (const setting of set) names.add(setting.name);
        for (const call of called) if (this.bodies.has(call.name)) reached.add(call.name);
      }
    }
    const found = [...names];
    this.answers.set(name, found);
    return found;
  }
}

/** Names in the order of their places. */
class Ordered {
  private readonly places: readonly number[];

  constructor(private readonly names: Named[]) {
    names.sort((one, other) => one.at - other.at);
    this.places = names.map(({ at }) => at);
  }

  within({ start, end }: Span): readonly Named[] {
    return this.names.slice(countUpTo(this.places, start - 1), countUpTo(this.places, end - 1));
  }
}
