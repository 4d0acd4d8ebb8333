import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatNames } from '../../../src/report/formats/index.ts';
import { visible } from '../../../src/text/width.ts';
import { hostile, hostileProject, quoted } from '../../report/hostile.ts';
import { commandsIn } from '../../report/runner-log.ts';
import { zlm } from '../inspect/world.ts';
import { run, type Ran, type World } from './run.ts';

/** What steers a terminal, reorders a line or is not seen; line feeds end our own lines. */
const unseen = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]/u;

const all = hostile.join(' ');
/** As a file or an argument may be called. */
const name = 'nope \u001b[31m\u202e\n::error::planted ##[error]planted';

let cwd: string;
let paths: readonly string[];
/** One project whose text is full of them, and that has something to fix. */
let text: string;

beforeAll(() => {
  const project = hostileProject();
  cwd = project.cwd;
  paths = project.paths.map((path) => `./${path}`);
  const comment = hostile.map((one) => one.replace(/[\0-\x1f\x7f\x85\u2028\u2029\ufeff]/g, ' ')).join(' ');
  const ports = Array.from({ length: 300 }, (_, index) => `      - "${32000 + index}:${32000 + index}/udp"\n`).join('');
  text = `services:\n  zlm:\n    # ${comment}\n    image: zlmediakit/zlmediakit:master # ${comment}\n    ports:\n${ports}    environment: { A: ${quoted(all)} } # ${comment}\n`;
  const files = {
    'one.yml': text,
    'block.yml': text.replace('    ports:', '    labels:\n      a: |\n        ::error::planted\n        ##[error]planted\n    ports:'),
    'hostile.env': `A=${all.replace(/[\0\n]/g, ' ')}\n${name}=1\n`,
    'broken.yml': `a: ${all.replace(/[\0\n]/g, ' ')}\n  b: [\n${all}`,
    'broken.json': `[{"a": ${all}`,
    'baseline.json': JSON.stringify({ version: 1, findings: hostile.map((one) => ({ rule: one, file: one, service: one, text: one, count: 1 })) }),
    'wrong-baseline.json': all,
    'config.yaml': `version: 1\n${quoted(all)}: ${quoted(all)}\nrules: { ${quoted(all)}: ${quoted(all)}, no-wide-port-range: ${quoted(all)} }\n`,
    'broken-config.yaml': `version: 1\n"${all.replace(/[\0\n]/g, ' ')}: [`,
    'inspected.json': JSON.stringify([zlm((json) => json.replaceAll('"/zlm"', JSON.stringify(`/${all}`)).replaceAll('"TZ=Asia/Shanghai"', JSON.stringify(`A=${all}`)).replaceAll('"Status":"running"', `"Status":${JSON.stringify(all)}`))]),
    'odd.json': JSON.stringify([zlm((json) => json.replaceAll('"/zlm"', JSON.stringify(`/${all}`)).replace('"Memory":536870912', `"Memory":${JSON.stringify(all)}`))]),
  };
  for (const [file, written] of Object.entries(files)) writeFileSync(join(cwd, file), written);
});

const cases = (): readonly (readonly string[])[] => [
  ...formatNames.map((format) => ['--format', format, '--', ...paths, name]),
  ['--check', '--unsafe-fixes', '--', ...paths],
  ['--zlm-service', name, '--', ...paths],
  ['--baseline', 'baseline.json', '--', ...paths],
  ['--baseline', 'wrong-baseline.json', 'one.yml'],
  ['--baseline', name, 'one.yml'],
  ['--config', 'config.yaml', 'one.yml'],
  ['--config', 'broken-config.yaml', 'one.yml'],
  ['--config', name, 'one.yml'],
  ['--env-file', 'hostile.env', 'one.yml'],
  ['--env-file', name, 'one.yml'],
  ['--print-config', name],
  ['--print-config', name, '--format', 'json'],
  ['--format', name],
  ['--only', name, 'one.yml'],
  ['--output-file', `${name}/x`, '--format', 'json', 'one.yml'],
  [`--${name}`],
  [name],
  ['broken.yml'],
  ['--profile', name, '--project-directory', name, 'one.yml'],
  ['ports', '--', ...paths, name],
  ['ports', '--format', 'json', '--', ...paths, name],
  ['cost', '--', ...paths, name],
  ['cost', '--format', 'json', '--', ...paths, name],
  ['cost', '--format', 'svg', '--', ...paths],
  ['run', '--', 'docker', 'run', '-p', '30000-30500:30000-30500/udp', '-e', `A=${all.replaceAll('\0', '')}`, 'zlmediakit/zlmediakit:master'],
  ['run', '--', name],
  ['run', '--', 'docker', 'run', `--${name}`, 'zlmediakit/zlmediakit:master'],
  ['inspect', './inspected.json'],
  ['inspect', '--format', 'json', './inspected.json'],
  ['inspect', './odd.json', './broken.json', `./${name}`],
  ['inspect', name],
  ['explain', name],
  ['completion', name],
  ['rules', '--format', name],
];

