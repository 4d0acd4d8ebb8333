import fc from 'fast-check';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProjects } from '../../../src/cli/projects.ts';
import { identify } from '../../../src/lint.ts';
import '../../seed.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run } from './run.ts';

const corpus = process.env['ZLM_LINT_CORPUS'] ?? '';

async function* nothing(): AsyncGenerator<never> {
  // Standard input is empty.
}

async function silentIn(cwd: string, path = '.') {
  const options = { cwd, env: {}, maxBytes: 10_000_000, stdinFilename: null, stdin: nothing(), include: [], files: [], envFiles: [], profiles: [], projectDirectory: null, processEnv: false, allowOutside: false };
  return (await readProjects([path], options)).projects.filter(({ silent }) => silent === true);
}

async function expectSameBothWays(cwd: string, paths: readonly string[] = ['.']): Promise<void> {
  for (const options of [['--format', 'json'], ['--diff']]) expect(await run([...options, ...paths], { cwd })).toEqual(await run([...options, ...paths], { cwd, readsAll: true }));
}

const plain = 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n';

describe('a project that cannot hold ZLMediaKit', () => {
  it('is not loaded when a search finds it', async () => {
    const cwd = temporaryDirectory({ 'a/compose.yml': plain, 'a/compose.override.yml': 'services:\n  web:\n    restart: always\n', 'b/compose.yml': plain.replace('nginx', 'panjjo/zlmediakit') });
    expect((await silentIn(cwd)).map(({ path }) => path)).toEqual(['a/compose.yml']);
    await expectSameBothWays(cwd);
  });

  it('is loaded when it is named, or when the user says which service is ZLMediaKit', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': plain.replace('"80:80"', '"80:80", "1-2:x"') });
    expect(await silentIn(cwd, 'compose.yml')).toEqual([]);
    await expectSameBothWays(cwd, ['compose.yml']);
    await expectSameBothWays(cwd, ['--zlm-service', 'web', '.']);
    expect((await run(['--zlm-service', 'web', '.'], { cwd })).stdout).not.toBe((await run(['.'], { cwd })).stdout);
  });

  it.each([
    ['an escape', { 'compose.yml': plain.replace('nginx', '"\\x7alm"') }],
    ['a variable', { 'compose.yml': plain.replace('nginx', '$I'), '.env': 'I=zlm\n' }],
    ['a file of variables beside it', { 'compose.yml': 'services: [', '.env': 'ZLM=1\n' }],
    ['a tag', { 'compose.yml': plain.replace('nginx', '!!binary emxt') }],
    ['a tag that a directive names', { 'compose.yml': `%YAML 1.1\n---\n${plain}` }],
    ['what it includes', { 'compose.yml': `include: [other.yml]\n${plain}`, 'other.yml': plain.replace('web', 'z').replace('nginx', 'zlm') }],
    ['what it extends', { 'compose.yml': 'services:\n  a:\n    extends: { file: o.yml, service: web }\n', 'o.yml': plain.replace('nginx', 'zlm') }],
    ['what it is built of', { 'compose.yml': 'services:\n  a:\n    build: .\n', Dockerfile: 'FROM zlmediakit/zlmediakit\n' }],
    ['its override', { 'compose.yml': plain, 'compose.override.yml': 'services:\n  web:\n    image: zlm\n' }],
    ['a base further up that reads it', { 'compose.yml': 'include: [a/compose.yml]\n', 'a/compose.yml': plain }],
    ['a mounted config.ini', { 'compose.yml': 'services:\n  a:\n    image: x\n    volumes: ["./c:/etc/x/config.ini"]\n', c: '[rtp_proxy]\n' }],
    ['a mounted directory, by a way around', { 'compose.yml': 'services:\n  a:\n    image: x\n    volumes: ["./c:/opt/x/../media/./conf"]\n' }],
    ['a word in quotes of a shell', { 'compose.yml': `services:\n  a:\n    image: x\n    command: sh -c "./Media''Server"\n` }],
    ['UTF-16', { 'compose.yml': Buffer.from(`\uFEFF${plain.replace('nginx', 'zlm')}`, 'utf16le') }],
    ['a comment', { 'compose.yml': plain.replace('  web', '  # zlm-lint: zlmediakit\n  web') }],
    ['another case', { 'compose.yml': plain.replace('nginx', 'x/MediaServer') }],
  ])('is none for %s', async (_, files: Readonly<Record<string, string | Uint8Array>>) => {
    const cwd = temporaryDirectory(files);
    expect(await silentIn(cwd)).toEqual([]);
    await expectSameBothWays(cwd);
  });

  // Mostly words that say nothing: most of what is generated is to be silent, and look as if it were not.
  const neutral = fc.constantFrom('nginx', 'media', 'server', 'go', 'pro', '-', '_', '.', '/', ':', "'", ' ', 'conf', '/opt', 'json', 'sh -c ', '*a', '&a ');
  const telling = fc.constantFrom('zlm', 'Zlm', 'media', 'polaris', 'server', 'wvp', 'pro', 'nginx', '-', '_', '.', '/', ':', '$A', '${A:-zlm}', '\\x7a', '"', "'", ' ', '\n      ', '*a', '&a ', '!!str ', 'conf', 'config.ini', '/opt', 'akstreamkeeper', 'json', 'Media""Server', 'sh -c ', '# ', '\u212A');
  const piece = fc.oneof({ weight: 12, arbitrary: neutral }, { weight: 1, arbitrary: telling });
  const value = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
  const line = fc.oneof(
    fc.tuple(fc.constantFrom('image', 'command', 'entrypoint', 'container_name', 'working_dir', 'env_file', 'network_mode'), value).map(([key, text]) => `    ${key}: ${text}\n`),
    fc.tuple(fc.constantFrom('volumes', 'command', 'configs', 'ports', 'environment'), value).map(([key, text]) => `    ${key}:\n      - ${text}\n`),
    fc.tuple(value, value).map(([from, to]) => `    volumes: ['./x:/opt/${to}', { type: bind, source: ${from}, target: /opt/media/${to} }]\n`),
  );
  const compose = fc.tuple(fc.array(value.map((text) => `x-a: ${text}\n`), { maxLength: 1 }), fc.array(line, { minLength: 1, maxLength: 4 })).map(([before, lines]) => `${before.join('')}services:\n  web:\n${lines.join('')}`);

  it('says the same when it is loaded all the same', async () => {
    let silent = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(compose, { minLength: 1, maxLength: 6 }), compose, async (texts, override) => {
        const cwd = temporaryDirectory({ ...Object.fromEntries(texts.map((text, index) => [`${index}/compose.yml`, text])), '0/compose.override.yml': override });
        for (const project of await silentIn(cwd)) {
          silent++;
          const { services, texts: read } = identify(project.load(project.texts), []);
          expect(services.filter(({ zlm }) => zlm !== null)).toEqual([]);
          expect([...read.keys()]).toEqual([...project.texts.keys()]);
        }
        await expectSameBothWays(cwd);
      }),
      { numRuns: 60 },
    );
    expect(silent).toBeGreaterThan(20);
  });
});

describe.skipIf(corpus === '')('the corpus', () => {
  it('gives the same report with every project loaded', async () => {
    await expectSameBothWays(corpus);
    expect((await silentIn(corpus)).length).toBeGreaterThan(0);
  }, 600_000);
});

describe('what the rules are shown', () => {
  it('is never taken for silent where ZLMediaKit is recognised in it', async () => {
    const rules = join(import.meta.dirname, '../../../rules');
    for (const rule of readdirSync(rules)) {
      if (!existsSync(join(rules, rule, 'cases'))) continue;
      for (const project of await silentIn(rules, join(rule, 'cases'))) {
        const found = identify(project.load(project.texts), []).services.filter(({ zlm }) => zlm !== null);
        expect(found.map(({ label }) => `${project.path} ${label}`)).toEqual([]);
      }
    }
  });
});
