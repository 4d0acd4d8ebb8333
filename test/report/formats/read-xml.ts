import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';

/** An element as a reader of the document has it. */
export interface Read {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Read[];
  /** Of an element without children. */
  readonly text: string;
}

/** Reads a document and holds it to the schema of this name. @throws XmlParseError, XmlValidateError */
export function readXml(text: string, schema: 'junit' | 'checkstyle' | null = null): Read {
  // What is no UTF-16 would be replaced on the way to the parser.
  if (/\p{Cs}/u.test(text)) throw new Error('lone surrogates');
  return using(XmlDocument.fromBuffer(Buffer.from(text)), (document) => {
    if (schema !== null) {
      using(XmlDocument.fromBuffer(readFileSync(join(import.meta.dirname, `${schema}.xsd`))), (xsd) => using(XsdValidator.fromDoc(xsd), (validator) => validator.validate(document)));
    }
    return read(document.root);
  });
}

function read(element: XmlElement): Read {
  const children: Read[] = [];
  for (let node = element.firstChild; node !== null; node = node.next) if (node instanceof XmlElement) children.push(read(node));
  return { name: element.name, attributes: Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])), children, text: children.length > 0 ? '' : element.content };
}

function using<T extends { dispose(): void }, R>(resource: T, use: (resource: T) => R): R {
  try {
    return use(resource);
  } finally {
    resource.dispose();
  }
}

/** All elements of a name below another, in order. */
export function all(element: Read, name: string): Read[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}
