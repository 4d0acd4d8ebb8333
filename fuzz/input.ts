/** What zlm-lint is shown: the files of a directory, and the words of the command line. */
export interface Input {
  readonly files: ReadonlyMap<string, Buffer>;
  /** Options that decide what is found and fixed. */
  readonly options: readonly string[];
  /** `-f` and its files, or paths; without them the project of the directory. */
  readonly paths: readonly string[];
}

/** Every way of working that changes more than words. */
export const OPTIONS: readonly (readonly string[])[] = [
  [],
  ['--unsafe-fixes'],
  ['--unsafe-fixes', '--strategy', 'host'],
  ['--unsafe-fixes', '--strategy', 'minimal'],
  ['--strategy', 'host'],
  ['--strategy', 'minimal', '--streams', '7'],
  ['--engine', 'desktop', '--unsafe-fixes'],
  ['--engine', 'podman', '--unsafe-fixes'],
  ['--max-ports', '1', '--unsafe-fixes'],
  ['--profile', '*', '--unsafe-fixes'],
  ['--lang', 'zh', '--unsafe-fixes'],
];

export function textsOf(files: Input['files']): Map<string, string> {
  return new Map([...files].map(([name, bytes]) => [name, bytes.toString('utf8')]));
}

export function sizeOf({ files, options, paths }: Input): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes.length + 20, 0) + [...options, ...paths].join(' ').length;
}

export function isYaml(name: string): boolean {
  return /\.(?:ya?ml|json)$/.test(name);
}

export function isIni(name: string): boolean {
  return /\.(?:ini|env|conf)$|(?:^|\/)\.env/.test(name);
}
