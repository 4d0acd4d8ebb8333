import type { Deployment } from '../model/deployment.ts';
import { LineCache } from '../report/line-cache.ts';
import type { Language } from '../report/language.ts';
import { say } from '../report/sentences.ts';

/** What belongs to a deployment and was not read, where it is referred to. */
export function unreadNotes({ file, texts, unread }: Deployment, language: Language): string[] {
  const lines = new LineCache(texts);
  return unread.map((remark) => {
    const place = remark.at === null ? file : `${remark.at.file}:${lines.position(remark.at.file, remark.at.start).line}`;
    return `${place}: ${say(remark, language)}`;
  });
}