const title = (args: readonly string[]): string => visible(args.slice(0, 4).join(' ')).slice(0, 70);

/** Each case in one of the languages, the two by turns. */
async function each(first: 'en' | 'zh', world: Omit<World, 'cwd'>, check: (ran: Ran, args: readonly string[]) => void): Promise<void> {
  const languages = first === 'en' ? ['en', 'zh'] : ['zh', 'en'];
  for (const [index, args] of cases().entries()) {
    const command = args[0]?.startsWith('-') === false ? 1 : 0;
    check(await run([...args.slice(0, command), '--lang', languages[index % 2] ?? 'en', ...args.slice(command)], { cwd, env: { PATH: '/nowhere', HOME: cwd }, ...world }), args);
  }
}

describe('whatever files, names and arguments hold', () => {
  test('nothing that is not seen is written, by any command', { timeout: 120_000 }, async () => {
    let written = 0;
    await each('en', {}, ({ stdout, stderr }, args) => {
      expect(unseen.exec(stdout + stderr), title(args)).toBeNull();
      written += stdout.length + stderr.length;
    });
    expect(written).toBeGreaterThan(100_000);
  });

  test('nothing but our own annotations is a command in the log of a workflow', { timeout: 120_000 }, async () => {
    await each('zh', { env: { PATH: '/nowhere', GITHUB_ACTIONS: 'true' } }, ({ stdout, stderr }, args) => {
      expect(unseen.exec(stdout + stderr), title(args)).toBeNull();
      expect([...commandsIn(stdout), ...commandsIn(stderr)].filter((command) => !['error', 'warning', 'notice'].includes(command.name) || command.properties['title']?.startsWith('zlm-lint') !== true), title(args)).toEqual([]);
    });
  });

  test('init writes no line of theirs into a configuration', async () => {
    const project = hostileProject();
    const { stdout, stderr } = await run(['init'], { cwd: project.cwd });
    expect(unseen.exec(stdout + stderr)).toBeNull();
    const configuration = readFileSync(join(project.cwd, '.zlm-lint.yaml'), 'utf8');
    expect(unseen.exec(configuration)).toBeNull();
    expect(configuration.split('\n').filter((line) => line.includes('planted') && !line.startsWith('#'))).toEqual([]);
  });
});

