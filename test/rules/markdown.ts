export interface CodeBlock {
  readonly language: string;
  readonly code: string;
}

/** The fenced code of a page, in order. */
export function codeBlocks(page: string): CodeBlock[] {
  return [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = '', code = '']) => ({ language, code }));
}

/** The headings of a page with their marks; what looks like one inside code is none. */
export function headings(page: string): string[] {
  return page.replace(/^```[^]*?^```$/gm, '').split('\n').filter((line) => /^#+ /.test(line));
}

/** What stands below a heading, up to the next one of any depth. */
export function section(page: string, heading: string): string {
  const lines = page.split('\n');
  let code = false;
  let inside = false;
  return lines
    .filter((line) => {
      if (line.startsWith('```')) code = !code;
      if (!code && /^#+ /.test(line)) {
        inside = line.replace(/^#+ /, '') === heading;
        return false;
      }
      return inside;
    })
    .join('\n');
}
