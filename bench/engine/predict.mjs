import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { release } from './release.mjs';
import { start } from './start.mjs';

const program = new URL('../../dist/zlm-lint.cjs', import.meta.url).pathname;

/** What the program itself says this costs on this engine; `note` says why it says nothing. */
export async function predict(files, { version, userlandProxy, firewall, hugePages, families }, cwd) {
  const engine = ['--engine-version', release(version), '--userland-proxy', userlandProxy ? 'on' : 'off', '--firewall', firewall, '--huge-pages', hugePages, '--ipv6', families === 1 ? 'off' : 'on'];
  try {
    return sumOf(JSON.parse(await start(process.execPath, [program, 'cost', '--format', 'json', ...engine, ...files], { cwd })));
  } catch (error) {
    // A command that finds something to say by its exit code has printed its JSON all the same.
    try {
      return sumOf(JSON.parse(error.stdout));
    } catch {
      return { now: null, note: `zlm-lint cost says nothing: ${(error.stderr?.trim() || error.message).split('\n')[0]}` };
    }
  }
}

export async function predictRun(options, engine) {
  const folder = mkdtempSync(join(tmpdir(), 'zlm-lint-predict-'));
  try {
    writeFileSync(join(folder, 'run.sh'), `docker run -d ${options.join(' ')} zlmediakit/zlmediakit:master\n`);
    return await predict(['run.sh'], engine, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All services of a deployment together. Each starts and stops by itself, so their seconds add up. */
export function sumOf({ model, services }) {
  if (services.length === 0) return { now: null, note: 'zlm-lint cost found no service' };
  const add = (pick) => services.reduce((sum, { now }) => sum + pick(now), 0);
  return {
    model: model?.version ?? null,
    now: {
      pairs: add((now) => now.pairs),
      processes: add((now) => now.processes),
      firewallRules: services.some(({ now }) => now.firewallRules === null) ? null : add((now) => now.firewallRules),
      memory: { total: add((now) => now.memory.total), processes: add((now) => now.memory.processes), kernel: add((now) => now.memory.kernel) },
      startSeconds: add((now) => now.startSeconds),
      stopSeconds: add((now) => now.stopSeconds),
      extrapolated: services.some(({ now }) => now.extrapolated),
    },
  };
}
