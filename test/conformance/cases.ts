import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { output } from '../../src/cli/terminal.ts';

const folder = join(resolve(process.env['ZLM_LINT_SHARED'] ?? '../shared'), 'conformance');

/** One port or range as the cases write it. */
export interface Row {
  readonly hostIp?: string;
  readonly hostStart: number | null;
  readonly hostEnd: number | null;
  readonly containerStart: number;
  readonly containerEnd: number;
  readonly protocol: string;
  readonly mode?: string;
}

export interface PortsCase {
  readonly id: string;
  readonly syntax: 'short' | 'long' | 'run';
  readonly input: unknown;
  readonly stage?: string;
  readonly expect: readonly Row[] | { readonly error: true };
  readonly alsoAcceptable?: readonly (readonly Row[])[];
}

export interface PortsReport {
  readonly services: readonly {
    readonly name: string | null;
    readonly image: unknown;
    readonly networkMode: unknown;
    readonly networks: readonly string[];
    readonly expose: readonly string[];
    readonly args?: readonly unknown[];
    readonly publishAll?: boolean;
    readonly tool?: string;
    readonly verb?: string;
    readonly ports: readonly { hostIp: string; host: { from: number; to: number } | null; container: { from: number; to: number }; protocol: string; mode: string | null }[];
  }[];
  readonly errors: readonly unknown[];
}

const root = mkdtempSync(join(tmpdir(), 'zlm-lint-conformance-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

/** Runs the program in a directory with these files and nothing else. */
export async function run(files: Readonly<Record<string, string>>, args: readonly string[], options: { env?: Readonly<Record<string, string>>; cwd?: string } = {}): Promise<{ code: number; stdout: string }> {
  const directory = join(root, String(count++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  let stdout = '';
  const code = await main(
    {
      argv: args,
      cwd: join(directory, options.cwd ?? '.'),
      home: directory,
      env: options.env ?? {},
       
      stdin: (async function* () {})(),
      stdout: output({ write: (text) => void (stdout += text) }, {}),
      stderr: output({ write: () => undefined }, {}),
    },
    { version: '0.0.0', homepage: '' },
  );
  return { code, stdout };
}

export function rowsOf(ports: PortsReport['services'][number]['ports']): Row[] {
  return ports.map(({ hostIp, host, container, protocol, mode }) => ({
    hostIp,
    hostStart: host?.from ?? null,
    hostEnd: host?.to ?? null,
    containerStart: container.from,
    containerEnd: container.to,
    protocol,
    ...(mode === null ? {} : { mode }),
  }));
}

/** The cases are at hand where they were shared. */
export const present = existsSync(folder);

type Same = (a: unknown, b: unknown) => boolean;
export const { same, passes } = present ? ((await import(pathToFileURL(join(folder, 'compare.mjs')).href)) as { same: Same; passes: Same }) : { same: () => false, passes: () => false };

export function read<Case>(name: string): Case[] {
  return present ? (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Case[]) : [];
}
