import { Lexer, parseAllDocuments } from 'yaml';
import { isIni, isYaml } from './input.ts';

/** Every comment, as a reader of such files sees it. */
export function commentsOf(name: string, text: string): string[] {
  // yaml does not end a line at a lone CR, which Docker Compose does.
  if (isYaml(name)) return [...new Lexer().lex(text.replace(/\r(?!\n)/g, '\n'))].filter((token) => token.startsWith('#')).map((token) => token.trimEnd());
  const comments = text.split(/\r\n|\n|\r/).map((line) => line.trim()).filter((line) => (isIni(name) ? /^[#;]/ : /^#/).test(line));
  // On a page # is root's prompt as well.
  return name.endsWith('.md') ? comments.filter((line) => !/^#+ *(?:sudo +)?(?:docker|podman|nerdctl) /.test(line)) : comments;
}

export function lineEndsOf(text: string): string[] {
  return [...new Set(text.match(/\r\n|\n|\r/g))];
}

export function yamlErrors(text: string): string[] {
  try {
    const documents = parseAllDocuments(text.replace(/\r(?!\n)/g, '\n'), { merge: true, uniqueKeys: false });
    return 'empty' in documents ? [] : documents.flatMap(({ errors }) => errors.map(({ message }) => message));
  } catch (error) {
    return [String(error)];
  }
}
