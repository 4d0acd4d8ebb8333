import { execFile } from 'node:child_process';

/** Why the engine could not be asked. */
export type DockerError =
  | { readonly code: 'docker-missing' | 'docker-not-executable'; readonly program: string }
  | { readonly code: 'docker-permission' | 'docker-not-running' | 'docker-failed'; readonly reason: string }
  | { readonly code: 'docker-slow'; readonly command: string; readonly seconds: number }
  /** It answered, but not with what was asked for. */
  | { readonly code: 'docker-unreadable'; readonly command: string };

export interface DockerAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly ok: boolean;
}

/** An engine that removes thousands of ports may be silent for a while. */
const MOST_SECONDS = 60;
/** A container with every port published takes 20 MB of JSON. */
const MOST_BYTES = 512 * 2 ** 20;

/** The command `docker`: only what reads is asked of it, without a shell. */
export class Docker {
  readonly program: string;

  constructor(private readonly env: NodeJS.ProcessEnv, private readonly seconds = MOST_SECONDS) {
    this.program = env['DOCKER_CLI'] === undefined || env['DOCKER_CLI'] === '' ? 'docker' : env['DOCKER_CLI'];
  }

  async ask(...args: readonly string[]): Promise<DockerAnswer | DockerError> {
    return answer(this.program, args, { env: this.env, seconds: this.seconds });
  }
}

/** What a program prints; a failure of its own is an answer. */
export async function answer(program: string, args: readonly string[], { env, seconds }: { readonly env: NodeJS.ProcessEnv; readonly seconds: number }): Promise<DockerAnswer | DockerError> {
  return new Promise((resolve) => {
    // A signal that it may catch would let a program end well and say nothing.
    const child = execFile(program, args, { env, timeout: seconds * 1000, killSignal: 'SIGKILL', maxBuffer: MOST_BYTES, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') return resolve({ code: 'docker-missing', program });
      if (error?.code === 'EACCES') return resolve({ code: 'docker-not-executable', program });
      if (error?.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return resolve({ code: 'docker-failed', reason: error.message });
      if (child.killed || error?.killed === true) return resolve({ code: 'docker-slow', command: commandLine(program, args), seconds });
      if (error === null) return resolve({ stdout, stderr, ok: true });
      return resolve(failureIn(stderr) ?? { stdout, stderr, ok: false });
    });
  });
}

/** The program and its verb, as a sentence names them. */
export function commandLine(program: string, args: readonly string[]): string {
  const flag = args.findIndex((word) => word.startsWith('-'));
  return [program, ...args.slice(0, flag < 0 ? args.length : flag)].join(' ');
}

/** What keeps every question from being answered. */
function failureIn(stderr: string): DockerError | null {
  const said = linesIn(stderr).join('\n');
  const reason = reasonIn(stderr);
  if (/permission denied while trying to connect|dial unix \S+: connect: permission denied/i.test(said)) return { code: 'docker-permission', reason };
  if (/cannot connect|is the docker daemon running|no such host|connection refused|error during connect|context .* not found|failed to connect|unable to connect|deadline exceeded/i.test(said)) return { code: 'docker-not-running', reason };
  return null;
}

/** The first line of what was said, without its lead. */
export function reasonIn(stderr: string): string {
  const [line = ''] = linesIn(stderr);
  return line.replace(/^(?:docker: )?(?:Error(?: response from daemon)?: )?/i, '').trim();
}

/** A warning is no reason: docker warns of a configuration that it may not read, and goes on. */
function linesIn(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line.trim() !== '' && !/^\s*(?:time="[^"]*" level=)?warn(?:ing)?\b/i.test(line));
}
