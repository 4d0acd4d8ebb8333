import { quoted } from '../fix/form-words.ts';
import type { Strategy } from '../model/finding.ts';
import type { LintCommandOptions } from './options.ts';

/** The command line that applies the fix that was held back, ready to paste into a POSIX shell. */
export function fixCommand(path: string, strategy: Strategy | null, options: LintCommandOptions, argv: readonly string[], line: readonly string[] | null): string {
  const words = ['zlm-lint', ...(line === null ? [] : ['run']), '--fix', '--unsafe-fixes'];
  // What the environment or a configuration says holds for the next run, too.
  const given = (attribute: keyof LintCommandOptions): boolean => options.given.has(attribute);
  if (strategy !== null && given('strategy') && options.strategy !== 'auto') words.push('--strategy', options.strategy);
  for (const [attribute, flag] of [['engine', '--engine'], ['engineVersion', '--engine-version'], ['userlandProxy', '--userland-proxy'], ['streams', '--streams'], ['maxPorts', '--max-ports']] as const) {
    if (given(attribute)) words.push(flag, String(options[attribute]));
  }
  for (const { id, severity } of options.rule) words.push('--rule', severity === null ? id : `${id}=${severity}`);
  if (options.only.length > 0) words.push('--only', options.only.join(','));
  if (options.skip.length > 0) words.push('--skip', options.skip.join(','));
  if (given('zlmService')) for (const name of options.zlmService) words.push('--zlm-service', name);
  for (const file of options.envFile) words.push('--env-file', file);
  if (given('profile')) for (const profile of options.profile) words.push('--profile', profile);
  if (options.projectDirectory !== undefined) words.push('--project-directory', options.projectDirectory);
  if (options.processEnv === true) words.push('--process-env');
  if (options.allowOutside === true) words.push('--allow-outside');
  if (given('baseline')) words.push('--baseline', String(options.baseline));
  if (given('backup')) words.push('--no-backup');
  if (typeof options.config === 'string') words.push('--config', options.config);
  else if (given('config')) words.push('--no-config');
  if (line !== null) return [...words, '--', ...line].map(quoted).join(' ');
  if (options.file.length > 0) return [...words, ...options.file.flatMap((file) => ['-f', file])].map(quoted).join(' ');
  if (argv.includes('--')) words.push('--');
  words.push(path.startsWith('-') && path !== '-' ? `./${path}` : path);
  return words.map(quoted).join(' ');
}
