import { Lexer, Parser, type CST } from 'yaml';

/** What the package's lexer keeps to itself and this one depends on; a test holds it to that. */
interface Internals {
  flowLevel: number;
  indentNext: number;
  lex(source: string): Generator<string, void>;
  parseQuotedScalar(): Generator<string, string | undefined>;
}

/** Inside brackets and quotes go-yaml takes lines that stand further left than the YAML specification allows. */
class TolerantLexer extends (Lexer as unknown as new () => Internals) {
  private least = 0;
  private quoted = false;

  override get indentNext(): number {
    return this.quoted || this.flowLevel > 0 ? 0 : this.least;
  }

  override set indentNext(value: number) {
    this.least = value;
  }

  override *parseQuotedScalar(): Generator<string, string | undefined> {
    this.quoted = true;
    const next = yield* super.parseQuotedScalar();
    this.quoted = false;
    return next;
  }
}

/** The tokens of a text that Compose can read. */
export function* tolerantTokens(text: string): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new TolerantLexer().lex(text)) yield* parser.next(lexeme);
  yield* parser.end();
}
