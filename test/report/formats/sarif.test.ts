import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { image, neighbours, safe, single, wide } from '../../cli/main/files.ts';
import { report, run } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { fixedBy, placeIn, sarif } from './sarif-log.ts';

const project = join(import.meta.dirname, '../../..');

/** The files of an example as they are before any fix. */
function example(name: string): Record<string, string> {
  const folder = join(project, 'examples', name);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => !path.endsWith('.fixed') && statSync(join(folder, path)).isFile());
  return Object.fromEntries(names.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

describe('a SARIF report', () => {
  it('says what made it, and how it counts', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const { text, results, rules: told, ...log } = await sarif([], { cwd });
    const { $schema, version } = JSON.parse(text) as { $schema: string; version: string };
    expect([$schema, version]).toEqual([expect.stringMatching(/^https:.*\/sarif-schema-2\.1\.0\.json$/), '2.1.0']);
    expect(log.tool.driver).toMatchObject({ name: 'zlm-lint', version: '9.9.9', semanticVersion: '9.9.9', informationUri: 'https://example.org/zlm-lint', language: 'en-US' });
    expect(log).toMatchObject({ language: 'en-US', columnKind: 'utf16CodeUnits', newlineSequences: ['\r\n', '\n', '\r'], invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }] });
    expect(Object.keys(log.originalUriBaseIds ?? {})).toEqual(['%SRCROOT%']);
    // The category that a workflow gives would not hold against one in the report.
    expect(log.automationDetails).toBeUndefined();
    expect(results.length).toBeGreaterThan(0);
    expect(told).toHaveLength(rules.length);
  });

  it.each([['en', 'README.md'], ['zh', 'README.zh.md']] as const)('has every rule with its page, %s', async (language, page) => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const { rules: told } = await sarif(['--lang', language], { cwd });
    expect(told.map(({ id }) => id)).toEqual(rules.map(({ meta }) => meta.id));
    for (const { id, shortDescription, fullDescription, help, helpUri = '', defaultConfiguration, properties } of told) {
      for (const words of [shortDescription?.text, fullDescription?.text]) {
        expect(words, id).toMatch(/\S/);
        expect(words, id).not.toMatch(/[`\n]/);
        expect(words?.length, id).toBeLessThanOrEqual(1024);
      }
      expect(help?.text, id).toContain(helpUri);
      expect(help?.markdown, id).toMatch(new RegExp(`^# ${id}\n`));
      const links = Array.from(help?.markdown?.replace(/^```[^]*?^```|`[^`\n]*`/gm, '').matchAll(/\]\(([^)]*)\)/g) ?? [], ([, target = '']) => target);
      for (const address of [helpUri, ...links]) {
        expect(address, id).toMatch(/^https?:\/\//);
        const own = address.split('https://example.org/zlm-lint/blob/v9.9.9/')[1];
        if (own !== undefined) expect(existsSync(join(project, own)), `${id}: ${address}`).toBe(true);
      }
      expect(helpUri).toBe(`https://example.org/zlm-lint/blob/v9.9.9/rules/${id}/${page}`);
      const level = defaultConfiguration?.level;
      expect(properties, id).toEqual({ tags: ['docker', 'zlmediakit'], precision: 'high', 'problem.severity': level === 'note' ? 'recommendation' : level });
    }
  });

  it('does without the pages where the program lies alone', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const { rules: told } = await sarif([], { cwd, home: cwd });
    for (const { help, fullDescription, helpUri } of told) expect(help).toEqual({ text: `${fullDescription?.text ?? ''} ${helpUri ?? ''}` });
  });

  it('has every finding at its place, with its service, its rule and what may be done', async () => {
    const cwd = temporaryDirectory({ 'a/safe.yml': safe, 'a/wide.yml': wide, 'neighbours.yml': neighbours });
    const files = ['a/safe.yml', 'a/wide.yml', 'neighbours.yml'];
    const { results, rules: told, code } = await sarif(files, { cwd });
    const { json } = await report(files, { cwd });
    expect(code).toBe(1);
    const expected = json.files.flatMap(({ path, findings }) => findings.map((finding) => ({ path, ...finding })));
    expect(expected.map(({ severity }) => severity)).toEqual(expect.arrayContaining(['error', 'warning', 'info']));
    expect(results).toHaveLength(expected.length);
    results.forEach(({ ruleId, ruleIndex = -1, level, message, locations = [] }, index) => {
      const { path, rule, message: words, severity, service, line, column, endLine, endColumn, fix } = expected[index] ?? ({} as never);
      expect([ruleId, told[ruleIndex]?.id, level]).toEqual([rule, rule, severity === 'info' ? 'note' : severity]);
      expect(message.text?.split('\n')).toEqual([words, ...(fix === null ? [] : [expect.stringContaining(fix.title)])]);
      expect(locations).toEqual([
        {
          physicalLocation: { artifactLocation: { uri: path, uriBaseId: '%SRCROOT%' }, region: { startLine: line, startColumn: column, endLine, endColumn } },
          logicalLocations: [{ name: service, kind: 'resource' }],
        },
      ]);
    });
    const [mergeable] = results.filter(({ ruleId }) => ruleId === 'contiguous-ports');
    expect(mergeable?.relatedLocations?.map((one) => [one.id, placeIn(one).region.startLine])).toEqual([[1, 6]]);
  });

  it('keeps a region that ends with a line on that line', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': `${single}    volumes:\n      - [a\n` });
    const { results } = await sarif(['compose.yml'], { cwd });
    expect(results.length).toBeGreaterThan(0);
    for (const { locations } of results) {
      const { region } = placeIn(locations?.[0]);
      expect(region.endLine === region.startLine || region.endColumn > 1, JSON.stringify(region)).toBe(true);
    }
  });

  it('says what could not be done, and where', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const { results, invocations, code } = await sarif(['compose.yml', 'no such.yml'], { cwd });
    expect(code).toBe(2);
    expect(results.length).toBeGreaterThan(0);
    expect(invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: 'error', message: { text: 'no such file or directory' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'no%20such.yml', uriBaseId: '%SRCROOT%' } } }] }],
      },
    ]);
  });

  it('is whole where nothing is found', async () => {
    const { results, rules: told, code } = await sarif(['compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': 'services:\n  web:\n    image: nginx\n' }) });
    expect([code, results, told.length]).toEqual([0, [], rules.length]);
  });
});

