import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Deployment } from '../../../src/model/deployment.ts';
import { inputOf, load } from '../../rules/harness.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { readProjects } from '../../../src/cli/projects.ts';
import { loaded } from './loaded.ts';

/** The variables of the first service, with the text that stands at each place. */
function variables({ services: [service], texts }: Deployment): unknown[] {
  return (service?.environment ?? []).map(({ name, value: { value, at, origin } }) => [name, value, origin === 'written' ? `${at.file}: ${(texts.get(at.file) ?? '').slice(at.start, at.end)}` : origin]);
}

const compose = (rest: string): string => `services:\n  wvp:\n    image: wvp\n${rest}`;

test('env_file adds what environment does not say, the last file first, with places in those files', () => {
  const files = { 'c.yml': compose('    env_file: [a.env, b.env]\n    environment: { A: 1 }\n'), 'a.env': 'A=2\nB=2\nC="2"\n', 'b.env': '# none\nB=3\nexport D=x\\n\n' };
  const deployment = loaded(files, ['c.yml']);
  expect(variables(deployment)).toEqual([['A', '1', 'c.yml: 1'], ['B', '3', 'b.env: 3'], ['D', 'x\\n', 'b.env: x\\n'], ['C', '2', 'a.env: 2']]);
  expect(deployment.services[0]?.unseenEnvironment).toBeNull();
});

test('what a variable of env_file stands for is not known where it depends on others', () => {
  const files = { 'c.yml': compose('    env_file: a.env\n'), 'a.env': 'A=${HOST}\nB=\n' };
  expect(variables(loaded(files, ['c.yml']))).toEqual([['B', '', 'a.env: '], ['A', { unknown: 'A' }, 'derived']]);
});

test('a variable without a value is that of whoever runs Compose', () => {
  expect(variables(loaded({ 'c.yml': compose('    environment: [A, B=]\n') }, ['c.yml'])).map((one) => (one as unknown[])[1])).toEqual([{ unknown: 'A' }, '']);
  expect(variables(loaded({ 'c.yml': compose('    environment: { A: , B: "" }\n') }, ['c.yml'])).map((one) => (one as unknown[])[1])).toEqual([{ unknown: 'A' }, '']);
});

test('an env_file that is not at hand may set anything, unless it may be missing', () => {
  const unseen = (rest: string): unknown => loaded({ 'c.yml': compose(rest) }, ['c.yml']).services[0]?.unseenEnvironment?.value ?? null;
  expect(unseen('    env_file: a.env\n')).toEqual({ unknown: 'a.env' });
  expect(unseen('    env_file: [{ path: a.env, required: false }]\n')).toBeNull();
});

test('--env-file is read line by line, with nothing quoted', async () => {
  const cwd = temporaryDirectory({ 'a.env': '\uFEFFA=2\nB="2" # x\r\n # no\n  C=\nD\n=e\n' });
  writeFileSync(join(cwd, 'start.sh'), `docker run -e A=1 --env-file ${cwd}/a.env zlmediakit/zlmediakit:master\n`);
  const options = { cwd, env: {}, maxBytes: 1000, stdinFilename: null, stdin: (async function* () {})(), include: [], files: [], envFiles: [], profiles: [], projectDirectory: null, processEnv: false, allowOutside: false };
  const { projects: [project] } = await readProjects(['start.sh'], options);
  expect(project === undefined ? [] : variables(project.load(project.texts))).toEqual([
    ['A', '1', expect.anything()], ['B', '"2" # x', 'a.env: "2" # x'], ['C', '', 'a.env: '], ['D', { unknown: 'D' }, 'derived'],
  ]);
  const alone = load(await inputOf('docker run --env-file none.env zlmediakit/zlmediakit:master\n', {}, 'x.sh'));
  expect(alone.services[0]?.unseenEnvironment?.value).toEqual({ unknown: 'none.env' });
});
