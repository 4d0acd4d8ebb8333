import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../cli/temporary-directory.ts';
import { actionFile, step } from './runner.ts';

const wide = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - "30000-30500:30000-30500/udp"\n';
const quiet = 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n';
const git = { '.git/HEAD': 'ref: refs/heads/main\n' };
const errorOf = /^::error file=deploy\/docker-compose\.yml,line=5,endLine=5,col=9,endColumn=38,title=zlm-lint no-wide-port-range::zlm publishes 501 /m;

describe('a step', () => {
  test('searches the workspace, annotates by the path from its root, and fails', async () => {
    const { code, log, summary, outputs } = await step(temporaryDirectory({ ...git, 'deploy/docker-compose.yml': wide, 'web/compose.yml': quiet }));
    expect(code).toBe(1);
    expect(log).toMatch(errorOf);
    // People read the same above it.
    expect(log).toMatch(/^deploy\/docker-compose\.yml:5:9 {2}error {2}no-wide-port-range$/m);
    expect(outputs).toEqual({ errors: '1', warnings: '2', infos: '1', fixable: '0', 'sarif-file': '', 'exit-code': '1' });
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(actionFile.outputs).sort());
    expect(summary).toMatch(/^## zlm-lint$/m);
    expect(summary).toMatch(/^\| now \| 501 \| 1,002 \|/m);
    expect(summary).toMatch(/^```diff\ndiff --git a\/deploy\/docker-compose\.yml b\/deploy\/docker-compose\.yml$/m);
  });

  test.each([
    ['below a directory', { 'working-directory': 'deploy', paths: '.' }],
    ['by one name in each line', { paths: '\n  deploy/docker-compose.yml  \n\nweb\n' }],
  ])('looks %s', async (_, inputs) => {
    const { code, log } = await step(temporaryDirectory({ ...git, 'deploy/docker-compose.yml': wide, 'web/compose.yml': quiet }), inputs);
    expect({ code, found: errorOf.test(log) }).toEqual({ code: 1, found: true });
  });

  test('names files from the workspace where git is not at hand, blanks and Chinese characters included', async () => {
    const workspace = join(temporaryDirectory({ '仓库 a  b/部署/compose.yml': wide }), '仓库 a  b');
    const { log } = await step(workspace, { 'working-directory': '部署' });
    expect(log).toMatch(/^::error file=部署\/compose\.yml,line=5,/m);
  });

  test('fails for what fail-on says', async () => {
    const workspace = temporaryDirectory({ 'compose.yml': wide });
    const codes = await Promise.all(['never', 'error', 'info'].map(async (level) => (await step(workspace, { 'fail-on': level })).code));
    expect(codes).toEqual([0, 1, 1]);
    expect((await step(workspace, { 'fail-on': 'never' })).outputs).toMatchObject({ errors: '1', 'exit-code': '0' });
    const warned = temporaryDirectory({ 'compose.yml': 'services: {zlm: {image: "zlmediakit/zlmediakit:master", ports: ["80:80", "80:80"]}}\n' });
    expect((await step(warned, { 'fail-on': 'error' })).code).toBe(0);
    expect((await step(warned)).code).toBe(1);
  });

  test('speaks Chinese, and takes strategy and configuration', async () => {
    const workspace = temporaryDirectory({ 'compose.yml': wide, 'lint.yaml': 'rules: { no-wide-port-range: off, prefer-host-network: off, rtp-range-published: off }\n' });
    const { log, summary } = await step(workspace, { language: 'zh', strategy: 'minimal' });
    expect(log).toContain('个端口×协议对');
    expect(summary).toContain('发布端口的开销');
    expect((await step(workspace, { config: 'lint.yaml' })).code).toBe(0);
  });

  test('takes from the configuration of the repository what no input says', async () => {
    const workspace = temporaryDirectory({ 'compose.yml': 'services: {zlm: {image: "zlmediakit/zlmediakit:master", ports: ["80:80", "80:80"]}}\n', '.zlm-lint.yaml': 'failOn: error\nlanguage: zh\nstrategy: minimal\n' });
    const quietly = await step(workspace);
    expect(quietly).toMatchObject({ code: 0, log: expect.stringContaining('错误 0，警告 1') });
    const asked = await step(workspace, { 'fail-on': 'warning', language: 'en' });
    expect(asked).toMatchObject({ code: 1, log: expect.stringContaining('Errors 0, warnings 1') });
    expect((await step(workspace, { strategy: 'host' })).summary).not.toBe(quietly.summary);
  });

  test('shows the reasons where the fix is not proven safe, and none where it is asked for', async () => {
    const workspace = temporaryDirectory({ 'compose.yml': wide });
    const before = readFileSync(join(workspace, 'compose.yml'), 'utf8');
    const held = await step(workspace);
    const asked = await step(workspace, { 'unsafe-fixes': 'true' });
    expect(held.summary).toContain('<details>');
    expect(asked.summary).not.toContain('<details>');
    expect(asked.summary).toContain('+    network_mode: host');
    expect(asked.outputs).toMatchObject({ fixable: '1' });
    expect(asked.log).not.toContain('--unsafe-fixes needs');
    expect(readFileSync(join(workspace, 'compose.yml'), 'utf8')).toBe(before);
  });

  test('says in one line that nothing is wrong', async () => {
    const { code, log, summary } = await step(temporaryDirectory({ 'compose.yml': quiet }));
    expect({ code, log, summary }).toEqual({ code: 0, log: 'No problems in compose.yml.\n', summary: '## zlm-lint\n\nNo problems in compose.yml.\n' });
  });
});

describe('bad input', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ['nothing found', {}, /^::error title=zlm-lint::\.: no Compose file and no docker run command found here$/m],
    ['a name that is not there', { paths: 'nope.yml' }, /^::error file=nope\.yml,title=zlm-lint::nope\.yml: no such file or directory$/m],
    ['a level that is none', { 'fail-on': 'fatal' }, /^::error title=zlm-lint::zlm-lint: --fail-on takes one of error, warning, info, not fatal/m],
    ['a switch that is none', { 'allow-no-files': 'yes' }, /^::error title=zlm-lint::input allow-no-files is true or false, not yes$/m],
    ['a configuration that is not there', { config: 'nope.yaml' }, /^::error title=zlm-lint::zlm-lint: nope\.yaml: /m],
    ['a working directory that is not there', { 'working-directory': 'nope' }, /^::error .*no such file or directory$/m],
    ['an input that would be a command', { 'fail-on': 'x%0A::set-output name=a::b' }, /^::error title=zlm-lint::zlm-lint: --fail-on takes one of error, warning, info, not x%250A::set-output/m],
  ];
  test.each(cases)('%s is an error at the pull request, exit 2', async (_, inputs, line) => {
    const { code, log } = await step(temporaryDirectory({ 'note.txt': '' }), inputs);
    expect(log).toMatch(line);
    expect(code).toBe(2);
  });

  test('a SARIF file that cannot be written is an error at the pull request, and no output names it', async () => {
    const workspace = temporaryDirectory({ ...git, 'compose.yml': wide });
    const { code, log, outputs } = await step(workspace, { 'sarif-file': 'compose.yml' });
    expect(code).toBe(2);
    expect(log).toMatch(/^::error title=zlm-lint::zlm-lint: compose\.yml: no report was written: /m);
    expect(outputs).toMatchObject({ errors: '1', 'sarif-file': '', 'exit-code': '2' });
    expect((await step(workspace, { 'sarif-file': 'out/new/zlm.sarif' })).outputs).toMatchObject({ 'sarif-file': 'out/new/zlm.sarif', 'exit-code': '1' });
    expect(readFileSync(join(workspace, 'out/new/zlm.sarif'), 'utf8')).toContain('"2.1.0"');
  });

  test('a temporary directory that is not there is told; an empty name is none, and not the workspace', async () => {
    const workspace = temporaryDirectory({ 'compose.yml': quiet });
    const { code, log } = await step(workspace, {}, { RUNNER_TEMP: join(workspace, 'nope') });
    expect(code).toBe(2);
    expect(log).toMatch(/^::error title=zlm-lint::RUNNER_TEMP \(.*nope\): ENOENT/);
    expect(log).not.toContain('mistake');
    expect((await step(workspace, {}, { RUNNER_TEMP: '' })).outputs).toMatchObject({ warnings: '0', 'exit-code': '0' });
  });

  test('a path is no option, whatever its name', async () => {
    const workspace = temporaryDirectory({ ...git, '--fix': wide, '-x/compose.yml': wide });
    const { code, log } = await step(workspace, { paths: '--fix\r\n-x\r\n' });
    expect(code).toBe(1);
    expect(log).toMatch(/^::error file=--fix,line=5,/m);
    expect(log).toMatch(/^::error file=-x\/compose\.yml,line=5,/m);
    expect(readFileSync(join(workspace, '--fix'), 'utf8')).toBe(wide);
  });

  test('finding nothing may be allowed', async () => {
    const { code, log } = await step(temporaryDirectory({ 'note.txt': '' }), { 'allow-no-files': 'true' });
    expect({ code, log }).toEqual({ code: 0, log: '' });
  });

  test('outputs and summary that cannot be written are told', async () => {
    const workspace = temporaryDirectory({ 'compose.yml': wide });
    const lost = await step(workspace, {}, { GITHUB_OUTPUT: join(workspace, 'nope/outputs') });
    expect(lost.code).toBe(2);
    expect(lost.log).toMatch(/^::error title=zlm-lint::GITHUB_OUTPUT \(.*nope\/outputs\): /m);
    const unsummarised = await step(workspace, {}, { GITHUB_STEP_SUMMARY: join(workspace, 'nope/summary') });
    expect(unsummarised.code).toBe(1);
    expect(unsummarised.log).toMatch(/^zlm-lint: GITHUB_STEP_SUMMARY \(.*\): no report was written: ENOENT$/m);
  });
});

test('action.yml starts what the build writes, on Node 24', () => {
  expect(actionFile.runs).toEqual({ using: 'node24', main: 'dist/action.cjs' });
  expect(existsSync(join(import.meta.dirname, '../..', actionFile.runs.main))).toBe(true);
});
