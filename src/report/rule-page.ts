import type { Language } from './language.ts';

/** Where the page of a rule lies inside the package. */
export function pagePath(rule: string, language: Language): string {
  return `rules/${rule}/${language === 'zh' ? 'README.zh.md' : 'README.md'}`;
}
