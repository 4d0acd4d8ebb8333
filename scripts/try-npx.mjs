// node scripts/try-npx.mjs: packs the package, looks at what is in it, runs it in an empty directory as npx does, offline and with an empty cache,
// and uses it as a library.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { freshEnvironment, manifest, root, run, tryOut } from './tryout.mjs';

const pages = ['README.md', 'README.zh.md'];
/** Everything that the package holds, by folder. */
const expected = {
  '.': ['CHANGELOG.md', 'LICENSE', ...pages, 'package.json'],
  dist: ['THIRD_PARTY_LICENSES', 'index.cjs', 'index.d.cts', 'index.d.mts', 'index.mjs', 'npm.cjs', 'program.cjs', 'zlm-lint.cjs'],
  docs: ['measured.svg', 'measured.zh.svg'],
  'docs/symptoms': readdirSync(join(root, 'docs/symptoms')),
  schema: ['zlm-lint.schema.json'],
  'rules/_facts': ['engine-cost.json'],
  ...Object.fromEntries(ruleFolders().map((folder) => [folder, pages])),
};
/** What somebody downloads, and what lies on the disk afterwards. */
const most = { packed: 500_000, unpacked: 1_500_000 };
/** Links of the READMEs that lead to the repository only; the page of the package on npm leads there, too. */
const inRepository = /^(?:examples|templates|bench\/(?:engine|speed))\/|^docs\/(?:compatibility|job-summary|other-linters)(?:\.zh)?\.md$|^(?:CONTRIBUTING|SECURITY)(?:\.zh)?\.md$/;

const compose = `services:
  zlm:
    image: zlmediakit/zlmediakit:master
    ports:
      - "30000-30500:30000-30500/udp"
`;

/** How programs get hold of the library. */
const users = {
  'user.mts': "import { lint, fix } from 'zlm-lint';\n",
  'user.cts': "import zlm = require('zlm-lint');\nconst { lint, fix } = zlm;\n",
};
const body = `async function main() {
  const text = ${JSON.stringify(compose)};
  const { summary, files } = await lint({ text, filename: 'docker-compose.yml', lang: 'zh' });
  if (summary.errors !== 1 || files[0]?.findings[0]?.rule !== 'prefer-host-network') throw new Error(JSON.stringify(files));
  const fixed = await fix({ text, strategy: 'host', unsafeFixes: true });
  if (fixed.text?.includes('network_mode: host') !== true) throw new Error(fixed.text ?? '');
}
void main().then(() => Reflect.get(globalThis, 'console').log('ok'));
`;

