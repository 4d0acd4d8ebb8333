/** The world around a run, so that it can be tested without a process. */
export interface Terminal {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
}

export interface Output {
  readonly write: (text: string) => void;
  /** Display columns of a line. */
  readonly width: number;
  /** Whether to colour; `asked` is what `--color` or `--no-color` says. */
  readonly colors: (asked: boolean | undefined) => boolean;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const DEFAULT_WIDTH = 80;
/** Longer lines are hard to read. */
const MOST_WIDTH = 120;

export function output(stream: Stream, env: NodeJS.ProcessEnv): Output {
  return {
    write: (text) => void stream.write(text),
    width: Math.max(40, Math.min(MOST_WIDTH, stream.columns ?? DEFAULT_WIDTH)),
    colors: (asked) => {
      if (asked !== undefined) return asked;
      if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
      if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '') return env['FORCE_COLOR'] !== '0';
      return stream.isTTY === true && env['TERM'] !== 'dumb';
    },
  };
}
