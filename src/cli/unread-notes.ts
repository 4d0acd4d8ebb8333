import type { Deployment } from '../model/deployment.ts';
import { LineCache } from '../report/line-cache.ts';
import type { Language } from '../report/language.ts';
import { say } from '../report/sentences.ts';
import { secretsOf } from '../report/without-secrets.ts';

/** What belongs to a deployment and was not read, where it is referred to. */
export function unreadNotes(deployment: Deployment, language: Language): string[] {
  const { file, texts, unread } = deployment;
  const lines = new LineCache(texts);
  return unread.map((remark) => {
    const place = remark.at === null ? file : `${remark.at.file}:${lines.position(remark.at.file, remark.at.start).line}`;
    return `${place}: ${say(secretsOf(deployment).words(remark), language)}`;
  });
}
