import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../cli/temporary-directory.ts';

// What the commands try:* have in common.

const tryout = pathToFileURL(join(import.meta.dirname, '../../scripts/tryout.mjs')).href;

/** Takes steps in a process of its own; `signal` comes as soon as the second has begun, to its commands as well, as a terminal sends it. */
async function taken(steps: string, signal: NodeJS.Signals | null): Promise<{ end: number | string | null; out: string; left: string[] }> {
  const temporary = temporaryDirectory();
  const begun = join(temporary, 'begun');
  const script = `import { tryOut, run } from ${JSON.stringify(tryout)}; const begun = ${JSON.stringify(begun)}; await tryOut('try:this', function* (work) { ${steps} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, TMPDIR: temporary }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (out += data.toString()));
  const ended = new Promise<number | string | null>((resolve) => child.on('close', (code, by) => resolve(code ?? by)));
  if (signal !== null) {
    while (!existsSync(begun) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10));
    process.kill(-(child.pid ?? 0), signal);
  }
  return { end: await ended, out, left: readdirSync(temporary).filter((name) => name.startsWith('zlm-lint-')) };
}

const first = "yield ['first', () => {}];";
const last = "yield ['last', () => {}];";

describe.skipIf(process.platform === 'win32')('what is tried out', () => {
  it('is said step by step, and ends with the first that fails', async () => {
    expect(await taken(first + last, null)).toMatchObject({ end: 0, out: 'ok      first\nok      last\ntry:this: passed, 2 steps in 0 s\n', left: [] });
    const { end, out, left } = await taken(`${first} yield ['second', async () => { throw new Error('for a reason'); }]; ${last}`, null);
    expect([end, left]).toEqual([1, []]);
    expect(out).toContain('FAILED  second\nfor a reason\n');
    expect(out).toContain('try:this: failed at step 2\n');
  });

  it.each([
    ['SIGINT', 'while a command is waited for', "run('sh', ['-c', 'echo > ' + begun + '; exec sleep 20'], { cwd: work })"],
    ['SIGINT', 'between commands', "import('node:fs').then((fs) => { fs.writeFileSync(begun, ''); return new Promise((resolve) => setTimeout(resolve, 20000)); })"],
    ['SIGTERM', 'between commands', "import('node:fs').then((fs) => { fs.writeFileSync(begun, ''); return new Promise((resolve) => setTimeout(resolve, 20000)); })"],
  ] as const)('ends at the first %s %s, and leaves nothing behind', async (signal, _when, step) => {
    expect(await taken(`${first} yield ['second', () => ${step}]; ${last}`, signal)).toEqual({ end: signal, out: 'ok      first\ntry:this: interrupted at step 2\n', left: [] });
  });
});
