import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Parser } from 'yaml';
import { decodeText, encodeText } from '../../src/cli/read-text.ts';
import { report, type JsonFinding, type JsonFix } from '../cli/main/run.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';

/**
 * `bytes/x.yml` is fixed with the options of `x.args` (without it: --unsafe-fixes --strategy host) and has to become `x.fixed.yml`,
 * byte for byte. Without `x.fixed.yml` nothing is written, and the report says why; it is silent where the name begins with `silent`.
 */
const folder = new URL('bytes/', import.meta.url).pathname;
const names = readdirSync(folder).flatMap((name) => (/^(.*)(?<!\.fixed)\.yml$/.exec(name) ?? []).slice(1));

/** Cases that fail: what is wrong in the program. Mending it turns the case red, so that it leaves this list. */
const wrong: Readonly<Record<string, string>> = {};

const byDefault = ['--unsafe-fixes', '--strategy', 'host'];
const NAME = 'docker-compose.yml';

interface Case {
  readonly dir: string;
  readonly path: string;
  readonly args: readonly string[];
  readonly before: Buffer;
  readonly after: Buffer;
}

function prepare(name: string): Case {
  const file = (suffix: string): Buffer | null => {
    const known = readdirSync(folder).includes(name + suffix);
    return known ? readFileSync(join(folder, name + suffix)) : null;
  };
  const before = file('.yml') as Buffer;
  const args = file('.args')?.toString('utf8').trim().split(/\s+/).filter(Boolean) ?? byDefault;
  // Beside a config.ini that no service mounts none is made: what is looked at is the Compose file alone.
  const dir = temporaryDirectory({ [NAME]: before, 'config.ini': '' });
  return { dir, path: join(dir, NAME), args, before, after: file('.fixed.yml') ?? before };
}

function check(title: string, holds: () => Promise<void>): void {
  const test = title in wrong ? it.fails : it;
  test(title, holds);
}

describe('bytes outside the edits survive', () => {
  for (const name of names) {
    check(`${name}: fixed`, async () => {
      const { dir, path, args, before, after } = prepare(name);
      const first = await untouched(path, after.equals(before), () => report(['--fix', '--no-backup', ...args, NAME], { cwd: dir }));
      const result = readFileSync(path);
      expect(show(result)).toBe(show(after));
      expect(result.equals(after)).toBe(true);

      const { fixed = 0, findings = [] } = first.json.files[0] ?? {};
      expect(fixed > 0).toBe(!after.equals(before));
      const told = findings.some(({ notFixed, severity }) => notFixed !== null || severity === 'error');
      if (after.equals(before)) expect(told ? '' : 'silent').toBe(/^silent/.exec(name)?.[0] ?? '');

      const comments = commentsOf(result).join('\n');
      for (const comment of commentsOf(before)) expect(comments).toContain(comment);

      const second = await untouched(path, true, () => report(['--fix', '--no-backup', ...args, NAME], { cwd: dir }));
      expect(second.json.files[0]?.fixed).toBe(0);
      expect(readFileSync(path).equals(after)).toBe(true);
    });

    check(`${name}: published edits`, async () => {
      const { dir, args, before, after } = prepare(name);
      expect(show(await spliced(before, args, dir))).toBe(show(after));
    });
  }

  it('has a file for each kind of line end and mark', () => {
    const texts = names.map((name) => readFileSync(join(folder, `${name}.yml`)));
    const latin = texts.map((bytes) => bytes.toString('latin1'));
    expect(latin.some((text) => text.includes('\r\n') && !/(?<!\r)\n/.test(text) && text.endsWith('\n'))).toBe(true);
    expect(latin.some((text) => text.includes('\r') && !text.includes('\n'))).toBe(true);
    expect(latin.some((text) => text.startsWith('\xEF\xBB\xBF'))).toBe(true);
    expect(latin.some((text) => text.startsWith('\xFF\xFE') || text.startsWith('\xFE\xFF'))).toBe(true);
    expect(latin.filter((text) => /[^\r\n]$/.test(text)).length).toBeGreaterThan(4);
  });
});

/** Where nothing is to be written, the file is not even opened for it. */
async function untouched<T>(path: string, same: boolean, act: () => Promise<T>): Promise<T> {
  utimesSync(path, 1_000_000_000, 1_000_000_000);
  const { ino, mtimeMs } = statSync(path);
  const result = await act();
  if (same) expect(statSync(path)).toMatchObject({ ino, mtimeMs });
  return result;
}

/** The text with the edits of the JSON report spliced in by hand, until it offers none: whoever trusts it gets the file of --fix. */
async function spliced(before: Buffer, args: readonly string[], dir: string): Promise<Buffer> {
  const decoded = decodeText(before);
  if (!decoded.ok) throw new Error(decoded.error.code);
  let { text } = decoded;
  for (let pass = 0; pass < 3; pass++) {
    writeFileSync(join(dir, NAME), encodeText(decoded, text));
    const { json } = await report([...args, NAME], { cwd: dir });
    const edits = editsOf(json.files[0]?.findings ?? [], args);
    if (edits.length === 0) break;
    for (const { start, end, text: replacement } of edits) text = text.slice(0, start) + replacement + text.slice(end);
  }
  return encodeText(decoded, text);
}

/** The edits of every fix that may be applied, each fix once, the last place first; of two at one place the later one. */
function editsOf(findings: readonly JsonFinding[], args: readonly string[]): JsonFix['edits'] {
  const fixes = new Map<string, JsonFix>();
  for (const { fix } of findings) {
    if (fix !== null && (fix.safety === 'safe' || args.includes('--unsafe-fixes'))) fixes.set(JSON.stringify(fix.edits), fix);
  }
  return [...fixes.values()].flatMap(({ edits }) => edits).reverse().sort((a, b) => b.start - a.start || b.end - a.end);
}

function commentsOf(bytes: Buffer): string[] {
  const decoded = decodeText(bytes);
  const found: string[] = [];
  const visit = (token: unknown): void => {
    if (typeof token !== 'object' || token === null) return;
    const { type, source } = token as { type?: string; source?: string };
    if (type === 'comment' && source !== undefined) found.push(source);
    for (const part of Object.values(token)) visit(part);
  };
  for (const token of new Parser().parse(decoded.ok ? decoded.text.replace(/\r\n?/g, '\n') : '')) visit(token);
  return found;
}

/** Line ends and marks can be seen where two files differ. */
function show(bytes: Buffer): string {
  const decoded = decodeText(bytes);
  return decoded.ok ? `${decoded.encoding} ${JSON.stringify(decoded.text)}`.replaceAll('\\n', '\\n\n') : bytes.toString('latin1');
}
