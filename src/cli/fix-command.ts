import type { Strategy } from '../model/finding.ts';
import { quoted } from '../fix/host.ts';
import type { LintCommandOptions } from './options.ts';

/** The command line that applies the fix that was held back, ready to paste into a POSIX shell. */
export function fixCommand(path: string, strategy: Strategy | null, options: LintCommandOptions, argv: readonly string[]): string {
  const words = ['zlm-lint', '--fix', '--unsafe-fixes'];
  if (strategy !== null && options.strategy !== 'auto') words.push('--strategy', options.strategy);
  if (options.engine !== 'linux') words.push('--engine', options.engine);
  if (options.maxPorts !== 256) words.push('--max-ports', String(options.maxPorts));
  for (const name of options.zlmService) words.push('--zlm-service', name);
  if (!options.backup) words.push('--no-backup');
  if (argv.includes('--')) words.push('--');
  words.push(path.startsWith('-') && path !== '-' ? `./${path}` : path);
  return words.map(quoted).join(' ');
}
