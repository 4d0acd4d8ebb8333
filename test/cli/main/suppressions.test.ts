import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { foreign, image, safe, wide, wideFixed } from './files.ts';
import { report, run } from './run.ts';

const file = (ports: string): string => `services:\n  zlm:\n    image: ${image}\n    ports:\n${ports}`;
const range = '      - "49152-49652:49152-49652/udp"';

async function fixed(text: string, name = 'compose.yml'): Promise<{ readonly text: string; readonly stdout: string; readonly code: number }> {
  const cwd = temporaryDirectory({ [name]: text });
  const { stdout, code } = await run(['--fix', '--unsafe-fixes', '--no-backup', name], { cwd });
  return { text: readFileSync(join(cwd, name), 'utf8'), stdout, code };
}

describe('what a comment silences', () => {
  it('is counted, stands in JSON with the comment, and does not count for the exit code', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': `# zlm-lint-disable-file prefer-host-network\n${file(`${range} # zlm-lint-disable-line no-wide-port-range -- measured\n`)}` });
    const { json, code } = await report(['compose.yml'], { cwd });
    expect(code).toBe(0);
    expect(json.summary).toMatchObject({ errors: 0, warnings: 0, infos: 0, fixable: 0, heldBack: 0, suppressed: 2 });
    const found = json.files.flatMap(({ findings }) => findings);
    expect(found).toMatchObject([
      { rule: 'prefer-host-network', suppressed: { kind: 'comment', reason: null, path: 'compose.yml', line: 1 }, fix: null, notFixed: null },
      { rule: 'no-wide-port-range', suppressed: { kind: 'comment', reason: 'measured', path: 'compose.yml', line: 6 }, fix: null, notFixed: null },
    ]);
    expect((await run(['compose.yml'], { cwd })).stdout).toBe('No problems in compose.yml. Suppressed 2.\n');
    expect((await run(['--lang', 'zh', 'compose.yml'], { cwd })).stdout).toBe('compose.yml 没有问题。已抑制 2 项。\n');
  });

  it('keeps a fix of another finding from taking it away, and says where the comment stands', async () => {
    const text = safe.replace('    ports:', '    # zlm-lint-disable-next-line prefer-host-network\n    ports:');
    const cwd = temporaryDirectory({ 'compose.yml': text });
    expect((await run(['compose.yml'], { cwd })).stdout.replace(/\s+/g, ' ')).toContain('No fix: it would change what a comment silences (prefer-host-network) (line 4)');
    expect((await fixed(text)).text).toBe(text);
    expect((await run(['--check', '--unsafe-fixes', 'compose.yml'], { cwd })).code).toBe(0);
  });

  it('keeps its line, while what stands around it is merged', async () => {
    const ports = '      - "1:1"\n      - "2:2"\n      # zlm-lint-disable-next-line contiguous-ports -- one by one\n      - "8:8"\n      - "9:9"\n';
    const text = `# zlm-lint-disable-file prefer-host-network\n${file(ports)}`;
    expect((await fixed(text)).text).toBe(text.replace('      - "1:1"\n      - "2:2"\n', '      - "1-2:1-2"\n'));
  });

  it('may be the wide range of a list whose other ports are merged, as long as it stays the widest', async () => {
    const silenced = `# zlm-lint-disable-file prefer-host-network\n${file(`      - "1-300:1-300"\n      - "301-600:301-600"\n      - "1000-1400:1000-1400" # zlm-lint-disable-line no-wide-port-range\n`)}`;
    const { text, stdout } = await fixed(silenced);
    expect(text).toBe(silenced);
    expect(stdout.replace(/\s+/g, ' ')).toContain('the fix was dropped: it would change what a comment silences (no-wide-port-range) (line 8)');
  });

  it('keeps its comment above it', async () => {
    const text = `services:\n  zlm:\n    image: ${image}\n    network_mode: host\n    # zlm-lint-disable-next-line no-ports-with-host-network -- for the day it leaves the host\n    ports:\n      - "80:80"\n`;
    expect((await fixed(text)).text).toBe(text);
  });

  it('is a whole command when that is continued', async () => {
    const text = `# zlm-lint-disable-next-line prefer-host-network, no-wide-port-range\ndocker run -d \\\n  -p 2000-2500:2000-2500 \\\n  ${image}\ndocker run -d -p 80:80 ${image}\n`;
    expect((await fixed(text, 'a.sh')).text).toBe(text.replace('-p 80:80', '--network=host'));
  });

  it('is nothing in a project without ZLMediaKit', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': 'services:\n  web:\n    image: nginx # zlm-lint-disable-line no-such-rule\n    ports: ["80:80"]\n', 'b.yml': `# zlm-lint-disabled\n${foreign.replace('labels: *nowhere', 'labels: []')}` });
    expect(await run(['compose.yml', 'b.yml'], { cwd })).toMatchObject({ code: 0, stdout: 'No problems in 2 files.\n' });
  });

  it('is nothing where the text is no YAML', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': '# zlm-lint-disable-file\nservices: [zlm' });
    const { json } = await report(['compose.yml'], { cwd });
    expect(json.summary).toMatchObject({ errors: 1, suppressed: 0, warnings: 0 });
  });

  it('is what Compose refuses, too', async () => {
    const text = `# zlm-lint-disable-file prefer-host-network -- why\n${file('      - "80:80"\n').replace('    ports', '    # zlm-lint-disable-next-line valid-compose\n    port: 1\n    ports')}`;
    const { json } = await report(['compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': text }) });
    expect(json.summary).toMatchObject({ errors: 0, suppressed: 2, warnings: 0 });
  });

  it('is judged for all projects that read a file', async () => {
    const base = `services:\n  base:\n    image: ${image}\n    # zlm-lint-disable-next-line prefer-host-network\n    ports:\n      - "80:80"\n`;
    const user = 'services:\n  a:\n    extends: { file: base.yml, service: base }\n    ports: !reset []\n    network_mode: host\n';
    const { json } = await report(['compose.yml'], { cwd: temporaryDirectory({ 'base.yml': base, 'compose.yml': user }) });
    expect(json.files.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'valid-suppression'))).toEqual([]);
  });

  it('is read at once in a file of nothing but directives', async () => {
    const lines = '    # zlm-lint-disable-next-line\n    # zlm-lint-disable a\n    # zlm-lint-enable\n'.repeat(5000);
    const { json } = await report(['compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': `services:\n  zlm:\n    image: ${image}\n${lines}    network_mode: none\n` }) });
    expect(json.summary['warnings']).toBe(5000 + 5000);
  });
});

