import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../cli/temporary-directory.ts';
import { exampleInclude, jobOf, project } from './gitlab.ts';
import { runJob } from './run-job.ts';

/** The project that the example's inputs speak of: one file at the top and one in a folder. */
function deployment({ fixed }: { readonly fixed: boolean }): string {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, 'deploy'));
  for (const [example, place] of [['safe', cwd], ['override', join(cwd, 'deploy')]] as const) {
    cpSync(join(project, 'examples', example), place, { recursive: true });
    for (const name of readdirSync(place)) if (fixed && name.endsWith('.fixed')) renameSync(join(place, name), join(place, name.slice(0, -'.fixed'.length)));
  }
  return cwd;
}

const inputs = { ...exampleInclude().inputs, language: 'zh' };
const { codequality = '', junit = '' } = jobOf(inputs).job.artifacts.reports;

describe.skipIf(process.platform === 'win32')('the job of the GitLab component', () => {
  it('fails for what is found, and leaves both reports', () => {
    const cwd = deployment({ fixed: false });
    const { status, stdout, stderr } = runJob(inputs, cwd, { onlyNote: false });
    expect(status, stderr).toBe(1);
    expect(stdout).toMatch(/no-wide-port-range/);
    const issues: { check_name: string; description: string; location: { path: string } }[] = JSON.parse(readFileSync(join(cwd, codequality), 'utf8'));
    const wide = issues.filter(({ check_name: rule }) => rule === 'no-wide-port-range');
    expect(wide.map(({ location }) => location.path).sort()).toEqual(['deploy/docker-compose.override.yml', 'docker-compose.yml']);
    expect(wide.map(({ description }) => /\p{Script=Han}/u.test(description))).toEqual([true, true]);
    expect(readFileSync(join(cwd, junit), 'utf8')).toMatch(/<testsuites?[ >][^]*no-wide-port-range[^]*<\/testsuites?>/);
  });

  it('passes where nothing is found, with reports that say so', () => {
    const cwd = deployment({ fixed: true });
    const { status, stderr } = runJob(inputs, cwd, { onlyNote: false });
    expect(status, stderr).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, codequality), 'utf8'))).toEqual([]);
    expect(readFileSync(join(cwd, junit), 'utf8')).not.toMatch(/<failure/);
  });
});
