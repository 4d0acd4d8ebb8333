import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryDirectory } from '../cli/temporary-directory.ts';
import { environmentOf, jobOf, project } from './gitlab.ts';

export interface RanJob {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What npx was given. */
  readonly words: readonly string[];
}

/** In the place of npx: notes what it is given, and hands over to the built program unless it is to do nothing else. */
const npx = `#!/bin/sh
printf '%s\\0' "$@" >"$NOTED_WORDS"
[ -n "$PROGRAM" ] || exit 0
shift 2
exec "$NODE" -- "$PROGRAM" "$@"
`;

/** Runs the script of the component's job in a directory, as a runner does. */
export function runJob(inputs: Readonly<Record<string, unknown>>, cwd: string, { onlyNote }: { readonly onlyNote: boolean }): RanJob {
  const bin = temporaryDirectory({ npx });
  chmodSync(join(bin, 'npx'), 0o755);
  const { job } = jobOf(inputs);
  const noted = join(bin, 'words');
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', job.script.join('\n')], {
    cwd,
    encoding: 'utf8',
    env: {
      ...environmentOf(job),
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      NOTED_WORDS: noted,
      NODE: process.execPath,
      PROGRAM: onlyNote ? '' : join(project, 'dist/zlm-lint.cjs'),
    },
  });
  return { status, stdout, stderr, words: existsSync(noted) ? readFileSync(noted, 'utf8').split('\0').slice(0, -1) : [] };
}
