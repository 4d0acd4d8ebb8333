import { isAlias, visit, type Alias, type Document, type Node } from 'yaml';

/** What the aliases of a document stand for, read once for all who ask: the document is not looked through for each. */
export interface Aliases {
  /** The last node before the alias that has its anchor. */
  readonly targetOf: (alias: Alias) => Node | undefined;
  /** Where the last alias of an anchor begins; -1 where there is none. */
  readonly lastUseOf: (anchor: string) => number;
}

const known = new WeakMap<Document, Aliases>();

export function aliasesOf(document: Document): Aliases {
  const found = known.get(document) ?? read(document);
  known.set(document, found);
  return found;
}

function read(document: Document): Aliases {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const uses = new Map<string, number>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) targets.set(node, target);
        uses.set(node.source, node.range?.[0] ?? 0);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return { targetOf: (alias) => targets.get(alias), lastUseOf: (anchor) => uses.get(anchor) ?? -1 };
}
