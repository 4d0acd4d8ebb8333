import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNames } from '../../../src/report/formats/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { CORE, secretProject, written, type SecretProject } from './secret-project.ts';
import { run } from './run.ts';

const reports = formatNames.flatMap((name) => ['--format', `${name}=out/${name}`]);

/** Every command, and every form of what it tells; none changes a file that was there. */
const commands: readonly (readonly string[])[] = [
  [...reports, '--write-baseline', 'out/baseline.json', '.'],
  ['--format', 'github', '--unsafe-fixes', '--diff', '.'],
  ['--format', 'rdjson', '--unsafe-fixes', '--strategy', 'minimal', '.'],
  ['--diff', '--strategy', 'minimal', 'compose.yml', 'run.sh'],
  ['--check', '--unsafe-fixes', '--rule', 'extern-ip-set=error', '.'],
  ['--strategy', 'host', '--quiet', 'run.sh'],
  ['ports', '.'],
  ['ports', '--format', 'json', '.'],
  ['cost', '.'],
  ['cost', '--format', 'json', '.'],
  ['cost', '--format', 'svg', '.'],
  ['inspect', './inspected.json'],
  ['inspect', '--format', 'json', './inspected.json'],
];

async function outputs(project: SecretProject, lang: string): Promise<string[]> {
  const cwd = written(project);
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'), PATH: '/nowhere' };
  const told: string[] = [];
  const shell = project.files['run.sh']?.split('\n').find((line) => line.startsWith('docker run') && !line.endsWith('\\')) ?? '';
  for (const args of [...commands, ['run', '--', shell], ['run', '--format', 'json', '--', shell], ['run', '--diff', '--unsafe-fixes', '--', shell]]) {
    const [command = ''] = args;
    const words = command.startsWith('-') ? ['--lang', lang, ...args] : [command, '--lang', lang, ...args.slice(1)];
    const { stdout, stderr } = await run(words, { cwd, env });
    told.push(`${args.join(' ').replaceAll(CORE, '…')}:\n${stdout}${stderr}`);
  }
  const files = existsSync(join(cwd, 'out')) ? readdirSync(join(cwd, 'out')).map((name) => join('out', name)) : [];
  for (const file of [...files, 'summary.md']) told.push(`${file}:\n${readFileSync(join(cwd, file), 'utf8')}`);
  return told;
}

describe('secrets in any file', () => {
  test.each(['en', 'zh'])('are told by no command in no form, %s', { timeout: 120_000 }, async (lang) => {
    await fc.assert(
      fc.asyncProperty(secretProject, async (project) => {
        const told = await outputs(project, lang);
        for (const text of told) expect(text.includes(CORE) ? leak(text) : '').toBe('');
        expect(told.length).toBeGreaterThan(20);
        expect(told.join('')).toContain('***');
      }),
      { numRuns: 5 },
    );
  });

  test.each([
    ['a default', 'docker run -d -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:${ZLM_TOKEN:-5ecretabc}\n'],
    ['a variable', 'A_TOKEN=5ecretabc\nTAG=$A_TOKEN\ndocker run -d -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:$TAG\n'],
    ['a variable, a name', 'A_TOKEN=5ecretabc\ndocker run -d --name "zlm-$A_TOKEN" -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit\n'],
  ])('are told by no name of a container that has them from %s', { timeout: 60_000 }, async (_, script) => {
    const told = await outputs({ secrets: [], files: { 'compose.yml': 'services: {}\n', 'inspected.json': '[]\n', 'run.sh': script } }, 'en');
    for (const text of told) expect(text.includes(CORE) ? leak(text) : '').toBe('');
    expect(told.filter((text) => text.includes('*********')).length).toBeGreaterThan(10);
  });

  test('stay in the files that are fixed', { timeout: 120_000 }, async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(secretProject, async (project) => {
        const cwd = written(project);
        const { stdout } = await run(['--fix', '--unsafe-fixes', '--no-backup', '.'], { cwd });
        expect(stdout).not.toContain(CORE);
        for (const [name, before] of Object.entries(project.files)) {
          const after = readFileSync(join(cwd, name), 'utf8');
          if (after !== before) changed += 1;
          for (const secret of project.secrets.filter((one) => before.includes(one))) expect(after).toContain(secret);
        }
      }),
      { numRuns: 8 },
    );
    expect(changed).toBeGreaterThan(5);
  });
});