describe('the text of a file', () => {
  const world = (): World => ({ cwd, stdin: readFileSync(join(cwd, 'block.yml')) });
  const diff = ['--diff', '--unsafe-fixes', 'block.yml'];
  const fix = ['--fix', '--unsafe-fixes', '-'];

  test('is piped as it is, and shown on a terminal', async () => {
    const [piped, shown] = [await run(diff, world()), await run(diff, { ...world(), tty: true })];
    expect(piped.stdout).toMatch(/\u202e/);
    expect(unseen.exec(shown.stdout)).toBeNull();
    expect(shown.stdout).toBe(piped.stdout.split('\n').map(visible).join('\n'));
    const [whole, seen] = [await run(fix, world()), await run(fix, { ...world(), tty: true })];
    expect(whole.stdout).toContain('\u202e');
    expect(unseen.exec(seen.stdout)).toBeNull();
  });

  test('has no command in the log of a workflow: a patch stands between lines that stop them, and goes into a file without them', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    writeFileSync(join(cwd, 'commands.yml'), text.replace(/ {4}environment.*\n/, '').replace(/#.*/g, '# 中文\r').replace('    ports:', '    labels:\n      a: |\n        ::error::planted\n        ##[error]planted\n    ports:'));
    const diff = ['--diff', '--unsafe-fixes', 'commands.yml'];
    const [piped, logged, saved] = [await run(diff, world()), await run(diff, { ...world(), env }), await run(diff, { ...world(), env, file: true })];
    expect(saved.stdout).toBe(piped.stdout);
    const [, token = '', patch = ''] = /^::stop-commands::([\da-f-]{36})\n([^]*)::\1::\n$/.exec(logged.stdout) ?? [];
    expect(patch).toBe(piped.stdout);
    expect(commandsIn(logged.stdout).map(({ name: command, data }) => [command, data])).toEqual([['stop-commands', token]]);
    expect(logged.code).toBe(piped.code);
    // Without anything in it that needs it nothing stands around it.
    writeFileSync(join(cwd, 'plain.yml'), text.replace(/#.*/g, '').replace(/ {4}environment.*\n/, ''));
    expect((await run(['--diff', '--unsafe-fixes', 'plain.yml'], { ...world(), env })).stdout).toMatch(/^diff --git/);
  });

  test('hides nothing in such a log: a patch that would is not printed, and goes into a file', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const [piped, logged, saved] = [await run(diff, world()), await run(diff, { ...world(), env }), await run(diff, { ...world(), env, file: true })];
    expect([saved.code, saved.stdout]).toEqual([piped.code, piped.stdout]);
    expect([logged.code, logged.stdout]).toEqual([2, '']);
    expect(logged.stderr).toContain('zlm-lint: the patch is not printed: it has characters that the log of this job would hide or obey; write standard output into a file\n');
    expect((await run(diff, { ...world(), env, tty: true })).stdout).toBe((await run(diff, { ...world(), tty: true })).stdout);
    const stdin = text.replaceAll('::', '..').replaceAll('##[', '..[');
    const fixed = (more: Partial<World>): Promise<Ran> => run(fix, { cwd, stdin, ...more });
    expect([(await fixed({})).stdout, (await fixed({ env, file: true })).stdout]).toEqual([expect.stringContaining('\u202e'), expect.stringContaining('\u202e')]);
    expect(await fixed({ env })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('the fixed text is not printed') as string });
  });

  test.each([
    ['CI', 'true', true],
    ['CI', 'false', false],
    ['TF_BUILD', 'True', true],
    ['TEAMCITY_VERSION', '2025.11', true],
    ['JENKINS_URL', 'http://jenkins/', true],
  ])('in a job with %s=%s: a patch and a fixed text with commands of any agent are kept out of its log: %s', async (variable, value, isJob) => {
    const env = { [variable]: value };
    for (const command of ['##vso[task.prependpath]/planted', '##teamcity[setParameter name="planted"]', '##[error]planted']) {
      const stdin = text.replace(/#.*/g, '').replace(/ {4}environment.*\n/, `    labels: { a: ${quoted(command)} }\n`).replace('    ports:', `    # ${command}\n    ports:`);
      writeFileSync(join(cwd, 'agent.yml'), stdin);
      const [diff, fixed, report] = [await run(['--diff', '--unsafe-fixes', 'agent.yml'], { cwd, env }), await run(fix, { cwd, env, stdin }), await run(['agent.yml'], { cwd, env })];
      expect([diff, fixed].map(({ code, stdout }) => [code, stdout.includes('planted')])).toEqual(isJob ? [[2, false], [2, false]] : [[1, true], [0, true]]);
      expect(report.stdout).toContain(isJob ? command.replace('##', '#\\x23') : command);
      expect((await run(['--diff', '--unsafe-fixes', 'agent.yml'], { cwd, env, file: true })).stdout).toContain(command);
    }
  });

  test('that was fixed is not printed into such a log, and goes into a file', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const [piped, logged, saved] = [await run(fix, world()), await run(fix, { ...world(), env }), await run(fix, { ...world(), env, file: true })];
    expect(saved.stdout).toBe(piped.stdout);
    expect(logged.stdout).toBe('');
    expect(logged.code).toBe(2);
    expect(logged.stderr).toContain('write standard output into a file');
  });
});
