import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Option } from 'commander';
import { describe, expect, test } from 'vitest';
import fixedExamples from '../../examples/examples.json' with { type: 'json' };
import { rules } from '../../rules/index.ts';
import { optionRows, type CommandName } from '../../src/cli/option-table.ts';
import { commandOptions } from '../../src/cli/options.ts';
import { severityWords, type Language } from '../../src/report/language.ts';
import { displayWidth } from '../../src/text/width.ts';
import { readingsTable, scripts } from './readings.ts';
import { safeEngine } from './safe-engine.ts';
import { COMPOSE_FILE, composeFiles, goldenText, project, run, transcript, type Session } from './session.ts';

/** `UPDATE_GOLDEN=1` writes the golden files, the fixed forms of the examples and the transcripts in the READMEs anew. */
const update = process.env['UPDATE_GOLDEN'] === '1';
const languages: readonly Language[] = ['en', 'zh'];

const golden: Readonly<Record<string, { readonly example: string; readonly words: readonly string[]; readonly prepare?: Parameters<typeof run>[3] }>> = {
  'typical-lint': { example: 'typical', words: [COMPOSE_FILE] },
  'typical-fix': { example: 'typical', words: ['--fix', COMPOSE_FILE] },
  'typical-diff': { example: 'typical', words: ['--diff', '--unsafe-fixes', COMPOSE_FILE] },
  'typical-unsafe': { example: 'typical', words: ['--fix', '--unsafe-fixes', COMPOSE_FILE] },
  'typical-minimal': { example: 'typical', words: ['--fix', '--strategy', 'minimal', COMPOSE_FILE] },
  'typical-podman': { example: 'typical', words: ['--engine', 'podman', COMPOSE_FILE] },
  'typical-ports': { example: 'typical', words: ['ports', COMPOSE_FILE] },
  'typical-cost': { example: 'typical', words: ['cost', COMPOSE_FILE] },
  'wvp-cost': { example: 'wvp', words: ['cost', '--engine-version', '28.5'] },
  'typical-without-proxy': { example: 'typical', words: ['--fix', '--userland-proxy', 'off', COMPOSE_FILE] },
  'safe-lint': { example: 'safe', words: [COMPOSE_FILE] },
  'safe-fix': { example: 'safe', words: ['--fix', COMPOSE_FILE] },
  'safe-github': { example: 'safe', words: ['--format', 'github', COMPOSE_FILE] },
  'safe-gitlab': { example: 'safe', words: ['--format', 'gitlab', '--only', 'no-wide-port-range', COMPOSE_FILE] },
  'wide-fix': { example: 'wide', words: ['--fix', COMPOSE_FILE] },
  'wide-unsafe': { example: 'wide', words: ['--fix', '--unsafe-fixes', COMPOSE_FILE] },
  'neighbours-fix': { example: 'neighbours', words: ['--fix', COMPOSE_FILE] },
  'override-lint': { example: 'override', words: [] },
  'override-fix': { example: 'override', words: ['--fix'] },
  'override-ports': { example: 'override', words: ['ports'] },
  'run-lint': { example: 'run', words: ['start.sh'] },
  'run-fix': { example: 'run', words: ['--fix', 'start.sh'] },
  'run-diff': { example: 'run', words: ['--diff', '--unsafe-fixes', 'start.sh'] },
  'run-ports': { example: 'run', words: ['ports', 'start.sh'] },
  'run-words': { example: 'run', words: ['run', '--fix', '--unsafe-fixes', '--', 'docker', 'run', '-d', '-p', '30000-30500:30000-30500/udp', '-p', '1935:1935', 'zlmediakit/zlmediakit:master'] },
  'suppressed-lint': { example: 'suppressed', words: [COMPOSE_FILE, 'start.sh'] },
  'suppressed-fix': { example: 'suppressed', words: ['--fix', COMPOSE_FILE, 'start.sh'] },
  'baseline-write': { example: 'typical', words: ['--write-baseline', 'baseline.json', COMPOSE_FILE] },
  rules: { example: 'typical', words: ['rules'] },
  explain: { example: 'typical', words: ['explain', 'no-publish-all'] },
  'help-run': { example: 'typical', words: ['run', '--help'] },
  help: { example: 'typical', words: ['--help'] },
  'help-cost': { example: 'typical', words: ['cost', '--help'] },
  inspect: { example: 'safe', words: ['inspect'], prepare: safeEngine },
  'help-inspect': { example: 'typical', words: ['inspect', '--help'] },
  'help-recover': { example: 'typical', words: ['recover', '--help'] },
  'help-init': { example: 'typical', words: ['init', '--help'] },
  'help-ports': { example: 'typical', words: ['ports', '--help'] },
  'help-rules': { example: 'typical', words: ['rules', '--help'] },
  'help-explain': { example: 'typical', words: ['explain', '--help'] },
  'help-completion': { example: 'typical', words: ['completion', '--help'] },
};

/** The examples, and the options that make the fixed form of each; the bench reads the same list. */
const examples: Readonly<Record<string, readonly string[]>> = fixedExamples;

