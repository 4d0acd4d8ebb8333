import { execFile } from 'node:child_process';

/** Why the engine could not be asked. */
export type DockerError =
  | { readonly code: 'docker-missing' | 'docker-not-executable'; readonly program: string }
  | { readonly code: 'docker-permission' | 'docker-not-running' | 'docker-failed'; readonly reason: string }
  | { readonly code: 'docker-slow'; readonly command: string; readonly seconds: number };

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
    execFile(program, args, { env, timeout: seconds * 1000, maxBuffer: MOST_BYTES, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error === null) return resolve({ stdout, stderr, ok: true });
      if (error.code === 'ENOENT') return resolve({ code: 'docker-missing', program });
      if (error.code === 'EACCES') return resolve({ code: 'docker-not-executable', program });
      if (error.killed === true) return resolve({ code: 'docker-slow', command: [program, ...args.slice(0, 2)].join(' '), seconds });
      const failure = failureIn(stderr);
      return resolve(failure ?? { stdout, stderr, ok: false });
    });
  });
}

/** What keeps every question from being answered. */
function failureIn(stderr: string): DockerError | null {
  const reason = reasonIn(stderr);
  if (/permission denied/i.test(stderr)) return { code: 'docker-permission', reason };
  if (/cannot connect|is the docker daemon running|no such host|connection refused|error during connect|context .* not found|failed to connect|unable to connect|deadline exceeded/i.test(stderr)) return { code: 'docker-not-running', reason };
  return null;
}

/** The first line of what was said, without its lead. */
export function reasonIn(stderr: string): string {
  const line = stderr.split('\n').find((one) => one.trim() !== '') ?? '';
  return line.replace(/^(?:docker: )?(?:Error(?: response from daemon)?: )?/i, '').trim();
}
