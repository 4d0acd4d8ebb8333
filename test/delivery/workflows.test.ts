import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { pinsOf, problemsOf } from './workflow-problems.ts';

const project = join(import.meta.dirname, '../..');
const folders = ['.github/workflows', 'examples/github'];
const files = folders.flatMap((folder) => readdirSync(join(project, folder)).map((name) => `${folder}/${name}`));
const texts = new Map(files.map((file) => [file, readFileSync(join(project, file), 'utf8')]));
const release = texts.get('.github/workflows/release.yml') ?? '';
const example = texts.get('examples/github/zlm-lint.yml') ?? '';

describe('the workflows', () => {
  it('are those that are meant', () => {
    expect(files.sort()).toEqual(['.github/workflows/ci.yml', '.github/workflows/release.yml', 'examples/github/zlm-lint.yml']);
  });

  it.each(files)('%s can be taken over by nobody', (file) => {
    expect(problemsOf(texts.get(file) ?? '')).toEqual([]);
  });

  it('pin an action to one commit everywhere', () => {
    const pins = new Set([...texts.values()].flatMap(pinsOf));
    const actions = [...pins].map((pin) => pin.split('@')[0]);
    expect(actions.sort()).toEqual(['actions/checkout', 'actions/setup-node', 'github/codeql-action']);
  });
});

// Without this the test above could be one that passes whatever stands in the files.
describe('the test of workflows notices', () => {
  const checkout = /uses: actions\/checkout@[0-9a-f]{40}/;
  it.each<[string, string, string | RegExp, string, RegExp]>([
    ['a tag in the place of a commit', release, checkout, 'uses: actions/checkout@v7', /actions\/checkout@v7: not pinned/],
    ['a commit that is cut short', release, /(uses: actions\/checkout@[0-9a-f]{39})[0-9a-f]/, '$1', /not pinned/],
    ['a commit without its version', release, / # v7\.0\.1/, '', /no comment tells the version/],
    ['a version that is a branch', release, / # v7\.0\.1/, ' # v7', /no comment tells the version/],
    ['an action of the project in another version', example, /zlm-lint\/zlm-lint@v.*/, 'zlm-lint/zlm-lint@main', /zlm-lint@main: not pinned/],
    ['no permissions at the top', release, /^permissions:\n {2}contents: read\n/m, '', /the workflow: permissions are not listed/],
    ['all permissions', release, /^permissions:\n {2}contents: read\n/m, 'permissions: write-all\n', /write-all/],
    ['a permission to write at the top', example, /^ {2}contents: read$/m, '  contents: write', /the workflow: contents: write is not needed/],
    ['a permission to write that no step needs', example, 'security-events: write', 'id-token: write', /zlm-lint: id-token: write is not needed/],
    ['a permission where nothing is published', release, 'npm publish --provenance', 'npm pack', /publish: id-token: write is not needed/],
    ['a token that stays on the disk', release, 'persist-credentials: false', 'persist-credentials: true', /leaves the token/],
    ['what somebody else writes, in a script', release, 'run: npm test', 'run: echo ${{ github.event.pull_request.title }}', /an expression in code/],
    ['the same in several lines', release, 'run: npm test', 'run: |\n          npm test\n          echo "${{ github.head_ref }}"', /an expression in code/],
    ['the same for a script that is no shell code', release, 'run: npm test', 'with: { script: "${{ github.head_ref }}" }', /an expression in code/],
    ['a secret', release, 'run: npm test', 'run: npm test\n        env: { TOKEN: "${{ secrets.NPM_TOKEN }}" }', /uses a secret/],
    ['pull requests that run with rights', example, 'pull_request:', 'pull_request_target:', /runs on pull_request_target/],
  ])('%s', (_, text, from, to, problem) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    expect(problemsOf(changed).join('\n')).toMatch(problem);
  });

  it('two commits of one action', () => {
    const other = release.replace(checkout, `uses: actions/checkout@${'0'.repeat(40)}`);
    expect(new Set(pinsOf(other)).size).toBe(new Set(pinsOf(release)).size + 1);
  });
});

describe('the release', () => {
  const { on, jobs } = parse(release);
  const runs = (job: { readonly steps: readonly { readonly run?: string }[] }): string[] => job.steps.flatMap(({ run }) => run ?? []);

  it('begins with a tag and publishes only what has passed', () => {
    expect(on).toEqual({ push: { tags: ['v*'] } });
    expect(runs(jobs.check)).toEqual([expect.stringContaining('GITHUB_REF_NAME'), 'npm ci', 'npm audit --audit-level=high', 'npm test', 'git diff --exit-code --stat -- dist']);
    expect(jobs.publish.needs).toBe('check');
  });

  it('runs nothing but npm itself where it may publish', () => {
    expect(runs(jobs.publish)).toEqual(['npm publish --provenance --access public --ignore-scripts']);
  });
});

it('the example uses this version, and uploads the file that it writes', () => {
  const [, lint, upload] = parse(example).jobs['zlm-lint'].steps;
  expect(lint.uses).toBe(`zlm-lint/zlm-lint@v${manifest.version}`);
  const { inputs } = parse(readFileSync(join(project, 'action.yml'), 'utf8'));
  expect(Object.keys(lint.with).filter((name) => inputs[name] === undefined)).toEqual([]);
  expect(upload).toMatchObject({ if: expect.stringContaining('!cancelled()'), with: { sarif_file: lint.with['sarif-file'], category: manifest.name } });
});