describe('the fingerprints of a SARIF report', () => {
  const prints = async (text: string, ...args: string[]): Promise<string[]> => {
    const { results } = await sarif([...args, 'compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': text }) });
    return results.map(({ partialFingerprints = {} }) => {
      const { 'zlmLintFinding/v1': own = '', ...others } = partialFingerprints;
      expect(own).toMatch(/^[\da-f]{64}$/);
      expect(others).toEqual({});
      return own;
    });
  };

  it('are of one finding each, and stay when the language, the words and the lines change', async () => {
    const text = `services:\n${['one', 'two'].map((name, at) => `  ${name}:\n    image: ${image}\n    ports:\n      - "${at}8000:80"\n      - "${at + 3}0000-${at + 3}0400:${at + 3}0000-${at + 3}0400/udp"\n`).join('')}`;
    const before = await prints(text);
    expect(new Set(before).size).toBe(before.length);
    expect(before.length).toBeGreaterThan(3);
    expect(await prints(text, '--lang', 'zh')).toEqual(before);
    expect(await prints(`# moved\n\n${text.replaceAll('\n', '\r\n')}`)).toEqual(before);
    // Other figures stand in the message.
    expect(await prints(wide, '--engine-version', '28.5', '--huge-pages', 'always')).toEqual(await prints(wide));
  });

  it('change with what is found', async () => {
    expect(await prints(wide.replaceAll('49652', '49653'))).not.toEqual(await prints(wide));
  });
});

