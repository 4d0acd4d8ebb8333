import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { visible } from '../../../src/text/width.ts';
import { clean, neighbours, safe, wide } from '../../cli/main/files.ts';
import { run, type World } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { hostile, quoted } from '../hostile.ts';
import { all, readXml, type Read } from './read-xml.ts';

async function junit(args: readonly string[], world: World): Promise<{ readonly code: number; readonly suites: readonly Read[]; readonly tests: readonly Read[]; readonly stdout: string }> {
  const { code, stdout } = await run(['--format', 'junit', ...args], world);
  const root = readXml(stdout, 'junit');
  for (const [element, below] of [[root, all(root, 'testcase')], ...root.children.map((suite) => [suite, suite.children] as const)] as const) {
    const count = (name: string): string => String(below.filter(({ children: [outcome] }) => outcome?.name === name).length);
    expect(element.attributes).toMatchObject({ tests: String(below.length), failures: count('failure'), errors: count('error') });
  }
  return { code, suites: root.children, tests: all(root, 'testcase'), stdout };
}

const outcomes = (tests: readonly Read[]): (string | undefined)[] => tests.map(({ children: [outcome] }) => outcome?.name);

describe('--format junit', () => {
  it('has a suite for every file, and a test for every finding', async () => {
    const cwd = temporaryDirectory({ 'wide.yml': wide, 'clean.yml': clean });
    const { suites } = await junit(['wide.yml', 'clean.yml', 'missing.yml'], { cwd });
    expect(suites.map(({ attributes: { name } }) => name)).toEqual(['wide.yml', 'clean.yml', 'missing.yml']);
    expect(suites.map(({ children }) => outcomes(children))).toEqual([['failure', 'failure'], [undefined], ['error']]);
    expect(suites[1]?.children).toEqual([{ name: 'testcase', attributes: { name: 'clean.yml', classname: 'zlm-lint.no-findings' }, children: [], text: '' }]);
  });

  it('says of a failure what, where, what to do, and where to read on', async () => {
    const { tests: [test] } = await junit(['wide.yml'], { cwd: temporaryDirectory({ 'wide.yml': wide }) });
    const failure = test?.children[0];
    expect(test?.attributes).toEqual({ name: 'wide.yml: zlm: bridge-many', classname: 'zlm-lint.prefer-host-network' });
    expect(failure?.attributes['type']).toBe('warning');
    const lines = failure?.text.split('\n') ?? [];
    expect(lines).toHaveLength(4);
    expect(lines.slice(0, 2)).toEqual([failure?.attributes['message'], 'wide.yml:4:5']);
    expect(lines[2]).toMatch(/^Fix, not proven safe: /);
    expect(lines[3]).toBe('https://example.org/zlm-lint/blob/v9.9.9/rules/prefer-host-network/README.md');
  });

  it.each<[string[], number, string[]]>([
    [[], 0, ['system-out', 'system-out']],
    [['--fail-on', 'info'], 1, ['failure', 'failure']],
    [['--rule', 'contiguous-ports=warning', '--fail-on', 'error'], 0, ['system-out', 'system-out']],
    [['--rule', 'contiguous-ports=warning', '--max-warnings', '0'], 1, ['system-out', 'failure']],
  ])('is red where the exit code is 1: %j', async (options, code, expected) => {
    const ran = await junit([...options, 'neighbours.yml'], { cwd: temporaryDirectory({ 'neighbours.yml': neighbours }) });
    expect(ran.code).toBe(code);
    expect(outcomes(ran.tests).sort()).toEqual([...expected].sort());
  });

  it('is red with --check and --diff where a fix would change something, and tells with --fix what was done', async () => {
    const cwd = temporaryDirectory({ 'safe.yml': safe, 'wide.yml': wide });
    for (const option of ['--check', '--diff']) {
      const { stderr, stdout } = await run(['--format', 'junit', option, 'safe.yml'], { cwd });
      const [test] = all(readXml(option === '--diff' ? stderr : stdout, 'junit'), 'testcase');
      expect(test?.attributes).toEqual({ name: 'safe.yml: zlm: fix', classname: 'zlm-lint.prefer-host-network' });
      expect(test?.children).toMatchObject([{ name: 'failure', attributes: { type: 'fix', message: expect.stringMatching(/^Would change safe\.yml: /) } }]);
    }
    const left = await junit(['--check', 'wide.yml'], { cwd });
    expect([left.code, outcomes(left.tests)]).toEqual([0, ['system-out', 'system-out']]);
    const fixed = await junit(['--fix', 'safe.yml'], { cwd });
    expect(fixed.code).toBe(0);
    expect(fixed.tests.map(({ children }) => children)).toMatchObject([[{ name: 'system-out', text: expect.stringMatching(/^Fixed safe\.yml: /) }]]);
  });

  it('skips what is silenced, and says why', async () => {
    const silenced = wide.replace('    ports:', '    # zlm-lint-disable-next-line prefer-host-network -- a second one runs here\n    ports:');
    const { suites: [suite] } = await junit(['a.yml'], { cwd: temporaryDirectory({ 'a.yml': silenced }) });
    expect(suite?.attributes['skipped']).toBe('1');
    expect(suite?.children.flatMap(({ children }) => children).find(({ name }) => name === 'skipped')).toMatchObject({ attributes: { type: 'comment', message: expect.stringMatching(/^a second one runs here\nzlm publishes /) }, text: 'a.yml:5:5' });
  });

  it('names a test the same when lines move, and no two of a rule alike', async () => {
    const twice = `${neighbours}`.replace('"3001:3001"\n', '"3001:3001"\n      - "9000:9000"\n      - "9001:9001"\n');
    const names = async (text: string) => (await junit(['a.yml'], { cwd: temporaryDirectory({ 'a.yml': text }) })).tests.map(({ attributes: { name, classname } }) => `${classname} ${name}`);
    const before = await names(twice);
    expect(before).toContain('zlm-lint.contiguous-ports a.yml: zlm: mergeable (2)');
    expect(new Set(before).size).toBe(before.length);
    expect(await names(`# one more line\n${twice}`)).toEqual(before);
  });

  it('has a test even where no file was looked at: Jenkins fails a build without any', async () => {
    const { code, tests } = await junit(['--ignore', 'a.yml', 'a.yml'], { cwd: temporaryDirectory({ 'a.yml': wide }) });
    expect([code, outcomes(tests)]).toEqual([0, ['skipped']]);
  });

  it.each(hostile)('is not broken by a service called %j', async (name) => {
    const { tests, stdout } = await junit(['a.yml'], { cwd: temporaryDirectory({ 'a.yml': wide.replace('  zlm:', `  ${quoted(name)}:`) }) });
    expect(tests.map((one) => one.attributes['name'])).toContain(`a.yml: ${visible(name)}: wide`);
    expect(stdout).not.toMatch(/^\s*::|##\[|##vso/m);
  });
});

/** Any text of Unicode, mostly such as mean something to a reader. */
const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...hostile, ...'<>&"\'#:[] ', '中', '👨‍👩‍👧', '\uFFFE', '\r', '\t'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(''));

