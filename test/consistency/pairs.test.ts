import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diffArrays } from 'diff';
import { describe, expect, it } from 'vitest';
import type { Project } from '../../src/cli/project.ts';
import { readProjects } from '../../src/cli/projects.ts';
import { identify } from '../../src/lint.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { checkFix, type Verdict } from './consistency.ts';

const PAIRS = fileURLToPath(new URL('./pairs/', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

/** A deployment and what a right fix makes of it, both written by hand. */
interface Pair {
  readonly name: string;
  readonly project: Project;
  readonly before: Deployment;
  /** The files that the fix changes or makes. */
  readonly changed: ReadonlyMap<string, string>;
}

/** `pairs/NAME/FORM` holds the changed files, `pairs/NAME/before` the others, unless they are an example. */
async function readPairs(): Promise<Pair[]> {
  const forms = readdirSync(PAIRS).flatMap((name) => readdirSync(join(PAIRS, name)).filter((form) => form !== 'before').map((form) => ({ name, form })));
  return Promise.all(
    forms.map(async ({ name, form }): Promise<Pair> => {
      const own = join(PAIRS, name, 'before');
      const cwd = existsSync(own) ? own : join(EXAMPLES, name);
      const paths = existsSync(join(cwd, 'start.sh')) ? ['start.sh'] : [];
      const { projects, errors } = await readProjects(paths, { cwd, env: {}, maxBytes: 1_000_000, stdinFilename: null, stdin: nothing(), include: [], files: [], envFiles: [], profiles: [], projectDirectory: null, processEnv: false, allowOutside: false });
      const [project] = projects;
      if (project === undefined || errors.length > 0) throw new Error(`${cwd}: ${JSON.stringify(errors)}`);
      const folder = join(PAIRS, name, form);
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const changed = new Map(files.map((entry) => join(entry.parentPath, entry.name)).map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
      return { name: `${name}, ${form}`, project, before: identify(project.load(project.texts), []), changed };
    }),
  );
}

async function* nothing(): AsyncGenerator<never> {
  // Standard input is empty.
}

function check({ project, before }: Pair, changed: ReadonlyMap<string, string>): Verdict {
  const after = identify(project.load(new Map([...before.texts, ...changed])), []);
  const fixed = before.services.filter(({ zlm }) => zlm !== null).map(({ label }) => label);
  // Who shares the network of another has its ports published there.
  const owners = before.services.flatMap(({ networkMode }) => (typeof networkMode?.value === 'string' ? (/^service:(.*)/.exec(networkMode.value)?.[1] ?? []) : []));
  return checkFix({ before, after, fixed: [...fixed, ...owners] });
}

interface Mutant {
  readonly says: string;
  readonly changed: ReadonlyMap<string, string>;
}

/** Lines that stand in place of others. */
interface Hunk {
  readonly at: number;
  readonly old: readonly string[];
  readonly lines: readonly string[];
}

function hunksOf(before: string, after: string): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  let old: readonly string[] = [];
  for (const { added, removed, value } of [...diffArrays(before.split('\n'), after.split('\n')), { added: false, removed: false, value: [] }]) {
    if (removed) old = value;
    else {
      if (added) hunks.push({ at, old, lines: value });
      else if (old.length > 0) hunks.push({ at, old, lines: [] });
      old = [];
      at += value.length;
    }
  }
  return hunks;
}

function withLines(text: string, at: number, count: number, instead: readonly string[]): string {
  const lines = text.split('\n');
  return [...lines.slice(0, at), ...instead, ...lines.slice(at + count)].join('\n');
}

/** The fix with one of its edits left out, as a whole and line by line. */
function* leftOut({ before, changed }: Pair): Generator<Mutant> {
  for (const [file, after] of changed) {
    for (const { at, old, lines } of hunksOf(before.texts.get(file) ?? '', after)) {
      if (before.texts.has(file)) yield { says: `${file}: ${JSON.stringify(old)} stays`, changed: new Map([...changed, [file, withLines(after, at, lines.length, old)]]) };
      for (const [index, line] of lines.entries()) {
        // A blank line and a remark do nothing, and a line that only moved is no edit.
        if (lines.length === 1 || old.includes(line) || line.trim() === '' || /^\s*[#;]/.test(line)) continue;
        const instead = old.length === lines.length ? [old[index] ?? ''] : [];
        yield { says: `${file}: without ${line.trim()}`, changed: new Map([...changed, [file, withLines(after, at + index, 1, instead)]]) };
      }
    }
    if (before.texts.has(file)) yield { says: `${file} as it was`, changed: new Map([...changed].filter(([name]) => name !== file)) };
  }
}

const ADDRESS = String.raw`\d+(?:\.\d+){3}`;

/** The fix with one value of its edits broken: each number, each address, each name and the network mode. */
function* broken({ before, changed }: Pair): Generator<Mutant> {
  const names = before.services.map(({ label }) => label).filter((label) => /^\w+$/.test(label));
  const values = new RegExp(`${ADDRESS}|\\d+|host-gateway|=host\\b|mode: host\\b|\\b(?:${names.join('|')})\\b`, 'g');
  for (const [file, after] of changed) {
    for (const { at, old, lines } of hunksOf(before.texts.get(file) ?? '', after)) {
      for (const [index, line] of lines.entries()) {
        if (old.includes(line) || /^\s*[#;]/.test(line)) continue;
        for (const match of line.matchAll(values)) {
          const text = line.slice(0, match.index) + wrong(match[0]) + line.slice(match.index + match[0].length);
          yield { says: `${file}: ${text.trim()} for ${line.trim()}`, changed: new Map([...changed, [file, withLines(after, at + index, 1, [text])]]) };
        }
      }
    }
  }
}

/** The fix, and one line that it leaves alone changed as well: its first number, or all of it. */
function* elsewhere({ before, changed }: Pair): Generator<Mutant> {
  for (const [file, text] of new Map([...before.texts, ...changed])) {
    const own = new Set(before.texts.get(file)?.split('\n'));
    for (const [at, line] of text.split('\n').entries()) {
      if (!own.has(line) || line.trim() === '') continue;
      const number = line.replace(/\d+/, (digits) => String(Number(digits) + 7));
      yield { says: `${file}: ${line}`, changed: new Map([...changed, [file, withLines(text, at, 1, number === line ? [] : [number])]]) };
    }
  }
}

function wrong(value: string): string {
  if (/^\d+$/.test(value)) return String(Number(value) + 7);
  if (new RegExp(`^${ADDRESS}$`).test(value)) return '10.9.9.9';
  return /^(?:=|mode: )host$/.test(value) ? value.replace('host', 'none') : 'nobody';
}

/** What is left of the fix changes something: a file that is made and mounted nowhere does not. */
function doesAnything({ before, project }: Pair, { changed }: Mutant): boolean {
  const { texts } = project.load(new Map([...before.texts, ...changed]));
  return texts.size !== before.texts.size || [...texts].some(([file, text]) => before.texts.get(file) !== text);
}

const pairs = await readPairs();

describe.each(pairs.map((pair) => [pair.name, pair] as const))('%s', (_, pair) => {
  it('is consistent, and nothing of it is unknown', () => {
    expect(check(pair, pair.changed)).toEqual({ inconsistent: [], unknown: [] });
  });

  it('changes every file that it holds', () => {
    for (const [file, text] of pair.changed) expect(text, file).not.toBe(pair.before.texts.get(file));
  });

  const mutants = [...leftOut(pair), ...broken(pair)].filter((mutant) => doesAnything(pair, mutant));

  it('lets nothing else change', () => {
    const unseen = [...elsewhere(pair)].filter(({ changed }) => check(pair, changed).inconsistent.length === 0);
    expect(unseen.map(({ says }) => says)).toEqual([]);
  });

  it('has edits to leave out and to break', () => {
    expect(mutants.length).toBeGreaterThan(5);
  });

  it.each(mutants.map((mutant) => [mutant.says, mutant] as const))('is not: %s', (_says, { changed }) => {
    expect(check(pair, changed).inconsistent).not.toEqual([]);
  });
});