describe('what is silenced', () => {
  const silenced = (results: readonly Result[]): unknown => Object.fromEntries(results.map(({ ruleId, suppressions }) => [ruleId, suppressions]));

  it('stays in a SARIF report, with the reason and the place of the comment', async () => {
    const text = wide.replace('/udp"', '/udp" # zlm-lint-disable-line no-wide-port-range -- measured');
    const { results, code } = await sarif(['--fail-on', 'error'], { cwd: temporaryDirectory({ 'compose.yml': text }) });
    expect(code).toBe(0);
    const region = { startLine: 5, startColumn: 39, endLine: 5, endColumn: 93 };
    expect(silenced(results)).toEqual({
      'no-wide-port-range': [{ kind: 'inSource', status: 'accepted', justification: 'measured', location: { physicalLocation: { artifactLocation: { uri: 'compose.yml', uriBaseId: '%SRCROOT%' }, region } } }],
      'prefer-host-network': [],
    });
  });

  it('is left out in a workflow, where code scanning would open alerts for it', async () => {
    const text = wide.replace('/udp"', '/udp" # zlm-lint-disable-line no-wide-port-range -- measured');
    const { results } = await sarif(['--fail-on', 'error'], { cwd: temporaryDirectory({ 'compose.yml': text }), env: { GITHUB_ACTIONS: 'true' } });
    expect(silenced(results)).toEqual({ 'prefer-host-network': undefined });
  });

  it('is external where a baseline has it', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    await run(['--write-baseline', 'baseline.json'], { cwd });
    const { results } = await sarif(['--baseline', 'baseline.json'], { cwd });
    expect(results.length).toBeGreaterThan(1);
    for (const { suppressions, fixes } of results) expect([suppressions, fixes]).toEqual([[{ kind: 'external', status: 'accepted' }], undefined]);
  });

  it('is not spoken of where nothing is', async () => {
    const { results } = await sarif([], { cwd: temporaryDirectory({ 'compose.yml': wide }) });
    for (const result of results) expect(result).not.toHaveProperty('suppressions');
  });
});

