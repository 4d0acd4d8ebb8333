import type { Language } from '../report/language.ts';

/** The language of a run: what `--lang` says, otherwise `ZLM_LINT_LANGUAGE`, a configuration, the locale; otherwise English. */
export function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv, configured: unknown = null): Language {
  for (const asked of [optionValue(argv, '--lang'), env['ZLM_LINT_LANGUAGE'], configured]) if (asked === 'zh' || asked === 'en') return asked;
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '') ?? '';
  return /^zh\b|^zh_/i.test(locale) ? 'zh' : 'en';
}

/** The last value of an option, found before the options are parsed: the help itself is written in that language. */
function optionValue(argv: readonly string[], name: string): string | undefined {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  let value: string | undefined;
  words.forEach((word, index) => {
    if (word.startsWith(`${name}=`)) value = word.slice(name.length + 1);
    else if (word === name) value = words[index + 1];
  });
  return value;
}

/** Machines read English unless the command line asks for another language. */
export function machineLanguage(argv: readonly string[], language: Language): Language {
  return argv.some((word) => word === '--lang' || word.startsWith('--lang=')) ? language : 'en';
}
