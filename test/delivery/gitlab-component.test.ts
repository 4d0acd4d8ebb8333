import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { temporaryDirectory } from '../cli/temporary-directory.ts';
import { componentAddress, declared, exampleInclude, jobOf, project } from './gitlab.ts';
import { runJob } from './run-job.ts';

const reports = ['--format', 'stylish', '--format', 'gitlab=gl-code-quality-report.json', '--format', 'junit=zlm-lint-junit.xml', '--'];

describe('the GitLab component', () => {
  it('is this version, and the example asks for it', () => {
    expect(declared['version']?.default).toBe(manifest.version);
    expect(exampleInclude().component).toBe(componentAddress());
    const versions = readFileSync(join(project, 'examples/gitlab/.gitlab-ci.yml'), 'utf8').match(/\bv\d[\w.]*/g);
    expect(new Set(versions)).toEqual(new Set([`v${manifest.version}`]));
  });

  it('may be included without any input, and says of each what it is in both languages', () => {
    expect(jobOf({})).toMatchObject({ name: 'zlm-lint', job: { stage: 'test', image: 'node:24-slim' } });
    for (const [name, { description }] of Object.entries(declared)) expect(description, name).toMatch(/^[\x20-\x7e]+\. \/ .*\p{Script=Han}.*。$/u);
  });

  it('puts the reports where GitLab looks for them, also when the job fails', () => {
    const { job } = jobOf({});
    expect(job.artifacts).toEqual({ when: 'always', reports: { codequality: 'gl-code-quality-report.json', junit: 'zlm-lint-junit.xml' } });
  });

  it.each([
    [{ version: '0.1.0; touch x' }],
    [{ version: '--registry=elsewhere' }],
    [{ 'fail-on': 'never' }],
    [{ language: 'de' }],
    [{ strategy: '$(touch x)' }],
    [{ paths: ['a', 'b'] }],
    [{ path: 'a' }],
  ])('does not take %j', (inputs) => {
    expect(() => jobOf(inputs)).toThrow(Object.keys(inputs)[0]);
  });
});

describe.skipIf(process.platform === 'win32')('the script of its job', () => {
  it('looks at the whole project when no path is given', () => {
    const { status, words } = runJob({}, temporaryDirectory(), { onlyNote: true });
    expect({ status, words }).toEqual({ status: 0, words: ['--yes', `zlm-lint@${manifest.version}`, ...reports, '.'] });
  });

  it('hands over what the example gives', () => {
    const { words } = runJob(exampleInclude().inputs, temporaryDirectory(), { onlyNote: true });
    expect(words).toEqual(['--yes', `zlm-lint@${manifest.version}`, '--lang=zh', ...reports, 'docker-compose.yml', 'deploy']);
  });

  it('takes no input for shell code, and splits nothing but lines', () => {
    const cwd = temporaryDirectory({ 'a.yml': '' });
    const paths = ['"; touch made; "', "'; touch made; '", '$(touch made)', '`touch made`', 'PATHS', '$HOME', ' a  b\\n*.yml ', '--fix', '; touch made #', '&& touch made'];
    // A line of the value that looks like the end of the here document is none.
    const { status, words } = runJob({ paths: `${paths.join('\n')}\n\n` }, cwd, { onlyNote: true });
    expect({ status, words: words.slice(words.indexOf('--') + 1) }).toEqual({ status: 0, words: paths });
    expect(readdirSync(cwd)).toEqual(['a.yml']);
  });

  it.each(['paths', 'version'])('has %s as it was given: GitLab puts no variable into it', (name) => {
    const marked = `marked-${name}`;
    const variables = Object.entries(jobOf({ [name]: marked }).job.variables);
    const holders = variables.filter(([, said]) => JSON.stringify(said).includes(marked));
    expect(holders.map(([, said]) => (typeof said === 'string' ? null : said.expand))).toEqual([false]);
  });

  it.each(['paths', 'fail-on', 'language', 'strategy', 'version'])('names %s nowhere in the script', (name) => {
    const value = declared[name]?.options?.at(-1) ?? 'unmistakable';
    expect(jobOf({ [name]: value }).job.script).toEqual(jobOf({}).job.script);
  });
});
