// node scripts/try-action.mjs: starts the action as a GitHub runner does, from a checkout of its own, with the inputs of the workflow in examples/github.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { freshEnvironment, manifest, root, run, tryOut } from './tryout.mjs';

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const own = manifest.repository.url.replace(/^git\+https:\/\/github\.com\/|\.git$/g, '');
const workflow = parse(readFileSync(join(root, 'examples/github/zlm-lint.yml'), 'utf8'));
const [step] = Object.values(workflow.jobs).flatMap(({ steps }) => steps).filter(({ uses = '' }) => uses.startsWith(`${own}@`));

await tryOut('try:action', function* (work) {
  const env = freshEnvironment(work);
  const checkout = join(work, '_actions', own, 'v0');
  // A path that is harder than the runner's own.
  const workspace = join(work, '工作 区  1', '仓库');
  const files = { output: join(work, 'output'), summary: join(work, 'summary.md'), event: join(work, 'event.json') };
  mkdirSync(workspace, { recursive: true });

  /** One step: inputs in place of those of action.yml, and what came of it. */
  const start = (inputs, code) => {
    for (const file of Object.values(files)) writeFileSync(file, '');
    writeFileSync(files.event, JSON.stringify({ pull_request: { title: '::error::planted' } }));
    const given = { ...Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default])), ...inputs };
    const variables = Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, String(value)]));
    const runner = { GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_WORKSPACE: workspace, GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: files.event, GITHUB_OUTPUT: files.output, GITHUB_STEP_SUMMARY: files.summary, RUNNER_TEMP: work };
    const { stdout } = run(process.execPath, [join(checkout, action.runs.main)], { cwd: workspace, env: { ...env, ...runner, ...variables }, code });
    const outputs = Object.fromEntries(Array.from(readFileSync(files.output, 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gm), ([, name, , value]) => [name, value]));
    return { stdout, outputs, summary: readFileSync(files.summary, 'utf8') };
  };

  yield ['a checkout of the action holds what it starts, and no packages', () => {
    const tracked = run('git', ['ls-files', '--', 'action.yml', 'dist', 'rules/*/README*.md'], { cwd: root, env }).stdout.split('\n').filter((path) => path !== '');
    assert.ok(tracked.includes(action.runs.main), `${action.runs.main} is not committed`);
    for (const path of tracked) cpSync(join(root, path), join(checkout, path));
    assert.equal(action.runs.using, 'node24');
  }];
  yield ['the workflow of examples/github is about this version', () => {
    assert.equal(step.uses, `${own}@v${manifest.version}`);
    assert.deepEqual(Object.keys(step.with).filter((name) => !(name in action.inputs)), []);
  }];
  yield ['its inputs: annotations at the files, a summary, SARIF, outputs, and a step that fails', () => {
    mkdirSync(join(workspace, '.git'));
    cpSync(join(root, 'examples/safe'), workspace, { recursive: true });
    cpSync(join(root, 'examples/run/start.sh'), join(workspace, 'deploy/start.sh'));
    const { stdout, outputs, summary } = start(step.with, 1);
    assert.match(stdout, /^::error file=docker-compose\.yml,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=zlm-lint no-wide-port-range::zlm publishes 1,007 /m);
    assert.match(stdout, /^::error file=deploy\/start\.sh,/m);
    assert.deepEqual(Object.keys(outputs).sort(), Object.keys(action.outputs).sort());
    assert.deepEqual([outputs.errors, outputs['exit-code'], outputs['sarif-file']], ['2', '1', step.with['sarif-file']]);
    const sarif = JSON.parse(readFileSync(join(workspace, step.with['sarif-file']), 'utf8'));
    assert.deepEqual([sarif.version, sarif.runs[0].results.filter(({ level }) => level === 'error').length], ['2.1.0', 2]);
    assert.match(summary, /^\| now \| 1,007 \| 2,014 \|/m);
  }];
  yield ['the patch in the summary is the fix', () => {
    const { summary } = start({ paths: 'docker-compose.yml' }, 1);
    const [, patch] = /^```diff\n([^]*?)^```$/m.exec(summary);
    writeFileSync(join(work, 'patch'), patch);
    run('git', ['init', '--quiet'], { cwd: workspace, env });
    run('git', ['apply', join(work, 'patch')], { cwd: workspace, env });
    assert.equal(readFileSync(join(workspace, 'docker-compose.yml'), 'utf8'), readFileSync(join(root, 'examples/safe/docker-compose.yml.fixed'), 'utf8'));
    assert.match(start({ paths: 'docker-compose.yml' }, 0).stdout, /^No problems in docker-compose\.yml\.\n$/);
  }];
  yield ['fail-on never, and Chinese', () => {
    const { stdout, outputs } = start({ paths: 'deploy', 'fail-on': 'never', language: 'zh' }, 0);
    assert.match(stdout, /^::error file=deploy\/start\.sh,.*个端口×协议对/m);
    assert.equal(outputs.errors, '1');
  }];
  yield ['where nothing is found the step fails, unless that is allowed', () => {
    mkdirSync(join(workspace, 'empty'));
    assert.match(start({ paths: 'empty' }, 2).stdout, /^::error file=empty,title=zlm-lint::empty: no Compose file and no docker run command found here$/m);
    assert.equal(start({ paths: 'empty', 'allow-no-files': 'true' }, 0).stdout, '');
    assert.ok(existsSync(workspace));
  }];
});