/** The lines that tell one. */
function leak(text: string): string {
  return [text.split('\n')[0], ...text.split('\n').filter((line) => line.includes(CORE))].join('\n').slice(0, 1500);
}

test('a fixed text that is printed is whole', async () => {
  const stdin = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - "30000:30000"\n      - "30001:30001"\n    environment:\n      ZLM_SECRET: 5ecretvalue\n';
  const { stdout, stderr } = await run(['--fix', '--unsafe-fixes', '--strategy', 'minimal', '--max-ports', '1', '-'], { cwd: temporaryDirectory({}), stdin });
  expect(stdout).toContain('ZLM_SECRET: 5ecretvalue\n');
  expect(stdout).not.toBe(stdin);
  expect(stderr).not.toContain(CORE);
});

test('a frame shows stars, and the mark below what it is about', async () => {
  const cwd = temporaryDirectory({ 'compose.yml': 'services:\n  zlm: { image: zlmediakit/zlmediakit:master, environment: { ZLM_SECRET: 秘5ecret }, ports: ["80:80", "80:80"] }\n' });
  const { stdout } = await run(['--only', 'contiguous-ports', 'compose.yml'], { cwd, columns: 120 });
  const lines = stdout.split('\n');
  const at = lines.findIndex((line) => line.startsWith('> '));
  expect(lines[at]).toContain('ZLM_SECRET: ******* }, ports: ["80:80", "80:80"]');
  const mark = lines[at + 1]?.indexOf('^') ?? -1;
  expect(lines[at]?.slice(mark, mark + 7)).toBe('"80:80"');
});

