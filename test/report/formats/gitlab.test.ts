import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { image, neighbours, safe, single, wide } from '../../cli/main/files.ts';
import { report, run, type World } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

async function gitlab(args: readonly string[], world: World): Promise<{ readonly issues: readonly Issue[]; readonly code: number; readonly text: string }> {
  const { stdout, code } = await run(['--format', 'gitlab', ...args], world);
  return { issues: JSON.parse(stdout) as Issue[], code, text: stdout };
}

describe('a GitLab code quality report', () => {
  it('has every finding with what GitLab wants, and the remedy where people read it', async () => {
    const cwd = temporaryDirectory({ 'a/safe.yml': safe, 'wide.yml': wide, 'neighbours.yml': neighbours, 'single.yml': single });
    const files = ['./a/safe.yml', 'wide.yml', 'neighbours.yml', 'single.yml'];
    const { issues, code } = await gitlab(files, { cwd });
    const { json } = await report(files, { cwd });
    expect(code).toBe(1);
    const findings = json.files.flatMap(({ path, findings: all }) => all.map((finding) => ({ path: path.replace('./', ''), ...finding })));
    expect(issues).toHaveLength(findings.length);
    issues.forEach(({ description, ...issue }, index) => {
      const { path, rule, message, severity, line, endLine, fix, notFixed } = findings[index] ?? ({} as never);
      expect(issue).toEqual({
        check_name: rule,
        fingerprint: expect.stringMatching(/^[\da-f]{64}$/),
        severity: { error: 'major', warning: 'minor', info: 'info' }[severity],
        location: { path, lines: { begin: line, end: endLine } },
      });
      expect(description.startsWith(`${rule}: ${message}`)).toBe(true);
      expect(description).toContain(fix?.title ?? notFixed?.message ?? rule);
    });
    expect(new Set(issues.map(({ severity }) => severity))).toEqual(new Set(['major', 'minor', 'info']));
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  it('is an empty list where nothing is found', async () => {
    expect(await gitlab(['compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': 'services:\n  web:\n    image: nginx\n' }) })).toMatchObject({ issues: [], code: 0 });
  });

  it('does not speak of what is silenced', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide.replace('/udp"', '/udp" # zlm-lint-disable-line no-wide-port-range -- measured') });
    expect((await gitlab([], { cwd })).issues.map(({ check_name }) => check_name)).toEqual(['prefer-host-network']);
    await run(['--write-baseline', 'baseline.json'], { cwd });
    expect((await gitlab(['--baseline', 'baseline.json'], { cwd })).issues).toEqual([]);
  });

  it('keeps its fingerprints when the language, the words and the lines change', async () => {
    const prints = async (text: string, ...args: string[]): Promise<string[]> => (await gitlab([...args, 'compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': text }) })).issues.map(({ fingerprint }) => fingerprint);
    const before = await prints(wide);
    expect(before.length).toBeGreaterThan(1);
    expect(await prints(`\uFEFF# moved\r\n${wide.replaceAll('\n', '\r\n')}`, '--lang', 'zh', '--huge-pages', 'always')).toEqual(before);
  });

  it('says what could not be checked, each for itself and first', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const { issues, code } = await gitlab(['no.yml', 'compose.yml', 'nor.yml'], { cwd });
    expect(code).toBe(2);
    const fingerprint = expect.stringMatching(/^[\da-f]{64}$/) as string;
    const failures = issues.filter(({ check_name }) => check_name === 'zlm-lint');
    expect(issues.slice(0, 2)).toEqual(failures);
    expect(failures).toEqual(['no.yml', 'nor.yml'].map((path) => ({ description: 'zlm-lint: no such file or directory', check_name: 'zlm-lint', fingerprint, severity: 'critical', location: { path, lines: { begin: 1, end: 1 } } })));
    expect(new Set(issues.map((issue) => issue.fingerprint)).size).toBe(issues.length);
  });

  it('has a path even where there is none', async () => {
    const { issues } = await gitlab(['-'], { cwd: temporaryDirectory(), stdin: wide });
    expect(issues.map(({ location }) => location.path)).toEqual(['-', '-']);
    const nothing = await gitlab(['.'], { cwd: temporaryDirectory() });
    for (const { location } of nothing.issues) expect(location.path).toMatch(/\S/);
  });

  it('names files from the root of the repository, as they are called', async () => {
    const root = temporaryDirectory({ '.git/HEAD': 'ref: refs/heads/main\n', '.git/objects/x': '', '.git/refs/x': '', '部署 1%/compose.yml': wide });
    const { issues } = await gitlab([], { cwd: join(root, '部署 1%') });
    expect(issues.map(({ location }) => location.path)).toEqual(['部署 1%/compose.yml', '部署 1%/compose.yml']);
  });

  it('shows nothing that steers a reader', async () => {
    const name = '\u001b[31m\u202e%0A##[error]\u2028::error::x';
    const { text, issues } = await gitlab(['a.sh'], { cwd: temporaryDirectory({ 'a.sh': `docker run -d --name '${name}' -p 49152-49652:49152-49652/udp ${image}\n` }) });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e\u2028]|##\[|^\s*::/m);
    expect(issues.length).toBeGreaterThan(0);
    for (const { description } of issues) expect(description).toContain(String.raw`\x1b[31m\u202e%0A##[error]\u2028::error::x`);
  });
});
