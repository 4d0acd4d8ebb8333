import * as fc from 'fast-check';
import { Document, isCollection, isNode, isScalar, parseAllDocuments, visit, type Node, type ToStringOptions } from 'yaml';
import { describe, expect, it } from 'vitest';
import { mayBeAnchored } from '../../src/text/anchors.ts';

const value = fc.letrec((tie) => ({
  node: fc.oneof({ depthSize: 'medium' }, fc.constantFrom('a', 'a long word and another', 'two\nlines\n', '', 7, null, true, '- x', '# no', '--- y'), fc.array(tie('node'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('zlm', 'ports', 'image', 'x y', '&k', 'k: v'), tie('node'), { maxKeys: 3 })),
})).node;

const style: fc.Arbitrary<ToStringOptions> = fc.record({ indent: fc.integer({ min: 1, max: 5 }), indentSeq: fc.boolean(), lineWidth: fc.constantFrom(0, 20, 80), collectionStyle: fc.constantFrom('any', 'block', 'flow'), defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'BLOCK_LITERAL') });

/** A document in which nodes have anchors, flow style and comments as `draws` say, as text. */
function written(content: unknown, draws: readonly number[], options: ToStringOptions): string {
  const document = new Document({ root: content });
  let count = 0;
  visit(document, {
    Node(key, node) {
      const draw = draws[count++ % draws.length] ?? 0;
      if (draw % 3 === 0) (node as { anchor?: string }).anchor = `anchor${count}`;
      if (draw % 7 === 1 && isCollection(node)) node.flow = true;
      if (draw % 11 === 1 && isScalar(node) && key !== 'key') node.comment = ' why';
      if (draw % 13 === 1 && key !== 'key') node.commentBefore = ' before';
    },
  });
  return document.toString(options);
}

function anchoredNodes(text: string): Node[] {
  const found: Node[] = [];
  for (const document of parseAllDocuments(text)) {
    visit(document, { Node: (_, node) => void (isNode(node) && (node as { anchor?: string }).anchor !== undefined && found.push(node)) });
  }
  return found;
}

describe('what may be anchored', () => {
  it('is every place of a node that has an anchor, in any style', () => {
    fc.assert(
      fc.property(value, fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 12 }), style, fc.constantFrom('\n', '\r\n'), (content, draws, options, lineEnd) => {
        const text = written(content, draws, options).replace(/\n/g, lineEnd);
        const anchored = mayBeAnchored(text);
        for (const { range } of anchoredNodes(text)) {
          const [start, end] = range as [number, number, number];
          for (let at = start; at <= end; at++) expect(anchored(at, at), `${text}\n${at}`).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['a document', '--- &a\nservices:\n  zlm: {}\n', 'zlm'],
    ['a node that begins on the next line, indented less', 'services:\n      &a\n  zlm:\n    image: x\n', 'zlm'],
    ['one with a tag', 'services:\n      !!map &a\n  zlm:\n    image: x\n', 'zlm'],
    ['a flow collection over lines', 'services: {\n      zlm: &a {\n  ports: [1]\n  }}\n', 'ports'],
    ['a sequence right under its key', 'ports: &a\n- 1935\n- 554\n', '554'],
    ['the end of a mapping, where a line may be put in', 'services:\n  zlm: &a\n    image: x\n', ''],
  ])('is %s', (_, text, word) => {
    const at = word === '' ? text.length : text.indexOf(word);
    expect(mayBeAnchored(text)(at, at)).toBe(true);
  });

  it.each([
    ['a service beside an extension with an anchor', 'x-common: &common\n  restart: always\n\n# the media server\nservices:\n  zlm:\n    <<: *common\n    ports: [1935]\n', 'ports'],
    ['the service after one with an anchor', 'services:\n  nginx: &a\n    image: nginx\n  zlm:\n    ports: [1935]\n', 'ports'],
    ['a text without an anchor', 'services:\n  zlm:\n    command: a & b\n    ports: [1935]\n', 'ports'],
  ])('is not %s', (_, text, word) => {
    const at = text.indexOf(word);
    expect(mayBeAnchored(text)(at, at + word.length)).toBe(false);
  });
});