describe('beside the selection of rules', () => {
  const measured = wide.replace(range, `${range} # zlm-lint-disable-line no-wide-port-range -- measured`);
  const silenced = `# zlm-lint-disable-file prefer-host-network\n${measured}`;
  const unclosed = `# zlm-lint-disable-file valid-run\ndocker run -p 80:80 "${image}\n`;

  it.each(['--only valid-suppression', '--only valid-suppression,no-publish-all', '--skip prefer-host-network,no-wide-port-range', '--rule no-wide-port-range=off --rule prefer-host-network=off'])('%s: a comment whose rule does not run is neither unknown nor unused', async (words) => {
    const everything = `# zlm-lint-disable-file\n${silenced}`;
    const { json, code } = await report([...words.split(' '), 'a.yml', 'b.yml'], { cwd: temporaryDirectory({ 'a.yml': silenced, 'b.yml': everything }) });
    expect([json.files.flatMap(({ findings }) => findings), code]).toEqual([[], 0]);
  });

  it.each(['--max-warnings 0', '--fail-on info', '--quiet', '--quiet --max-warnings 0'])('%s: what a comment silences does not count', async (words) => {
    const cwd = temporaryDirectory({ 'a.yml': silenced });
    const stdout = words.includes('--quiet') ? 'No errors in a.yml. Suppressed 1.\n' : 'No problems in a.yml. Suppressed 2.\n';
    expect(await run([...words.split(' '), 'a.yml'], { cwd })).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('--max-warnings counts what neither a comment nor the baseline silences', async () => {
    const cwd = temporaryDirectory({ 'old.yml': wide, 'new.yml': wide, 'a.yml': silenced });
    await run(['--write-baseline', 'b.json', 'old.yml'], { cwd });
    const { code, stderr } = await run(['--baseline', 'b.json', '--max-warnings', '0', '--skip', 'no-wide-port-range', 'old.yml', 'new.yml', 'a.yml'], { cwd });
    expect([code, stderr]).toEqual([1, 'zlm-lint: warnings: 1; --max-warnings allows 0\n']);
  });

  it.each(['--only prefer-host-network', '--skip no-wide-port-range', '--rule no-wide-port-range=off'])('%s: no fix touches what a comment silences, and nobody is told of it', async (words) => {
    const cwd = temporaryDirectory({ 'a.yml': measured, 'b.yml': wide });
    const { json } = await report([...words.split(' '), '--fix', '--unsafe-fixes', '--no-backup', 'a.yml', 'b.yml'], { cwd });
    expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(measured);
    expect(readFileSync(join(cwd, 'b.yml'), 'utf8')).toBe(wideFixed);
    expect(json.files.map(({ findings }) => findings.map(({ rule, notFixed }) => [rule, notFixed]))).toEqual([[['prefer-host-network', { message: 'it would change what a comment silences (no-wide-port-range)', path: 'a.yml', line: 5 }]], []]);
    expect(json.summary).toMatchObject({ suppressed: 0 });
  });

  it.each([['--skip', 'valid-run'], ['--fix', '--only', 'prefer-host-network']])('%j: nor is a text told of as unreadable whose error is silenced', async (...words) => {
    expect(await run([...words, 'a.sh'], { cwd: temporaryDirectory({ 'a.sh': unclosed }) })).toEqual({ code: 0, stdout: 'No problems in a.sh.\n', stderr: '' });
  });

  it.each([[], ['--fix'], ['--only', 'valid-run']])('%j: a text whose error is silenced is not told of as unreadable', async (...words) => {
    expect(await run([...words, 'a.sh'], { cwd: temporaryDirectory({ 'a.sh': unclosed }) })).toEqual({ code: 0, stdout: 'No problems in a.sh. Suppressed 1.\n', stderr: '' });
  });

  it('the command that shows a page is named for what is shown', async () => {
    const { stdout } = await run(['a.yml', 'b.yml'], { cwd: temporaryDirectory({ 'a.yml': silenced, 'b.yml': wide }) });
    expect(stdout.match(/More: .*/g)).toEqual(['More: zlm-lint explain prefer-host-network', 'More: zlm-lint explain no-wide-port-range']);
    expect(stdout.indexOf('More:')).toBeGreaterThan(stdout.indexOf('b.yml:'));
  });
});
