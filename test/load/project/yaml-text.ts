/** Choices that a test makes; taken from a list of numbers, so that a shorter list of smaller numbers is a simpler project. */
export interface Random {
  /** 0 to n - 1; 0 when the list is used up. */
  readonly below: (n: number) => number;
  /** Never when the list is used up. */
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
}

export function randomFrom(tape: readonly number[]): Random {
  let used = 0;
  const below = (n: number): number => (tape[used++] ?? 0) % n;
  return { below, chance: (percent) => 100 - below(100) <= percent, pick: (items) => items[below(items.length)] as (typeof items)[number] };
}

/** A piece of YAML before it has a style. */
export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly number?: true; readonly tag?: string; readonly anchor?: string }
  | { readonly kind: 'list'; readonly items: readonly Node[]; readonly tag?: string; readonly anchor?: string }
  | { readonly kind: 'map'; readonly pairs: readonly (readonly [string, Node])[]; readonly tag?: string; readonly anchor?: string }
  | { readonly kind: 'alias'; readonly name: string };

export function text(value: string): Node {
  return { kind: 'text', text: value };
}

export function list(items: readonly Node[]): Node {
  return { kind: 'list', items };
}

export function map(pairs: readonly (readonly [string, Node])[]): Node {
  return { kind: 'map', pairs };
}

export const nothing: Node = { kind: 'text', text: '' };

/** The document in some style of YAML: block or flow, with quotes or without, indented by whatever. */
export function yamlText(root: Node, random: Random): string {
  const eol = random.chance(8) ? '\r\n' : '\n';
  const body = new Printer(random).block(root, random.pick(['  ', '   ', '    ']), '');
  return `${body.replace(/^\n/, '').replaceAll('\n', eol)}${eol}`;
}

/** The document as JSON, which is YAML, too; it knows no anchors and no tags. */
export function jsonText(root: Node): string {
  const value = (node: Node): unknown => {
    if (node.kind === 'map') return Object.fromEntries(node.pairs.map(([key, inner]) => [key, value(inner)]));
    if (node.kind === 'list') return node.items.map(value);
    if (node.kind === 'alias') throw new Error('JSON has no aliases');
    return node.number === true ? Number(node.text) : node.text === '' ? null : node.text;
  };
  return `${JSON.stringify(value(root), null, 2)}\n`;
}

class Printer {
  constructor(private readonly random: Random) {}

  /** What follows a colon or a dash. */
  block(node: Node, step: string, indent: string): string {
    const { random } = this;
    const empty = node.kind === 'list' ? node.items.length === 0 : node.kind === 'map' && node.pairs.length === 0;
    if (node.kind === 'text' || node.kind === 'alias' || empty || (indent !== '' && random.chance(25))) {
      const flow = this.flow(node, true);
      return flow === '' ? '' : ` ${flow}`;
    }
    const props = propsOf(node);
    const head = props === '' ? '' : ` ${props}`;
    if (node.kind === 'list') {
      const at = random.chance(30) ? indent.slice(step.length) : indent;
      return head + node.items.map((item) => `\n${at}-${this.item(item, step, at)}${this.comment()}`).join('');
    }
    const pairs = node.pairs.map(([key, value]) => {
      const name = key !== '<<' && random.chance(8) ? `"${key}"` : key;
      return `\n${indent}${name}:${this.block(value, step, indent + step)}`;
    });
    return head + pairs.join(random.chance(8) ? '\n\n# and' : '');
  }

  private item(node: Node, step: string, indent: string): string {
    if (node.kind !== 'map' || node.pairs.length === 0 || propsOf(node) !== '') return ` ${this.flow(node, false)}`;
    if (this.random.chance(60)) return ` ${this.flow(node, false)}`;
    const [first = '', ...rest] = this.block(node, step, `${indent}  `).replace(/^\n/, '').split('\n');
    return [` ${first.trimStart()}`, ...rest].join('\n');
  }

  private comment(): string {
    return this.random.chance(8) ? ' # why' : '';
  }

  private flow(node: Node, block: boolean): string {
    const props = node.kind === 'alias' ? '' : propsOf(node);
    const head = props === '' ? '' : `${props} `;
    const space = this.random.chance(20) ? ' ' : '';
    if (node.kind === 'alias') return `*${node.name}${block ? '' : ' '}`;
    if (node.kind === 'text') return (head + (node.text === '' && block ? '' : this.scalar(node, block))).trimEnd();
    if (node.kind === 'list') return `${head}[${space}${node.items.map((item) => this.flow(item, false)).join(', ')}${space}]`;
    return `${head}{${space}${node.pairs.map(([key, value]) => `${key}: ${this.flow(value, false)}`).join(', ')}${space}}`;
  }

  private scalar({ text: value, number }: { readonly text: string; readonly number?: true }, block: boolean): string {
    if (number === true) return value;
    if (value === '') return 'null';
    const plain = block ? /^[$\w][\w.:/${}+-]*$/ : /^\w[\w.:/-]*$/;
    const style = this.random.below(3);
    if (style === 0) return `"${value}"`;
    return style === 1 || !plain.test(value) || /^[\d_]+$/.test(value) || value.endsWith(':') ? `'${value}'` : value;
  }
}

function propsOf(node: Exclude<Node, { kind: 'alias' }>): string {
  return [node.anchor === undefined ? '' : `&${node.anchor}`, node.tag ?? ''].filter((prop) => prop !== '').join(' ');
}
