import { spawn } from 'node:child_process';

/** Runs a program to its end: what it printed, or an error that says in one line what it complained of. */
export function start(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => (stdout += text));
    child.stderr.on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(stdout.trim());
      const said = (stderr.trim() || stdout.trim()).split('\n').at(-1);
      const error = new Error(`${file.split('/').at(-1)} ${args[0]}: ${said || `ended with ${code ?? signal}`}`);
      reject(Object.assign(error, { code, stdout, stderr }));
    });
  });
}

export const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** How many seconds something takes, and what comes of it. */
export async function timed(act) {
  const began = process.hrtime.bigint();
  const result = await act();
  return { seconds: Number(process.hrtime.bigint() - began) / 1e9, result };
}
