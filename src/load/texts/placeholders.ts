/** `%s`, `%05d`, `%-8.3f`, `%1$s`, `%[1]d`, `%(port)d`, `%<port>d`; not `%2F` of an address and not `%NAME%` of `cmd.exe`. */
const PERCENT = '%(?![A-Za-z_]\\w+%(?![\\w%])|\\d[A-F])(?:\\(\\w{1,60}\\)|<\\w{1,60}>|\\d{1,2}\\$|\\[\\d{1,2}\\])?[-+#0,]{0,4}(?:\\d{1,4}|\\*)?(?:\\.(?:\\d{1,4}|\\*))?(?:hh|ll|I64|[hlLqjz])?[diouxXeEfFgGaAcCsSpvTtqUbBr@]';
/** `${a.b}`, `#{x}`, `%{x}`; braces in them may be nested once. */
const MARKED = '[$#%]\\{(?:[^{}\\n]|\\{[^{}\\n]{0,100}\\}){0,200}\\}';
/** `{}`, `{0}`, `{port:05d}`, `{f(x)}`, `{$port}`; not the braces of a shell (`{a,b}`, `{1..3}`), nor those that stand for themselves (`{{a}}`). */
const BRACES = '(?<!\\{)\\{(?![\\w./:-]*,[\\w./:,-]*\\}|\\w+\\.\\.\\w)(?:\\$?[A-Za-z_][^{}\\n]{0,200}|\\d{0,3}(?:[.:![][^{}\\n]{0,40})?)\\}(?!\\})';
/** `\(port)` of Swift. */
const ESCAPED = '\\\\\\([^()\\\\\\n]{1,200}\\)';
const PLACEHOLDER = new RegExp(`${MARKED}|${PERCENT}|${BRACES}|${ESCAPED}`, 'y');
const FORMAT = new RegExp(PERCENT);

/** The length of what a program fills into a literal at `at`, between `quote`s; 0 when nothing is filled in there. */
export function placeholderAt(text: string, at: number, quote: string): number {
  PLACEHOLDER.lastIndex = at;
  const [hole = ''] = PLACEHOLDER.exec(text) ?? [];
  return hole.startsWith('{') && quote !== '' && hole.includes(quote) ? 0 : hole.length;
}

/** Whether a literal is the format of something. */
export function isFormat(body: string): boolean {
  return FORMAT.test(body);
}