/** What a file may be called, and what YAML allows in a comment. */
const fileName = hostileText.map((text) => text.replace(/[/\\\0]/g, '').slice(0, 40).replace(/\p{Cs}/gu, '')).filter((name) => name.trim() !== '' && !/^[-.~]|[*?[\]{}!]/.test(name));
const reason = hostileText.map((text) => text.replace(/[\p{Cc}\u2028\u2029\uFEFF\uFFFE]/gu, '').trim()).filter((text) => /[a-z]/i.test(text));

test('whatever files and services are called and comments say, it reads back as it is made visible', async () => {
  await fc.assert(
    fc.asyncProperty(fileName, hostileText.map((text) => text.replaceAll('$', '')), reason, async (file, service, why) => {
      const text = wide.replace('  zlm:', () => `  ${quoted(service)}:`).replace('    ports:', () => `    # zlm-lint-disable-next-line prefer-host-network -- ${why}\n    ports:`);
      const { suites } = await junit([`./${file}.yml`], { cwd: temporaryDirectory({ [`${file}.yml`]: text }) });
      const name = visible(`${file}.yml`);
      expect(suites.map(({ attributes }) => attributes['name'])).toEqual([name]);
      expect(suites[0]?.children.map(({ attributes }) => attributes['name'])).toContain(`${name}: ${visible(service)}: wide`);
      const skipped = suites[0]?.children.flatMap(({ children }) => children).find((one) => one.name === 'skipped');
      expect(skipped?.attributes['message']?.split('\n')[0]).toBe(visible(why));
    }),
    { numRuns: 40 },
  );
});

test.each<[string, string, RegExp]>([
  ['a suite without a count', '<testsuites name="a" tests="1" failures="0" errors="0"><testsuite name="a" tests="1" failures="0" errors="0"><testcase name="a" classname="a"/></testsuite></testsuites>', /'skipped' is required/],
  ['a test without a name', '<testsuites name="a" tests="1" failures="0" errors="0"><testsuite name="a" tests="1" failures="0" errors="0" skipped="0"><testcase classname="a"/></testsuite></testsuites>', /'name' is required/],
  ['an unknown attribute', '<testsuites name="a" tests="0" failures="0" errors="0" skipped="0"/>', /'skipped' is not allowed/],
  ['a control character', '<testsuites name="&#1;"/>', /invalid xmlChar/],
])('the schema notices %s', (_, text, why) => {
  expect(() => readXml(text, 'junit')).toThrow(why);
});