/** Shown as it is after a fix; test/other-linters.test.ts says of which text. */
const shownFixed = ['other-linters'];

/** Shown as it was: there only words help. */
const notFixed: Readonly<Record<string, readonly string[]>> = { words: [COMPOSE_FILE], 'issue-3383': scripts };

/** No deployments: what runs zlm-lint in these; test/delivery and the try:* commands hold them. */
const services = ['docker', 'github', 'gitlab', 'npm', 'pre-commit'];

const readmes: Readonly<Record<Language, string>> = { en: 'README.md', zh: 'README.zh.md' };

describe.each(languages)('transcripts, %s', (language) => {
  test.each(Object.entries(golden))('%s', async (name, { example, words, prepare }) => {
    const session = await run(example, words, language, prepare);
    const text = goldenText(session);
    const path = join(import.meta.dirname, `${name}.${language}.txt`);
    if (update) writeFileSync(path, text);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(session.stdout + session.stderr, 'never silent').not.toBe('');
    expect(session.stdout + session.stderr).not.toMatch(/\{\w+(?:\|\w+)?\}|undefined|NaN/);
    const wide = tooWide(session);
    expect(wide).toEqual([]);
  });
});

/** GitHub shows these pages as it shows the summary of a job. */
test.each(languages)('docs/job-summary, %s, is the summary of examples/safe', async (language) => {
  const { stdout } = await run('safe', ['--format', 'markdown', COMPOSE_FILE], language);
  const path = join(project, 'docs', language === 'zh' ? 'job-summary.zh.md' : 'job-summary.md');
  if (update) writeFileSync(path, stdout);
  expect(readFileSync(path, 'utf8')).toBe(stdout);
});

