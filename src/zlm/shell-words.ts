/** The simple commands of a shell text, in order, each as its words without quotes; enough of the grammar to see what is started. */
export function simpleCommands(text: string): string[][] {
  const commands: string[][] = [];
  let command: string[] = [];
  for (const token of tokens(text)) {
    if (token !== SEPARATOR) {
      command.push(token);
      continue;
    }
    if (command.length > 0) commands.push(command);
    command = [];
  }
  if (command.length > 0) commands.push(command);
  return commands;
}

/** The words of a command that is written as one string, its operators left out. */
export function shellWords(text: string): string[] {
  return [...tokens(text)].filter((token): token is string => token !== SEPARATOR);
}

const SEPARATOR = Symbol('end of a simple command');

function* tokens(text: string): Generator<string | typeof SEPARATOR> {
  let word: string | null = null;
  for (let i = 0; i < text.length; ) {
    const char = text[i] ?? '';
    if (char === '#' && word === null) {
      const newline = text.indexOf('\n', i);
      i = newline < 0 ? text.length : newline;
      continue;
    }
    const plain = /[^\s;&|()<>'"\\#]+|#/y;
    plain.lastIndex = i;
    const run = plain.exec(text);
    if (run !== null) {
      word = (word ?? '') + run[0];
      i += run[0].length;
    } else if (char === "'" || char === '"') {
      const { inner, end } = quoted(text, i);
      word = (word ?? '') + inner;
      i = end;
    } else if (char === '\\') {
      if (text[i + 1] !== '\n') word = (word ?? '') + (text[i + 1] ?? '');
      i += 2;
    } else {
      if (word !== null) yield word;
      word = null;
      const redirection = /[<>]+&?\d*/y;
      redirection.lastIndex = i;
      const skipped = redirection.exec(text);
      if (skipped === null && /[\n;&|()]/.test(char)) yield SEPARATOR;
      i += skipped?.[0].length ?? 1;
    }
  }
  if (word !== null) yield word;
}

function quoted(text: string, start: number): { inner: string; end: number } {
  const quote = text[start];
  let inner = '';
  let i = start + 1;
  while (i < text.length && text[i] !== quote) {
    if (quote === '"' && text[i] === '\\' && /["\\$`\n]/.test(text[i + 1] ?? '')) i++;
    inner += text[i++] ?? '';
  }
  return { inner, end: i + 1 };
}
