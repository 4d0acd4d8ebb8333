import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';

const SERVICE = 'services:\n  a:\n    image: x\n    network_mode: "container:${COMPOSE_PROJECT_NAME}"\n';
const UNKNOWN = { unknown: 'container:${COMPOSE_PROJECT_NAME}' };

interface Listed {
  readonly services: readonly { readonly networkMode: unknown }[];
}

/** The network mode in the project of these files, which lie in a directory `My.Proj_1`. */
async function modeOf(files: Readonly<Record<string, string>>, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const cwd = join(temporaryDirectory(), 'My.Proj_1');
  mkdirSync(cwd);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const { stdout } = await run(['ports', '--format', 'json', ...args], { cwd, env });
  return (JSON.parse(stdout) as Listed).services[0]?.networkMode;
}

// Every known name was answered by Docker Compose 2.40.3.
describe('COMPOSE_PROJECT_NAME', () => {
  it.each<[string, Readonly<Record<string, string>>, unknown, unknown]>([
    ['of the directory', { 'compose.yml': SERVICE }, UNKNOWN, 'container:myproj_1'],
    ['of the file', { 'compose.yml': `name: zlm\n${SERVICE}` }, 'container:zlm', 'container:zlm'],
    ['by a default', { 'compose.yml': `name: \${N:-zlm}\n${SERVICE}` }, 'container:zlm', 'container:foo'],
    ['by a variable', { 'compose.yml': `name: \${N}\n${SERVICE}` }, UNKNOWN, 'container:foo'],
    ['of the last document', { 'compose.yml': `name: zlm\n${SERVICE}---\nname: second\n` }, 'container:second', 'container:second'],
    ['of the override', { 'compose.yml': `name: zlm\n${SERVICE}`, 'compose.override.yml': 'name: over\n' }, 'container:over', 'container:over'],
    ['of .env', { 'compose.yml': `name: zlm\n${SERVICE}`, '.env': 'COMPOSE_PROJECT_NAME=dot\n' }, 'container:dot', 'container:dot'],
    ['of .env, empty', { 'compose.yml': `name: zlm\n${SERVICE}`, '.env': 'COMPOSE_PROJECT_NAME=\n' }, 'container:zlm', 'container:zlm'],
    ['by itself', { 'compose.yml': `name: \${COMPOSE_PROJECT_NAME}x\n${SERVICE}` }, UNKNOWN, 'container:x'],
    ['in an included file', { 'compose.yml': 'name: zlm\ninclude: [b.yml]\n', 'b.yml': `name: other\n${SERVICE}` }, 'container:zlm', 'container:zlm'],
  ])('%s', async (name, files, alone, withProcess) => {
    expect(await modeOf(files, [])).toEqual(alone);
    expect(await modeOf(files, ['--process-env'], name.startsWith('by a') ? { N: 'Foo' } : {})).toEqual(withProcess);
  });

  it('of the process, before all others', async () => {
    const files = { 'compose.yml': `name: zlm\n${SERVICE}`, '.env': 'COMPOSE_PROJECT_NAME=dot\n' };
    expect(await modeOf(files, ['--process-env'], { COMPOSE_PROJECT_NAME: 'envname' })).toBe('container:envname');
    expect(await modeOf(files, ['--process-env'], { COMPOSE_PROJECT_NAME: '' })).toBe('container:zlm');
  });

  it('is no place to edit', async () => {
    const text = 'name: bridge\nservices:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    network_mode: ${COMPOSE_PROJECT_NAME}\n    ports: ["80:80"]\n';
    const { stdout } = await run(['--diff', '--unsafe-fixes', 'compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': text }) });
    expect(stdout).toBe('');
  });
});
