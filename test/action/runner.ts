import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'yaml';
import { runAction } from '../../src/action/action.ts';
import { output } from '../../src/cli/terminal.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';

const project = join(import.meta.dirname, '../..');

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
}

export const actionFile = parse(readFileSync(join(project, 'action.yml'), 'utf8')) as ActionFile;

export interface Step {
  readonly code: number;
  readonly log: string;
  readonly summary: string;
  /** By name; what stands between the lines that end a value. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the action as a runner does: inputs with their defaults as variables, files for outputs and summary, one log for both streams. */
export async function step(workspace: string, inputs: Readonly<Record<string, string>> = {}, more: NodeJS.ProcessEnv = {}): Promise<Step> {
  const temp = temporaryDirectory({ outputs: '', summary: '' });
  const given = { ...Object.fromEntries(Object.entries(actionFile.inputs).map(([name, { default: value }]) => [name, value])), ...inputs };
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: join(temp, 'outputs'),
    GITHUB_STEP_SUMMARY: join(temp, 'summary'),
    RUNNER_TEMP: temp,
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])),
    ...more,
  };
  let log = '';
  const stream = output({ write: (text: string) => void (log += text) }, env);
  const code = await runAction({ cwd: workspace, home: project, env, stdin: Readable.from([]), stdout: stream, stderr: stream }, { version: '9.9.9', homepage: 'https://example.org/zlm-lint' });
  const outputs = Object.fromEntries(Array.from(readFileSync(join(temp, 'outputs'), 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gm), ([, name = '', , value = '']) => [name, value]));
  return { code, log, summary: readFileSync(join(temp, 'summary'), 'utf8'), outputs };
}
