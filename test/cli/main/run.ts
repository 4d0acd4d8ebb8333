import { join } from 'node:path';
import { Readable } from 'node:stream';
import { main } from '../../../src/cli/main.ts';
import { output, type Terminal } from '../../../src/cli/terminal.ts';

export interface World {
  readonly cwd: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
  /** Both outputs are terminals. */
  readonly tty?: boolean;
  /** Both outputs go into files. */
  readonly file?: boolean;
  readonly columns?: number;
  /** Where the package lies, when not here. */
  readonly home?: string;
  /** What the host says of itself. */
  readonly hostFiles?: Terminal['hostFiles'];
  /** What cannot hold ZLMediaKit is loaded, too. */
  readonly readsAll?: boolean;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const project = join(import.meta.dirname, '../../..');

/** Runs the program in a world of its own: no process, no environment but the given one. */
export async function run(args: readonly string[], { cwd, stdin = '', env = {}, tty = false, file = false, columns, home = project, hostFiles, readsAll = false }: World): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => {
    const write = (text: string): void => void (written[name] += text);
    return output({ write, isTTY: tty, isFile: file, ...(columns === undefined ? {} : { columns }) }, env);
  };
  const code = await main({ argv: args, cwd, home, env, stdin: Readable.from([stdin]), stdout: stream('stdout'), stderr: stream('stderr'), ...(hostFiles === undefined ? {} : { hostFiles }), readsAll }, { version: '9.9.9', homepage: 'https://example.org/zlm-lint' });
  return { code, ...written };
}

/** The published contract, as far as tests look into it. */
export interface JsonReport {
  readonly version: number;
  readonly files: readonly { readonly path: string; readonly form: string; readonly findings: readonly JsonFinding[]; readonly fixed: number }[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly summary: Readonly<Record<string, number>>;
}

export interface JsonFinding {
  readonly rule: string;
  readonly messageId: string;
  readonly message: string;
  readonly severity: string;
  readonly service: string | null;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly fix: JsonFix | null;
  readonly notFixed: { readonly message: string } | null;
}

export interface JsonFix {
  readonly title: string;
  readonly safety: string;
  readonly strategy: string | null;
  readonly edits: readonly { readonly path: string; readonly start: number; readonly end: number; readonly text: string }[];
}

export async function report(args: readonly string[], world: World): Promise<{ readonly code: number; readonly json: JsonReport; readonly stderr: string }> {
  const { code, stdout, stderr } = await run(['--format', 'json', ...args], world);
  return { code, json: JSON.parse(stdout) as JsonReport, stderr };
}
