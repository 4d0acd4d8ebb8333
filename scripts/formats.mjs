// node scripts/formats.mjs SHARED: every form of one report over SHARED/corpus, each read by what reads such files; and its patch, applied by git.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { freshEnvironment, installed, root, run, tryOut } from './tryout.mjs';

const [shared] = process.argv.slice(2);
if (shared === undefined) {
  console.error('usage: node scripts/formats.mjs SHARED');
  process.exit(2);
}
const corpus = resolve(shared, 'corpus');
const schema = resolve(shared, 'schemas/sarif-schema-2.1.0.json');
const program = join(root, 'dist/zlm-lint.cjs');
const names = ['stylish', 'json', 'github', 'sarif', 'gitlab', 'junit', 'checkstyle', 'rdjson', 'markdown'];
const MIB = 1 << 20;

await tryOut('formats', function* (work) {
  const env = freshEnvironment(work, { HOME: work, GIT_CONFIG_NOSYSTEM: '1' });
  const out = join(work, 'reports');
  const read = (name) => readFileSync(join(out, name), 'utf8');
  const jq = (name, filter) => run('jq', ['-e', filter, join(out, name)], { cwd: work, env }).stdout.trim();
  const copyOf = (name) => {
    const copy = join(work, name);
    cpSync(corpus, copy, { recursive: true });
    for (const path of readdirSync(copy, { recursive: true })) chmodSync(join(copy, path), statSync(join(copy, path)).isDirectory() ? 0o755 : 0o644);
    return copy;
  };
  const lint = (cwd, args, input = undefined) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--', program, ...args], { cwd, env, input, encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.ok(status === 0 || status === 1 || status === 2, stderr);
    assert.doesNotMatch(stderr, /\n\s+at /);
    return stdout;
  };
  let copy;
  let told;
  yield* installed('jq');
  yield ['one run writes all of them', () => {
    copy = copyOf('corpus');
    run('git', ['init', '--quiet'], { cwd: copy, env });
    mkdirSync(out);
    assert.equal(lint(copy, [...names.map((name) => `--format=${name}=${join(out, name)}`), '.']), '');
    assert.deepEqual(readdirSync(out).sort(), [...names].sort());
    const { files, errors } = JSON.parse(read('json'));
    told = files.flatMap(({ findings }) => findings).filter(({ suppressed }) => suppressed === null).length + errors.length;
    console.log(`        ${told} findings and errors in ${files.length} files`);
    assert.ok(told > 150);
  }];
  yield ['jq reads json, sarif, gitlab and rdjson, and each holds as much', () => {
    assert.equal(jq('json', '.version == 1 and (.files | all(.path != ""))'), 'true');
    assert.equal(Number(jq('sarif', '.runs[0] | (.results | map(select((.suppressions // []) == [])) | length) + (.invocations[0].toolExecutionNotifications | length)')), told);
    assert.equal(jq('gitlab', 'all(.[]; (.description | type) == "string" and (.location.path | startswith("/") or startswith("./") | not) and .location.lines.begin >= 1 and (.severity | IN("info", "minor", "major", "critical", "blocker"))) and (map(.fingerprint) | length == (unique | length))'), 'true');
    assert.equal(Number(jq('gitlab', 'length')), told);
    assert.equal(jq('rdjson', '.source.name == "zlm-lint" and all(.diagnostics[]; .message != "" and .location.path != "" and (.severity | IN("ERROR", "WARNING", "INFO")) and all(.suggestions // [] | .[]; .range.start.line >= 1 and (.text | type) == "string"))'), 'true');
    assert.equal(Number(jq('rdjson', '.diagnostics | length')), told);
  }];
  yield ['the schema of OASIS takes the SARIF', () => {
    // Draft 4, of which it has nothing that changed but the names of these two.
    const rules = JSON.parse(readFileSync(schema, 'utf8'));
    for (const name of ['id', '$schema']) delete rules[name];
    const ajv = new Ajv({ strict: false, formats: { uri: (text) => URL.canParse(text), 'uri-reference': true, 'date-time': true } });
    const log = JSON.parse(read('sarif'));
    assert.ok(ajv.validate(rules, log), ajv.errorsText());
    assert.equal(ajv.validate(rules, { ...log, version: '2.0.0' }), false, 'the schema takes anything');
  }];
  for (const [name, element, attribute] of [['junit', 'testsuites', 'tests'], ['checkstyle', 'checkstyle', 'version']]) {
    yield [`libxml2 reads the ${name}, and its schema takes it`, () => {
      const text = read(name);
      const xsd = XmlDocument.fromBuffer(readFileSync(join(root, `test/report/formats/${name}.xsd`)));
      const validator = XsdValidator.fromDoc(xsd);
      validator.validate(XmlDocument.fromBuffer(Buffer.from(text)));
      assert.throws(() => validator.validate(XmlDocument.fromBuffer(Buffer.from(text.replace(new RegExp(`<${element} `), `<${element} no-such="1" `)))));
      assert.throws(() => XmlDocument.fromBuffer(Buffer.from(text.replace(`</${element}>`, ''))));
      assert.match(text, new RegExp(`<${element} [^>]*${attribute}=`));
    }];
  }
  yield ['the annotations are workflow commands, ten of a kind', () => {
    const lines = read('github').trimEnd().split('\n');
    const kinds = lines.map((line) => /^::(error|warning|notice) [^:]*::/.exec(line)?.[1]);
    assert.equal(kinds.includes(undefined), false);
    for (const kind of ['error', 'warning', 'notice']) assert.equal(kinds.filter((one) => one === kind).length, 10);
    assert.deepEqual(kinds, [...kinds].sort((a, b) => ['error', 'warning', 'notice'].indexOf(a) - ['error', 'warning', 'notice'].indexOf(b)));
  }];
  yield ['the summary is Markdown of our own tags, and fits', () => {
    const text = read('markdown');
    assert.ok(Buffer.byteLength(text) < MIB, `${Buffer.byteLength(text)} bytes`);
    const html = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true, allowDangerousProtocol: true });
    const tags = new Set(Array.from(html.matchAll(/<\/?([a-zA-Z]\w*)/g), ([, tag]) => tag));
    assert.deepEqual([...tags].filter((tag) => !['a', 'code', 'details', 'h2', 'h3', 'li', 'p', 'pre', 'span', 'summary', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'].includes(tag)), []);
    assert.deepEqual(Array.from(html.matchAll(/href="([^"]*)"/g), ([, address]) => address).filter((address) => !address.startsWith('https://github.com/zlm-lint/zlm-lint/blob/v')), []);
  }];
  yield ['nothing in any of them is unseen', () => {
    for (const name of names) assert.equal(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u.exec(read(name)), null, name);
  }];
  yield ['git applies the patch, and it is what --fix writes', () => {
    const patch = lint(copy, ['--diff', '--unsafe-fixes', '.']);
    assert.ok(patch.split('\n').length > 1000);
    // Hunks beside a secret have less context.
    const { status, stderr } = spawnSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], { cwd: copy, env, input: patch, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const fixed = copyOf('fixed');
    run('git', ['init', '--quiet'], { cwd: fixed, env });
    lint(fixed, ['--fix', '--unsafe-fixes', '--no-backup', '.']);
    const files = readdirSync(fixed, { recursive: true }).filter((name) => !name.startsWith('.git') && statSync(join(fixed, name)).isFile());
    const differing = files.filter((name) => !existsSync(join(copy, name)) || !readFileSync(join(fixed, name)).equals(readFileSync(join(copy, name))));
    assert.deepEqual(differing, []);
    const changed = files.filter((name) => !existsSync(join(corpus, name)) || !readFileSync(join(fixed, name)).equals(readFileSync(join(corpus, name))));
    console.log(`        ${changed.length} files changed`);
    assert.ok(changed.length > 40);
  }];
});
