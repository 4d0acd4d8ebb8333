// node scripts/try-pre-commit.mjs: lets Debian's pre-commit install the hooks of this working tree and run them in repositories that it makes.
// UPDATE_GOLDEN=1 writes what the fix hook prints to test/pre-commit.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freshEnvironment, installed, isFound, manifest, mayInstall, root, run, tryOut } from './tryout.mjs';

const snippet = join(root, 'examples/pre-commit/.pre-commit-config.yaml');
const golden = join(root, 'test/pre-commit');
const address = manifest.repository.url.replace(/^git\+|\.git$/g, '');
const example = (path) => readFileSync(join(root, 'examples', path), 'utf8');

const safe = { 'docker-compose.yml': example('safe/docker-compose.yml'), 'config.ini': example('safe/config.ini') };
const fixedSafe = example('safe/docker-compose.yml.fixed');
const startSh = example('run/start.sh');
/** Copies of what `--fix` changes and of what it leaves, under every kind of name. */
const odd = {
  ...safe,
  ...below('--config=x', { 'compose.yml': safe['docker-compose.yml'], 'config.ini': safe['config.ini'] }),
  ...below('部署 目录/a  b', safe),
  ...below('override', Object.fromEntries(['docker-compose.yml', 'docker-compose.override.yml', 'config.ini'].map((name) => [name, example(`override/${name}`)]))),
  // Not Compose's.
  'composer.yml': safe['docker-compose.yml'],
  ...below('plain', { 'start.sh': example('plain/start.sh'), 'config.ini': example('plain/config.ini') }),
  // An option, a command and a document that are scripts: pre-commit knows them by their first line.
  '--fix': startSh,
  run: startSh,
  'README.md': `# zlm\n\n\`\`\`sh\n${startSh}\`\`\`\n`,
  '说明 1.md': `    docker run -d -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master\n`,
};
const composeFiles = ['--config=x/compose.yml', 'docker-compose.yml', 'override/docker-compose.override.yml', 'override/docker-compose.yml', '部署 目录/a  b/docker-compose.yml'];
const scripts = ['--fix', 'README.md', 'plain/start.sh', 'run', '说明 1.md'];
const fixed = {
  ...Object.fromEntries(['--config=x/compose.yml', 'docker-compose.yml', '部署 目录/a  b/docker-compose.yml'].map((path) => [path, fixedSafe])),
  ...below('override', Object.fromEntries(['docker-compose.yml', 'docker-compose.override.yml'].map((name) => [name, example(`override/${name}.fixed`)]))),
};
const other = {
  'docker-compose.yml': 'services:\n  web:\n    image: nginx\n    ports: ["30000-30500:30000-30500"]\n',
  'start.sh': '#!/bin/sh\ndocker run -d -p 30000-30500:30000-30500 nginx\n',
  'README.md': '# web\n\n    docker run -d -P nginx\n',
};

