import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../scripts/bundle.mjs';
import { temporaryDirectory } from './cli/temporary-directory.ts';

// What SECURITY.md promises of the program as a whole.

const project = join(import.meta.dirname, '..');
const program = join(project, 'dist/zlm-lint.cjs');
const watch = join(import.meta.dirname, 'cli/forbidden.cjs');

function start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, ['--require', watch, '--', program, ...args], { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } });
}

/** A project of which each command has something to say, with all kinds of files that it refers to. */
function example(): string {
  const cwd = temporaryDirectory({ '.zlm-lint.yaml': 'rules: { contiguous-ports: warning }\n' });
  for (const name of ['safe', 'wvp', 'override', 'run', 'suppressed']) cpSync(join(project, 'examples', name), join(cwd, name), { recursive: true });
  return cwd;
}

describe('the program', () => {
  let texts: { readonly code: string; readonly launcher: string };
  let asked: { readonly file: string; readonly module: string }[];
  beforeAll(async () => {
    const { code, launcher, metafiles } = await bundle();
    texts = { code, launcher };
    const inputs = metafiles.flatMap((metafile) => Object.entries(metafile.inputs));
    asked = inputs.flatMap(([file, { imports }]) => imports.filter(({ external, path }) => external === true || path.startsWith('lazy:')).map(({ path }) => ({ file, module: path.replace(/^(?:node|lazy):/, '') })));
  });

  it('has of Node nothing that opens a connection', () => {
    expect([...new Set(asked.map(({ module }) => module))].sort()).toEqual(['buffer', 'child_process', 'crypto', 'events', 'fs', 'os', 'path', 'process', 'stream', 'timers/promises', 'url', 'v8', 'vm']);
    expect(texts.code + texts.launcher).not.toMatch(/\b(?:fetch|XMLHttpRequest|sendBeacon)\s*\(|new (?:WebSocket|EventSource)\b/);
  });

  it('can start a process in one place of its own, which asks docker', () => {
    const starters = asked.filter(({ file, module }) => module === 'child_process' && !file.startsWith('lazy:')).map(({ file }) => file);
    // commander would start what is a command in a file of its own; there is none.
    expect(starters.sort()).toEqual(['node_modules/commander/lib/command.js', 'src/cli/inspect/docker.ts']);
    expect(readFileSync(join(project, 'src/cli/program.ts'), 'utf8')).not.toMatch(/executable|\.command\([^,()]*,/i);
  });

  it('makes no code of a text but of its own', () => {
    expect(asked.filter(({ module }) => module === 'vm').map(({ file }) => file)).toEqual(['src/launch.ts']);
    for (const text of Object.values(texts)) {
      expect(text).not.toMatch(/\beval\s*\(|\bFunction\s*\(|\bimport\s*\(|process\.(?:binding|_linkedBinding|dlopen)/);
      expect([...new Set(text.match(/\brequire\([^)]*\)?/g))].filter((call) => !/^require\("node:[\w/]+"\)$/.test(call))).toEqual([]);
    }
  });
});

describe('no command starts a process, opens a connection or makes code of a text', () => {
  it.each([
    ['lint', ['safe', 'wvp', 'override', 'run', 'suppressed'], 1],
    ['--fix', ['--fix', '--unsafe-fixes', 'safe', 'wvp', 'override', 'run'], 0],
    ['--diff', ['--diff', 'safe/docker-compose.yml'], 1],
    ['every form of the report', ['--format', 'sarif=a', '--format', 'gitlab=b', '--format', 'junit=c', '--format', 'checkstyle=d', '--format', 'rdjson=e', '--format', 'json', 'wvp'], 1],
    ['a baseline', ['--write-baseline', 'baseline.json', 'wvp'], 0],
    ['ports', ['ports', 'wvp'], 0],
    ['cost', ['cost', '--format', 'svg', 'safe'], 0],
    ['run', ['run', '--', 'docker', 'run', '-p', '30000-30500:30000-30500', 'zlmediakit/zlmediakit:master'], 1],
    ['init', ['init'], 0],
    ['rules', ['rules'], 0],
    ['explain', ['explain', 'no-wide-port-range'], 0],
    ['completion', ['completion', 'bash'], 0],
    ['--print-config', ['--print-config', 'wvp/docker-compose.yml'], 0],
    ['--help', ['--help'], 0],
  ] as const)('%s', (name, args, code) => {
    const cwd = example();
    if (name === 'init') rmSync(join(cwd, '.zlm-lint.yaml'));
    const { status, stdout, stderr } = start(args, cwd);
    expect(stderr).not.toContain('FORBIDDEN');
    expect([status, stdout + stderr]).toEqual([code, expect.stringMatching(/./)]);
  });

  it('but for inspect, whose question this test would see', () => {
    expect(start(['inspect'], example()).stderr).toContain('FORBIDDEN node:child_process execFile');
  });
});

describe('a configuration is data', () => {
  it.each([
    ['!!js/function in YAML', '.zlm-lint.yaml', "rules: !!js/function 'function () { require(\"node:fs\").writeFileSync(\"made\", \"\") }'\n"],
    ['a JavaScript file', 'zlm-lint.config.js', 'require("node:fs").writeFileSync("made", "")\n'],
    ['a JavaScript file of its name', '.zlm-lint.js', 'require("node:fs").writeFileSync("made", "")\n'],
  ])('%s is not run', (_name, file, text) => {
    const cwd = temporaryDirectory({ [file]: text, 'compose.yml': 'services: { zlm: { image: "zlmediakit/zlmediakit:master" } }\n' });
    for (const args of [['compose.yml'], ['--config', file, 'compose.yml']]) expect(start(args, cwd).stderr).not.toContain('FORBIDDEN');
    expect(existsSync(join(cwd, 'made'))).toBe(false);
  });
});

describe('looking writes nothing', () => {
  it.each([['lint', []], ['--check', ['--check']], ['--diff', ['--diff']], ['ports', ['ports']], ['cost', ['cost']], ['--print-config', ['--print-config']]])('%s', (_name, args) => {
    const cwd = example();
    const state = () => readdirSync(cwd, { recursive: true, encoding: 'utf8' }).map((name) => [name, statSync(join(cwd, name)).mtimeMs, statSync(join(cwd, name)).size]);
    const before = state();
    start([...args, 'safe/docker-compose.yml'], cwd);
    expect(state()).toEqual(before);
  });
});

describe.each(['SECURITY.md', 'SECURITY.zh.md'])('%s', (page) => {
  it('names for each promise the test that holds it', () => {
    const [, table = ''] = readFileSync(join(project, page), 'utf8').split(/^\| (?:promise|承诺) .*\n.*\n/m);
    const rows = table.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.length).toBe(15);
    for (const row of rows) {
      const tests = Array.from(row.matchAll(/`(test\/[^`]+)`/g), ([, name = '']) => name);
      expect(tests, row).not.toEqual([]);
      for (const name of tests) expect(existsSync(join(project, name)), name).toBe(true);
    }
  });
});