describe('the fixes of a SARIF report', () => {
  const forms: readonly (readonly [string, (text: string) => string])[] = [
    ['as it is', (text) => text],
    ['with CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text) => `\uFEFF${text}`],
    ['with a byte order mark and CRLF', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
  ];
  const fixes = [
    ['safe', ['docker-compose.yml']],
    ['override', []],
    ['wvp', []],
    ['webrtc', []],
    ['suppressed', ['docker-compose.yml']],
    ['neighbours', ['docker-compose.yml']],
    ['plain', ['start.sh']],
    ['typical', ['--unsafe-fixes', 'docker-compose.yml']],
    ['run', ['--unsafe-fixes', 'start.sh']],
  ] as const;

  it.each(fixes.flatMap(([name, args]) => forms.filter(([form]) => !form.includes('CRLF') || !args.some((arg) => arg.endsWith('.sh'))).map(([form, written]) => [name, form, args, written] as const)))('%s, %s: make what --fix writes', async (name, _form, args, written) => {
    const before = Object.fromEntries(Object.entries(example(name)).map(([path, text]) => [path, /\.(?:ya?ml|sh)$/.test(path) ? written(text) : text]));
    const cwd = temporaryDirectory(before);
    const { results } = await sarif(args, { cwd });
    const after = fixedBy(results, before);
    expect(after).not.toEqual(before);
    await run(['--fix', '--no-backup', ...args], { cwd });
    for (const [path, text] of Object.entries(after)) expect(readFileSync(join(cwd, path), 'utf8'), path).toBe(text);
  });

  it('count lines that end with a carriage return alone', async () => {
    const before = { 'compose.yml': neighbours.replaceAll('\n', '\r') };
    const cwd = temporaryDirectory(before);
    const { results } = await sarif(['compose.yml'], { cwd });
    const after = fixedBy(results, before);
    await run(['--fix', '--no-backup', 'compose.yml'], { cwd });
    expect(readFileSync(join(cwd, 'compose.yml'), 'utf8')).toBe(after['compose.yml']);
  });

  it('are those that --fix with the same options applies', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const offered = async (...args: string[]): Promise<(string | undefined)[]> => (await sarif([...args, 'compose.yml'], { cwd })).results.flatMap(({ fixes: all = [] }) => all.map(({ description }) => description?.text));
    expect(await offered()).toEqual([]);
    const all = await offered('--unsafe-fixes');
    expect(all.length).toBeGreaterThan(0);
    for (const title of all) expect(title).toContain('network_mode: host for zlm');
  });

  it('are of all files, also of one that is made', async () => {
    const { results } = await sarif(['--unsafe-fixes', 'docker-compose.yml'], { cwd: temporaryDirectory(example('typical')) });
    const [fix] = results.flatMap(({ fixes: all = [] }) => all);
    expect(fix?.artifactChanges.map(({ artifactLocation, replacements }) => [artifactLocation.uri, replacements.length])).toEqual([['docker-compose.yml', 2], ['config.ini', 1]]);
    expect(fix?.artifactChanges[1]?.replacements[0]?.deletedRegion).toEqual({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 });
  });
});

describe('the paths of a SARIF report', () => {
  it.each(['a b.yml', '流媒体/编排.yml', '100%.yml', 'a#b?c.yml', 'x/[1] (2).yml', 'a:b.yml', 'q"uo\'te.yml', '%0A.yml', 'esc\u001b.yml', 'bidi\u202e.yml', 'line\nfeed.yml', '../up.yml'])('%j is a relative reference that leads back to it', async (path) => {
    const root = temporaryDirectory({ 'in/none': '', [join('in', path)]: wide });
    const { results } = await sarif([path], { cwd: join(root, 'in') });
    const { uri } = placeIn(results[0]?.locations?.[0]);
    expect(uri).toMatch(/^(?:[\w.~!'()*-]|%[\dA-F]{2}|\/)+$/);
    expect(decodeURIComponent(uri)).toBe(path);
  });

  it('are from the root of the repository', async () => {
    const root = temporaryDirectory({ '.git/HEAD': 'ref: refs/heads/main\n', '.git/objects/x': '', '.git/refs/x': '', 'deploy/zlm/compose.yml': wide });
    const { results } = await sarif(['./compose.yml'], { cwd: join(root, 'deploy/zlm') });
    expect(placeIn(results[0]?.locations?.[0]).uri).toBe('deploy/zlm/compose.yml');
  });

  it('standard input is what it is called everywhere, and has lines', async () => {
    const { results } = await sarif(['--unsafe-fixes', '-'], { cwd: temporaryDirectory(), stdin: wide });
    const { uri, region } = placeIn(results.find(({ ruleId }) => ruleId === 'no-wide-port-range')?.locations?.[0]);
    expect([uri, region.startLine]).toEqual(['file:///dev/stdin', 5]);
    expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({ uri: 'file:///dev/stdin' });
  });
});

describe('a project that wants to steer the reader', () => {
  it('gets no link, no command and nothing unseen into a SARIF report', async () => {
    const name = '\u001b[31m\u202e[here](https://evil.example)`<img src=x>`%0A##[error]\u2028::error::x';
    const reason = '\u202e[here](https://evil.example)##[error]';
    const line = `docker run -d --name '${name}' -p 49152-49652:49152-49652/udp ${image} # zlm-lint-disable-line no-wide-port-range -- ${reason}\n`;
    const { text, results } = await sarif(['--unsafe-fixes', 'a.sh'], { cwd: temporaryDirectory({ 'a.sh': line }) });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e\u2028]|##\[|^\s*::/m);
    const shown = results.flatMap(({ message, locations, suppressions = [] }) => [message.text, locations?.[0]?.logicalLocations?.[0]?.name, ...suppressions.map(({ justification }) => justification)]);
    const hostile = shown.filter((one) => one?.includes('[here] (https://evil.example)'));
    expect(hostile).toHaveLength(5);
    for (const one of hostile) expect(one).not.toMatch(/\u001b|\u202e|\u2028|\]\(/);
  });
});