test('what only the environment of the process says is told by no message', async () => {
  const cwd = temporaryDirectory({ 'compose.yml': 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:${ZLM_SECRET}\n' });
  const { stdout } = await run(['--process-env', 'compose.yml'], { cwd, env: { ZLM_SECRET: '5ecretvalue' } });
  expect(stdout).not.toContain(CORE);
  expect(stdout).toContain('zlmediakit/zlmediakit:***********');
});

test.each([
  ['a line beside the change', '      - "30000:30000"\n      - "30001:30001"\n    A_TOKEN: 5ecretvalue\n', 'git apply --unidiff-zero takes this patch'],
  ['the line that changes', ' ["30000:30000", "30001:30001"] # token=5ecretvalue\n', 'this patch cannot be applied'],
])('a patch that leaves %s out says how it is applied', async (_, ports, words) => {
  const cwd = temporaryDirectory({ 'compose.yml': `services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:${ports.startsWith(' [') ? '' : '\n'}${ports.replace('    A_TOKEN', '    x-token')}` });
  const { stdout, stderr } = await run(['--diff', '--only', 'contiguous-ports', 'compose.yml'], { cwd, columns: 200 });
  expect(stdout + stderr).not.toContain(CORE);
  expect(stdout).toContain('30000-30001:30000-30001');
  expect(stderr).toContain(words);
});

test('a service that is named after a secret has its foot in the table of ports, and its values are hidden', async () => {
  const cwd = temporaryDirectory({ 'compose.yml': 'services:\n  zlm-token:\n    image: zlmediakit/zlmediakit:master\n    ports: ["80:80", "1935:1935"]\n' });
  const [table, json] = [await run(['ports', '.'], { cwd }), await run(['ports', '--format', 'json', '.'], { cwd })];
  expect(table.stdout).toContain('  zlm-token: 2 port-protocol pairs  * ZLMediaKit: ');
  expect(table.stdout + json.stdout).not.toContain('***');
});

test.each(['en', 'zh'])('a sentence about a service that is named after a secret is whole wherever another one quotes it, %s', async (lang) => {
  const service = (name: string, port: number): string => `  ${name}:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - "${port}-${port + 500}:${port}-${port + 500}/udp"\n      - "${port + 501}:80"\n    volumes: ["./${name}.ini:/opt/media/conf/config.ini"]\n`;
  const cwd = temporaryDirectory({ 'compose.yml': `services:\n${service('zlm-token', 30000)}${service('db-password', 31000)}`, 'zlm-token.ini': '[rtp_proxy]\nport_range=30000-30500\n', 'db-password.ini': '[rtp_proxy]\nport_range=31000-31500\n' });
  const told = await Promise.all([['.'], ['--strategy', 'minimal', '.'], ['--check', '.'], ['--check', '--unsafe-fixes', '--strategy', 'minimal', '.'], ['--format', 'markdown', '.'], ['--format', 'junit', '.'], ['ports', '.'], ['cost', '.'], ['cost', '--format', 'svg', '.']].map((words) => run(words[0]?.startsWith('-') === true ? ['--lang', lang, ...words] : [...words, '--lang', lang], { cwd })));
  for (const { stdout, stderr } of told) expect(stdout + stderr).not.toContain('***');
  expect(told[1]?.stdout).toContain(lang === 'en' ? 'RTP range of zlm-token: 30000-' : 'zlm-token 的 RTP 端口范围由 30000-');
});

/** What makes zlm-lint say much of itself: listeners, ranges, ports of the host, settings of both strategies, what has to be done by hand. */
const talkative = {
  'compose.yml': `services:
  zlm:
    image: zlmediakit/zlmediakit:master
    ports: ["30000-30500:30000-30500/udp", "80:80", "1935:1935", "8554:554", "8000:8000/tcp", "9000:9000"]
    volumes: ["./config.ini:/opt/media/conf/config.ini"]
  second:
    image: zlmediakit/zlmediakit:master
    ports: ["40000-40500:40000-40500/udp", "1936:1935", "81:81", "82:82"]
    deploy: { replicas: 1, placement: { constraints: [] } }
  third:
    image: zlmediakit/zlmediakit:master
    network_mode: host
    ports: ["80:80"]
  wvp:
    image: wvp-pro
    depends_on: [zlm]
    environment: { MEDIA_HOOK_HOST: wvp, ZLM_HOST: zlm }



x-tokens: { a: b }
`,
  'config.ini': '[rtp_proxy]\nport_range=30000-30500\n[http]\nport=80\nsslPort=443\n[hook]\non_publish=http://wvp:18080/index/hook/on_publish\n',
};

test('what zlm-lint says of itself is no secret, even where a secret has the same value', async () => {
  const commands = [['.'], ['--strategy', 'minimal', '--unsafe-fixes', '.'], ['--strategy', 'host', '--unsafe-fixes', '--check', '.'], ['--check', '--strategy', 'minimal', '.'], ['--format', 'json', '.'], ['--format', 'json', '--strategy', 'minimal', '.'], ['ports', '.'], ['cost', '.']];
  const told = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
    const cwd = temporaryDirectory(files);
    return (await Promise.all(commands.map((words) => run(words, { cwd })))).map(({ stdout }) => stdout);
  };
  const before = await told(talkative);
  const texts = JSON.stringify([before[4], before[5]].map((json) => JSON.parse(json ?? '') as unknown)).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  const parts = texts.map((text) => String(JSON.parse(text))).flatMap((text) => [text, ...text.split(/[\s,;()]+/)]);
  // Dates and phrases are left: as secrets they are hidden wherever they stand.
  const words = [...new Set(parts)].filter((word) => /^[^\s"]{4,60}$/.test(word) && !/^\d{4}-/.test(word));
  expect(words.length).toBeGreaterThan(100);
  expect(words).toEqual(expect.arrayContaining(['30000-30499/tcp', 'compose.yml']));
  const file = `${talkative['compose.yml'].replace(' { a: b }', '')}${words.map((word, index) => `  a${index}_token: ${JSON.stringify(word)}\n`).join('')}  b_token: host\n  c_token: "network_mode: host"\n`;
  expect(await told({ ...talkative, 'compose.yml': file })).toEqual(before);
});
