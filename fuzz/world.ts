import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report } from '../src/report/contract.ts';
import { run, type Ran } from '../test/cli/main/run.ts';
import type { Input } from './input.ts';

/** An invariant that an input breaks. */
export class Broken extends Error {
  constructor(readonly invariant: string, readonly says: string) {
    super(`${invariant}: ${says}`);
  }
}

/** A directory in which the program works, in this process. */
export class World {
  readonly directory: string;
  private written = new Map<string, Buffer>();

  /** `began` is told when the program starts and when it has ended, so that someone can watch the time. */
  constructor(within: string, private readonly home: string, private readonly began: (running: boolean) => void = () => undefined) {
    this.directory = realpathSync(mkdtempSync(join(within, 'zlm-lint-fuzz-')));
    // Nobody's configuration further up, and nobody's repository.
    mkdirSync(join(this.directory, '.git'));
  }

  put(files: Input['files']): void {
    if (this.written.size > 0) this.clear();
    for (const [name, bytes] of files) {
      const path = join(this.directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    }
    this.written = new Map(files);
  }

  private clear(): void {
    for (const name of readdirSync(this.directory)) if (name !== '.git') rmSync(join(this.directory, name), { recursive: true, force: true });
  }

  /** All that lies there now. */
  files(): Map<string, Buffer> {
    const names = readdirSync(this.directory, { recursive: true, encoding: 'utf8' }).filter((name) => !/^\.git(?:\/|$)/.test(name) && statSync(join(this.directory, name)).isFile());
    return new Map(names.sort().map((name) => [name, readFileSync(join(this.directory, name))]));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Runs the program. @throws Broken when it crashes */
  async run(words: readonly string[], options: readonly string[], paths: readonly string[]): Promise<Ran> {
    // A name that begins with a hyphen is a name.
    const end = paths.includes('-f') || paths.length === 0 ? paths : ['--', ...paths];
    this.began(true);
    try {
      const ran = await run([...words, '--no-config', ...options, ...end], { cwd: this.directory, home: this.home });
      const stack = /\n\s+at .*:\d+:\d+\)?$/m.exec(ran.stderr);
      if (stack !== null) throw new Broken('crash', ran.stderr.slice(0, 2000));
      if (![0, 1, 2].includes(ran.code)) throw new Broken('crash', `exit code ${ran.code}`);
      return ran;
    } catch (error) {
      if (error instanceof Broken) throw error;
      throw new Broken('crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      this.began(false);
    }
  }

  async report(words: readonly string[], { options, paths }: Pick<Input, 'options' | 'paths'>): Promise<Report> {
    const { stdout, stderr } = await this.run(['--format', 'json', ...words], options, paths);
    if (stdout === '' && stderr !== '') throw new Broken('refused', stderr);
    try {
      return JSON.parse(stdout) as Report;
    } catch {
      throw new Broken('forms', `json: ${stdout.slice(0, 200)}`);
    }
  }
}