await tryOut('try:npx', function* (work) {
  const env = freshEnvironment(work, { HOME: join(work, 'home') });
  const unpacked = join(work, 'package');
  const empty = join(work, 'empty');
  for (const directory of [env.HOME, empty]) mkdirSync(directory);
  let packed;
  let tarball;
  yield ['npm pack, beside what a run that was killed over V8\'s code left', () => {
    const left = join(root, 'dist/program.0123456789abcdef.v20.0.0-x64.12345.cache');
    assert.equal(run('git', ['check-ignore', left], { cwd: root, env }).stdout, `${left}\n`);
    writeFileSync(left, '');
    try {
      [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', work], { cwd: root, env }).stdout);
    } finally {
      rmSync(left);
    }
    tarball = join(work, packed.filename);
    run('tar', ['-xzf', tarball, '-C', work], { cwd: work, env });
  }];
  yield ['the package holds what it has to hold, and no more', () => {
    const files = readdirSync(unpacked, { recursive: true }).filter((path) => statSync(join(unpacked, path)).isFile());
    assert.deepEqual(files.sort(), Object.entries(expected).flatMap(([folder, names]) => names.map((name) => join(folder, name))).sort());
  }];
  yield [`it is small: ${most.packed} bytes packed, ${most.unpacked} unpacked at most`, () => {
    assert.ok(packed.size <= most.packed, `packed: ${packed.size} bytes`);
    assert.ok(packed.unpackedSize <= most.unpacked, `unpacked: ${packed.unpackedSize} bytes`);
  }];
  yield ['no link in it leads nowhere', () => {
    const links = packed.files.filter(({ path }) => path.endsWith('.md')).flatMap(({ path }) => linksOf(unpacked, path));
    assert.ok(links.length > 100, `only ${links.length} links found`);
    assert.deepEqual(links.filter(({ target }) => !existsSync(join(inRepository.test(target) ? root : unpacked, target))), []);
  }];
  yield ['publint has nothing to say', async () => {
    const bytes = readFileSync(tarball);
    const { messages, pkg } = await publint({ strict: true, pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) } });
    assert.equal(messages.map((message) => `${message.type}: ${formatMessage(message, pkg, { color: false })}`).join('\n'), '');
  }];
  const npx = (args, code = 0) => run('npm', ['exec', '--yes', '--offline', `--package=${tarball}`, '--', 'zlm-lint', ...args], { cwd: empty, env, code });
  yield ['zlm-lint --version, offline and with an empty cache', () => {
    assert.equal(npx(['--version']).stdout, `${manifest.version}\n`);
  }];
  yield ['nothing else was installed', () => {
    const cache = join(env.HOME, '.npm/_npx');
    const [folder, ...others] = readdirSync(cache);
    assert.deepEqual(others, []);
    assert.deepEqual(readdirSync(join(cache, folder, 'node_modules')).filter((name) => !name.startsWith('.')), ['zlm-lint']);
    assert.deepEqual(readdirSync(empty), []);
  }];
  yield ['zlm-lint docker-compose.yml finds the wide range', () => {
    writeFileSync(join(empty, 'docker-compose.yml'), compose);
    assert.match(npx(['docker-compose.yml'], 1).stdout, /^docker-compose\.yml:5:9 +error +no-wide-port-range$/m);
  }];
  yield ['zlm-lint explain no-wide-port-range shows its page', () => {
    const page = readFileSync(join(root, 'rules/no-wide-port-range/README.md'), 'utf8');
    const { stdout } = npx(['explain', 'no-wide-port-range']);
    for (const [, heading] of page.matchAll(/^#+ (.*)/gm)) assert.ok(stdout.includes(heading), `no heading "${heading}" in\n${stdout}`);
  }];
  const user = join(work, 'user');
  yield ['npm install of it, offline', () => {
    mkdirSync(user);
    writeFileSync(join(user, 'package.json'), '{ "private": true, "type": "module" }\n');
    run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: user, env });
  }];
  for (const [name, using] of Object.entries(users)) {
    yield [`${name}: a program that imports it finds and fixes, and TypeScript accepts it`, () => {
      writeFileSync(join(user, name), using + body);
      typeCheck(user, name, { env });
      // Node 20 does not read TypeScript; the programs have no types of their own.
      const built = name.replace('ts', 'js');
      writeFileSync(join(user, built), using.replace('import zlm = require', 'const zlm = require') + body);
      assert.equal(run(process.execPath, [built], { cwd: user, env }).stdout, 'ok\n');
    }];
  }
  yield ['examples/npm: the library, as the README shows it', () => {
    for (const name of ['docker-compose.yml', 'config.ini']) copyFileSync(join(root, 'examples/safe', name), join(user, name));
    copyFileSync(join(root, 'examples/npm/check.mjs'), join(user, 'check.mjs'));
    const { stdout } = run(process.execPath, ['check.mjs'], { cwd: user, env });
    assert.match(stdout, /^docker-compose\.yml:\d+ no-wide-port-range zlm publishes 1,007 /m);
    assert.match(stdout, /^1 errors, 1 files would change\n$/m);
  }];
  yield ['examples/npm: the command of the README is about this version', () => {
    const line = readFileSync(join(root, 'examples/npm/npx.sh'), 'utf8');
    assert.equal(line, `npx zlm-lint@${manifest.version} docker-compose.yml\n`);
    const words = line.trim().split(' ').slice(2);
    assert.match(npx(words, 1).stdout, /no-wide-port-range/);
  }];
  yield ['npx itself hands on what follows --, as the job of the GitLab component needs it', () => {
    copyFileSync(join(user, 'docker-compose.yml'), join(user, '--fix'));
    const { stdout } = run('npx', ['--yes', `zlm-lint@${manifest.version}`, '--format', 'stylish', '--format', 'gitlab=codequality.json', '--', '--fix'], { cwd: user, env: { ...env, npm_config_offline: 'true' }, code: 1 });
    assert.match(stdout, /^--fix:\d+:\d+ +error +no-wide-port-range$/m);
    assert.ok(JSON.parse(readFileSync(join(user, 'codequality.json'), 'utf8')).length > 0);
    assert.equal(readFileSync(join(user, '--fix'), 'utf8'), readFileSync(join(user, 'docker-compose.yml'), 'utf8'));
  }];
  yield ['TypeScript refuses an option that is none', () => {
    writeFileSync(join(user, 'wrong.mts'), "import { lint } from 'zlm-lint';\nawait lint({ strategi: 'host' });\n");
    assert.match(typeCheck(user, 'wrong.mts', { env, code: 2 }).stdout, /'strategi' does not exist/);
  }];
});

function typeCheck(directory, name, how) {
  const compilerOptions = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, module: 'nodenext', target: 'es2023', types: [] };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [name] }));
  return run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], { cwd: directory, ...how });
}

/** `rules/<id>`, but for what a rule is copied from. */
function ruleFolders() {
  const folders = readdirSync(join(root, 'rules')).filter((name) => !name.startsWith('_') && existsSync(join(root, 'rules', name, 'rule.json')));
  return folders.map((name) => `rules/${name}`);
}

/** The links and pictures of a page that lead to files, by the path of each in the package. */
function linksOf(folder, page) {
  const text = readFileSync(join(folder, page), 'utf8');
  return [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, link]) => ({ page, target: normalize(join(dirname(page), link)) }));
}
