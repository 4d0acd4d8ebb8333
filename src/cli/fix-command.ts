import type { Strategy } from '../model/finding.ts';
import { quotedToShow } from '../text/quoted.ts';
import { masked } from '../text/secrets.ts';
import type { EngineOptions, WorkOptions, SharedOptions } from './options.ts';

/** How this run was started. */
export interface Started {
  readonly options: WorkOptions;
  readonly argv: readonly string[];
  /** The command line that was given as arguments. */
  readonly line: readonly string[] | null;
  /** In place of `--unsafe-fixes`. */
  readonly how?: readonly string[];
}

/** The command line that applies the fix that was held back, ready to paste into a POSIX shell. */
export function fixCommand(path: string, strategy: Strategy | null, { options, argv, line, how = ['--unsafe-fixes'] }: Started): string {
  const words = ['zlm-lint', ...(line === null ? [] : ['run']), '--fix', ...how];
  // What the environment or a configuration says holds for the next run, too.
  const given = (attribute: keyof WorkOptions): boolean => options.given.has(attribute);
  if (strategy !== null && given('strategy') && options.strategy !== 'auto') words.push('--strategy', options.strategy);
  words.push(...engineWords(options));
  if (given('maxPorts')) words.push('--max-ports', String(options.maxPorts));
  for (const { id, severity } of options.rule) words.push('--rule', severity === null ? id : `${id}=${severity}`);
  if (options.only.length > 0) words.push('--only', options.only.join(','));
  if (options.skip.length > 0) words.push('--skip', options.skip.join(','));
  words.push(...readingWords(options));
  if (given('baseline')) words.push('--baseline', String(options.baseline));
  if (given('backup')) words.push('--no-backup');
  if (line !== null) return [...words.map(quotedToShow), '--', masked(line.map(quotedToShow).join(' '))].join(' ');
  return [...words, ...pathWords(path, options, argv)].map(quotedToShow).join(' ');
}

/** How a run was started that reads the same files. */
interface Read {
  readonly options: EngineOptions & SharedOptions & { readonly streams: number };
  readonly argv: readonly string[];
}

/** The command line that compares what each strategy costs; `null` for what is no file. */
export function costCommandLine(path: string, { options, argv, line }: Started): string | null {
  if (line !== null || path === '-') return null;
  return lineOf(['cost'], path, { options, argv });
}

/** The command line that applies a strategy, or says why it does not; `null` for what is no file. */
export function strategyCommand(path: string, strategy: Strategy, read: Read): string | null {
  return path === '-' ? null : lineOf(['--fix', '--strategy', strategy], path, read);
}

function lineOf(words: readonly string[], path: string, { options, argv }: Read): string {
  return ['zlm-lint', ...words, ...engineWords(options), ...readingWords(options), ...pathWords(path, options, argv)].map(quotedToShow).join(' ');
}

function engineWords(options: Read['options']): string[] {
  const flags = [['engine', '--engine'], ['engineVersion', '--engine-version'], ['userlandProxy', '--userland-proxy'], ['firewall', '--firewall'], ['hugePages', '--huge-pages'], ['ipv6', '--ipv6'], ['streams', '--streams']] as const;
  return flags.flatMap(([attribute, flag]) => (options.given.has(attribute) ? [flag, String(options[attribute])] : []));
}

/** What decides what is read. */
function readingWords(options: SharedOptions): string[] {
  const { given, zlmService, envFile, profile, projectDirectory, processEnv, allowOutside, config } = options;
  return [
    ...(given.has('zlmService') ? zlmService.flatMap((name) => ['--zlm-service', name]) : []),
    ...envFile.flatMap((file) => ['--env-file', file]),
    ...(given.has('profile') ? profile.flatMap((name) => ['--profile', name]) : []),
    ...(projectDirectory === undefined ? [] : ['--project-directory', projectDirectory]),
    ...(processEnv === true ? ['--process-env'] : []),
    ...(allowOutside === true ? ['--allow-outside'] : []),
    ...(typeof config === 'string' ? ['--config', config] : given.has('config') ? ['--no-config'] : []),
  ];
}

function pathWords(path: string, { file }: SharedOptions, argv: readonly string[]): string[] {
  if (file.length > 0) return file.flatMap((one) => ['-f', one]);
  return [...(argv.includes('--') ? ['--'] : []), path.startsWith('-') && path !== '-' ? `./${path}` : path];
}
