import { CommanderError } from 'commander';
import type { Language } from '../report/language.ts';
import { BadOption } from './options.ts';
import { sayError } from './sentences.ts';

/** One line for a command line that cannot be read. @throws what is no such error */
export function requestError(error: unknown, language: Language): string {
  if (error instanceof BadOption) {
    const none = error.code === 'unknown-rule' ? sayError('see-rules', {}, language) : '';
    return sayError(error.code, { ...error.data, hint: error.near === null ? none : sayError('hint', { option: error.near }, language) }, language);
  }
  if (!(error instanceof CommanderError)) throw error;
  const [option = ''] = /'([^']*)'/.exec(error.message)?.slice(1) ?? [];
  const name = option.split(' ')[0] ?? option;
  const suggestion = /Did you mean (\S+)\?/.exec(error.message)?.[1];
  const hint = suggestion === undefined ? '' : sayError('hint', { option: suggestion }, language);
  const told =
    error.code === 'commander.unknownOption'
      ? sayError('unknown-option', { option, hint }, language)
      : error.code === 'commander.optionMissingArgument'
        ? sayError('missing-value', { option: name }, language)
        : error.code === 'commander.excessArguments'
          ? sayError('too-many-words', { command: option }, language)
          : sayError('bad-request', { reason: error.message.replace(/^error: /, '').replace(/\.$/, '') }, language);
  const help = sayError('see-help', {}, language);
  if (/[?？]$/.test(told)) return language === 'zh' ? told + help : `${told} ${help}`;
  return language === 'zh' ? `${told}。${help}` : `${told}. ${help}`;
}