test('every golden file belongs to a transcript', () => {
  const names = Object.keys(golden).flatMap((name) => languages.map((language) => `${name}.${language}.txt`));
  expect(readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt')).sort()).toEqual(names.sort());
});

/** Prose wider than 80 columns; tables, patches and the one line of a note on stderr are as wide as they have to be. */
function tooWide({ words, stdout, stderr }: Session): string[] {
  const notes = stderr.split('\n').filter((line) => !line.startsWith('zlm-lint: '));
  const isTable = words[0] === 'ports' && !words.includes('--help');
  const prose = isTable || words.includes('--format') ? [] : stdout.split('\n');
  return [...prose, ...notes].filter((line) => displayWidth(line) > 80);
}

describe('examples', () => {
  test('are the folders of examples/', () => {
    const folders = readdirSync(join(project, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...Object.keys(examples), ...Object.keys(notFixed), ...shownFixed, ...services].sort());
  });

  test.each(Object.entries(notFixed))('%s: its wide range is found', async (example, words) => {
    const { code, stdout } = await run(example, ['--format', 'json', ...words], 'en');
    const { files } = JSON.parse(stdout) as { files: { findings: { rule: string }[] }[] };
    expect(code).toBe(1);
    expect(files.flatMap(({ findings }) => findings.map(({ rule }) => rule))).toContain('no-wide-port-range');
  });

  test('words: no fix is offered, and the report says why', async () => {
    const before = composeFiles(join(project, 'examples/words'));
    const { after, stdout } = await run('words', ['--fix', '--unsafe-fixes', COMPOSE_FILE], 'en');
    expect(after).toEqual(before);
    expect(stdout).toMatch(/links/);
  });

  test.each(Object.entries(examples))('%s: the fixed form is what %s makes', async (example, options) => {
    const { after } = await run(example, options, 'en');
    const before = composeFiles(join(project, 'examples', example));
    const changed = Object.entries(after).filter(([name, text]) => text !== before[name]);
    const stored = readdirSync(join(project, 'examples', example), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.fixed'));
    if (!update) expect(stored.sort()).toEqual(changed.map(([name]) => `${name}.fixed`).sort());
    for (const [name, text] of changed) {
      const path = join(project, 'examples', example, `${name}.fixed`);
      if (update) writeFileSync(path, text);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
    const fixed = (directory: string): void => {
      for (const [name, text] of Object.entries(after)) writeFileSync(join(directory, name), text);
    };
    const again = await run(example, options, 'en', fixed);
    expect(again).toMatchObject({ code: 0, after });
  });

  test('every listener that safe/config.ini closes has to be closed: the fix does it where it is not', async () => {
    const path = join(project, 'examples/safe/config.ini');
    const lines = readFileSync(path, 'utf8').split('\n');
    const closing = lines.flatMap((line, index) => (line.endsWith('=0') ? [index] : []));
    expect(closing.length).toBeGreaterThan(0);
    for (const left of closing) {
      const open = (directory: string): void => writeFileSync(join(directory, 'config.ini'), lines.filter((_, index) => index !== left).join('\n'));
      const { stdout, after } = await run('safe', ['--fix', '--format', 'json', COMPOSE_FILE], 'en', open);
      expect(JSON.parse(stdout), `without line ${left + 1}`).toMatchObject({ summary: { fixed: 1 } });
      expect(after['config.ini']?.split('\n'), `without line ${left + 1}`).toContain(lines[left]);
    }
  });
});

describe.each(languages)('README, %s', (language) => {
  const path = join(project, readmes[language]);
  const quoted = /(<!-- golden: ([\w-]+)(?:, last (\d+) paragraphs)? -->\n```console\n)([\s\S]*?)(```)/g;

  test('quotes the golden transcripts', async () => {
    const text = readFileSync(path, 'utf8');
    const quotes = [...text.matchAll(quoted)];
    expect(quotes).not.toEqual([]);
    expect(text.match(/<!-- golden:/g)).toHaveLength(quotes.length);
    let expected = '';
    let copied = 0;
    for (const { index, 0: whole, 1: head = '', 2: name = '', 3: last } of quotes) {
      const { example, words, prepare } = golden[name] ?? {};
      if (example === undefined || words === undefined) throw new Error(`${readmes[language]} quotes ${name}, which is no golden transcript`);
      const session = transcript(await run(example, words, language, prepare), last === undefined ? null : Number(last));
      expected += `${text.slice(copied, index)}${head}${session}\`\`\``;
      copied = index + whole.length;
    }
    expected += text.slice(copied);
    if (update) writeFileSync(path, expected);
    expect(readFileSync(path, 'utf8')).toBe(expected);
  });

  test('says what the model says of issue 3383', async () => {
    const text = readFileSync(path, 'utf8');
    const marked = /(<!-- readings -->\n\n)[^]*?(\n\n<!-- \/readings -->)/g;
    expect([...text.matchAll(marked)]).toHaveLength(1);
    const table = await readingsTable(language);
    const expected = text.replace(marked, (_, begin: string, end: string) => begin + table + end);
    if (update) writeFileSync(path, expected);
    expect(readFileSync(path, 'utf8')).toBe(expected);
  });

  test('quotes what the other language quotes', () => {
    const quotes = Object.values(readmes).map((name) => [...readFileSync(join(project, name), 'utf8').matchAll(quoted)].map(([, , quote, last]) => [quote, last]));
    expect(quotes[0]).toEqual(quotes[1]);
  });

  test('has the headings and the code blocks of the other language', () => {
    const [english, chinese] = Object.values(readmes).map((name) => readFileSync(join(project, name), 'utf8'));
    const outline = (text = ''): unknown => [headings(text), [...text.matchAll(/^```(?!console)\w+\n[\s\S]*?^```/gm)].map(([block]) => block)];
    expect(outline(chinese)).toEqual(outline(english));
  });

  test('lists exactly the options, with what they take and their defaults', () => {
    const rows = new Map(tableRows(path, /^`(-.+?)`$/).map((cells) => [(/^`(.+)`$/.exec(cells[0] ?? '') ?? [])[1] ?? '', cells]));
    const options = (Object.keys(optionRows) as CommandName[]).flatMap((command) => commandOptions(command, language));
    expect([...rows.keys()].sort()).toEqual([...new Set([...options.map(({ flags }) => flags), '-h, --help', '-V, --version'])].sort());
    for (const option of commandOptions('lint', language)) {
      const row = (rows.get(option.flags) ?? []).slice(1).join(' ');
      for (const word of [...(option.argChoices ?? []), ...defaultOf(option)]) expect(row, option.flags).toContain(`\`${word}\``);
    }
  });

  test('lists exactly the rules, with their severities and summaries', () => {
    const suffix = language === 'zh' ? 'README.zh.md' : 'README.md';
    const rows = tableRows(path, /\(rules\//);
    expect(rows.map(([cell = '', , summary]) => [cell, summary]).sort()).toEqual(rules.map(({ meta: { id, summary } }) => [`[\`${id}\`](rules/${id}/${suffix})`, summary[language]]).sort());
    for (const { meta } of rules) {
      const severities = new Set([meta.severity, ...Object.values(meta.messages).map(({ severity }) => severity ?? meta.severity)]);
      const [, told = ''] = rows.find(([cell = '']) => cell.includes(`rules/${meta.id}/`)) ?? [];
      const words = Object.entries(severityWords).filter(([, word]) => told.includes(word[language])).map(([severity]) => severity);
      expect(words.sort(), meta.id).toEqual([...severities].sort());
    }
  });

  test('links only to files of the project', () => {
    const targets = [...readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !target.startsWith('rules/') && !existsSync(join(project, target)))).toEqual([]);
  });
});

function headings(text: string): string[] {
  return [...text.matchAll(/^(#+) /gm)].map(([, level = '']) => level);
}

/** The cells of the table rows whose first cell looks like this. */
function tableRows(path: string, first: RegExp): string[][] {
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line.startsWith('| '));
  const rows = lines.map((line) => line.slice(1, line.lastIndexOf('|')).split(/(?<!\\)\|/).map((cell) => cell.trim()));
  return rows.filter(([cell = '']) => first.test(cell));
}

function defaultOf({ defaultValue }: Option): string[] {
  const given: unknown = defaultValue;
  return typeof given === 'string' || typeof given === 'number' ? [String(given)] : [];
}