if (!isFound('pre-commit') && !mayInstall()) {
  console.log('SKIPPED: try:pre-commit (no pre-commit, and no apt-get with which root could install it)');
} else {
  await tryOut('try:pre-commit', function* (work) {
    const env = freshEnvironment(work, {
      LC_MESSAGES: 'C.UTF-8',
      PYTHONUTF8: '1',
      PRE_COMMIT_HOME: join(work, 'pre-commit'),
      npm_config_cache: join(work, 'npm'),
      ...gitSettings({ 'user.name': 'zlm-lint', 'user.email': 'zlm-lint@localhost', 'init.defaultBranch': 'main', 'commit.gpgSign': 'false', 'core.hooksPath': '/dev/null', 'core.autocrlf': 'false', [`url.${join(work, 'hooks')}.insteadOf`]: address }),
    });
    const git = (cwd, ...args) => run('git', args, { cwd, env }).stdout;
    const preCommit = (cwd, args, code, more = {}) => run('pre-commit', args, { cwd, env: { ...env, ...more }, code }).stdout;
    const repository = (name, files) => {
      const directory = join(work, name);
      for (const [path, text] of Object.entries(files)) write(join(directory, path), text);
      git(directory, 'init', '--quiet');
      commit(directory);
      return directory;
    };
    const commit = (directory) => {
      git(directory, 'add', '--all');
      git(directory, 'commit', '--quiet', '--no-verify', '--message', 'State');
    };
    const changed = (directory) => git(directory, 'status', '--porcelain', '-z').split('\0').filter(Boolean).map((line) => line.slice(3)).sort();
    const hooks = join(work, 'hooks');
    const tryRepo = (directory, code, ...ids) => preCommit(directory, ['try-repo', hooks, ...ids, '--all-files', '--verbose', '--color', 'never'], code);

    yield* installed('pre-commit');
    yield [`this working tree, as ${address} at v${manifest.version}`, () => {
      git(work, 'clone', '--quiet', '--no-checkout', '--no-tags', root, hooks);
      git(root, `--git-dir=${join(hooks, '.git')}`, `--work-tree=${root}`, 'add', '--all');
      git(hooks, 'commit', '--quiet', '--allow-empty', '--message', 'What is in the working tree');
      git(hooks, 'reset', '--quiet', '--hard');
      git(hooks, 'tag', `v${manifest.version}`);
      preCommit(hooks, ['validate-manifest', '.pre-commit-hooks.yaml'], 0);
      preCommit(root, ['validate-config', snippet], 0);
    }];

    const shown = ['run', 'zlm-lint-fix', '--all-files'];
    const deployment = repository('deployment', safe);
    yield ['examples/pre-commit/.pre-commit-config.yaml installs this program', () => {
      cpSync(snippet, join(deployment, '.pre-commit-config.yaml'));
      commit(deployment);
      preCommit(deployment, ['install-hooks'], 0);
      const [program, ...others] = readdirSync(env.PRE_COMMIT_HOME, { recursive: true }).filter((path) => path.endsWith('node_modules/zlm-lint/dist/program.cjs'));
      assert.deepEqual(others, []);
      assert.ok(program !== undefined, 'nothing was installed');
      assert.ok(readFileSync(join(env.PRE_COMMIT_HOME, program)).equals(readFileSync(join(root, 'dist/program.cjs'))), 'another program was installed');
    }];
    for (const [language, locale] of [['en', 'C.UTF-8'], ['zh', 'zh_CN.UTF-8']]) {
      yield [`zlm-lint-fix prints test/pre-commit/fix.${language}.txt, and writes what it says`, () => {
        git(deployment, 'checkout', '--quiet', '.');
        const printed = `$ pre-commit ${shown.join(' ')}\n${preCommit(deployment, [...shown, '--color', 'never'], 1, { LC_MESSAGES: locale }).trimEnd()}\n`;
        const file = join(golden, `fix.${language}.txt`);
        if (process.env.UPDATE_GOLDEN === '1') write(file, printed);
        assert.equal(printed, readFileSync(file, 'utf8'));
        assert.deepEqual(changed(deployment), ['docker-compose.yml']);
        assert.equal(readFileSync(join(deployment, 'docker-compose.yml'), 'utf8'), fixedSafe);
      }];
    }
    yield ['once more: it passes, and changes nothing', () => {
      commit(deployment);
      assert.match(preCommit(deployment, [...shown, '--color', 'never'], 0), /^zlm-lint --fix\.+Passed\n$/);
      assert.deepEqual(changed(deployment), []);
    }];

    const odds = repository('odd', odd);
    yield ['try-repo zlm-lint: reports every Compose file, by whatever name, and changes none', () => {
      assert.deepEqual(reported(tryRepo(odds, 1, 'zlm-lint')), composeFiles);
      assert.deepEqual(changed(odds), []);
    }];
    yield ['try-repo zlm-lint-run: reports every script and document, and changes none', () => {
      assert.deepEqual(reported(tryRepo(odds, 1, 'zlm-lint-run')), scripts);
      assert.deepEqual(changed(odds), []);
    }];
    yield ['try-repo zlm-lint-fix: fixes every Compose file, an override file with its base', () => {
      assert.match(tryRepo(odds, 1, 'zlm-lint-fix'), /^- files were modified by this hook$/m);
      assert.deepEqual(changed(odds), Object.keys(fixed).sort());
      for (const [path, text] of Object.entries(fixed)) assert.equal(readFileSync(join(odds, path), 'utf8'), text, path);
    }];
    yield ['once more: it passes, and changes nothing', () => {
      commit(odds);
      preCommit(odds, [...shown, '--color', 'never', '--config', snippet], 0);
      assert.deepEqual(changed(odds), []);
    }];
    yield ['all hooks: a repository without ZLMediaKit passes in silence', () => {
      const all = join(work, 'all.yaml');
      writeFileSync(all, `${readFileSync(snippet, 'utf8')}      - id: zlm-lint\n`);
      const lines = preCommit(repository('other', other), ['run', '--all-files', '--color', 'never', '--config', all], 0).trimEnd().split('\n');
      assert.deepEqual(lines.map((line) => line.replace(/\.{3,}/, ' ')), ['zlm-lint --fix Passed', 'zlm-lint (docker run) Passed', 'zlm-lint Passed']);
    }];
    yield ['npm install -g git+file://…, as pre-commit 4.6.1 does', () => {
      const prefix = join(work, 'prefix');
      run('npm', ['install', '--allow-git=root', '--prefix', prefix, '-g', `git+file://${hooks}`], { cwd: hooks, env });
      assert.equal(run(join(prefix, 'bin/zlm-lint'), ['--version'], { cwd: work, env }).stdout, `${manifest.version}\n`);
    }];
  });
}

/** Git's settings as variables, which pre-commit hands on. */
function gitSettings(settings) {
  const entries = Object.entries(settings);
  return Object.fromEntries([['GIT_CONFIG_COUNT', String(entries.length)], ...entries.flatMap(([key, value], index) => [[`GIT_CONFIG_KEY_${index}`, key], [`GIT_CONFIG_VALUE_${index}`, value]])]);
}

/** The files with findings. */
function reported(printed) {
  return [...new Set([...printed.matchAll(/^(.+):\d+:\d+ {2}(?:error|warning|info) /gm)].map(([, path]) => path))].sort();
}

function below(folder, files) {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  if (text.startsWith('#!')) chmodSync(path, 0o755);
}
