import type { Assessed } from '../model/finding.ts';
import type { Remark } from '../model/source.ts';
import type { Language } from './language.ts';
import { say } from './sentences.ts';

/** What may be done about a finding, in one sentence; `null` where there is nothing to say. `tell` says why there is no fix. */
export function fixWords({ fix, notFixed }: Pick<Assessed, 'fix' | 'notFixed'>, language: Language, tell: (why: Remark) => string = (why) => say(why, language)): string | null {
  if (fix !== null) return say({ id: `report.fix-${fix.safety}`, data: { title: say(fix.title, language) } }, language);
  if (notFixed === null) return null;
  return say({ id: notFixed.steps === undefined ? 'report.no-fix' : 'report.no-fix-by-hand', data: { why: tell(notFixed) } }, language);
}

/** A finding and its remedy, a sentence or more each. */
export function findingAndRemedy(found: Assessed & { readonly message: string }, language: Language): string[] {
  const remedy = fixWords(found, language);
  return remedy === null ? [found.message] : [found.message, remedy];
}
