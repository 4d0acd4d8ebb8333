import type { Finding } from '../model/finding.ts';
import { jsonReason } from '../text/json-reason.ts';

/** Findings that were there when the baseline was written. */
export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the baseline's directory, with `/`. */
  readonly file: string;
  readonly service: string | null;
  /** What stands at the finding's place. */
  readonly text: string;
  readonly count: number;
}

export type BaselineKey = Omit<BaselineEntry, 'count'>;

/** What a finding is known by in a baseline. */
export type KeyOf = (finding: Finding) => BaselineKey;

export const BASELINE_VERSION = 1;

/** Silences as many findings of a project as the baseline has of each; what a comment silences is not counted. */
export function applyBaseline(findings: readonly Finding[], counts: ReadonlyMap<string, number>, keyOf: KeyOf): Finding[] {
  const used = new Map<string, number>();
  return findings.map((finding): Finding => {
    if (finding.suppressed !== null) return finding;
    const key = keyText(keyOf(finding));
    const count = (used.get(key) ?? 0) + 1;
    if (count > (counts.get(key) ?? 0)) return finding;
    used.set(key, count);
    return { ...finding, suppressed: { kind: 'baseline', reason: null, at: null } };
  });
}

/** The entries for all findings that no comment silences; one that several projects share counts as often as in the one that has most. */
export function baselineOf(projects: readonly { readonly findings: readonly Finding[]; readonly keyOf: KeyOf }[]): BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const { findings, keyOf } of projects) {
    const own = new Map<string, BaselineEntry>();
    for (const finding of findings) {
      if (finding.suppressed?.kind === 'comment') continue;
      const key = keyOf(finding);
      own.set(keyText(key), { ...key, count: (own.get(keyText(key))?.count ?? 0) + 1 });
    }
    for (const [key, entry] of own) if ((entries.get(key)?.count ?? 0) < entry.count) entries.set(key, entry);
  }
  const order = ({ file, rule, service, text }: BaselineEntry): string[] => [file, rule, service ?? '', text];
  return [...entries.values()].sort((a, b) => compare(order(a), order(b)));
}

/** The entries of a baseline's text; a sentence's id and data when it is none. */
export function readBaseline(text: string): { readonly entries: readonly BaselineEntry[] } | { readonly id: 'not-json' | 'not-a-baseline' | 'newer-baseline'; readonly data: Readonly<Record<string, string>> } {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { id: 'not-json', data: { reason: jsonReason(error) } };
  }
  if (!isObject(value)) return { id: 'not-a-baseline', data: { where: 'version' } };
  const { version, findings } = value;
  if (typeof version === 'number' && version > BASELINE_VERSION) return { id: 'newer-baseline', data: { version: String(version) } };
  if (version !== BASELINE_VERSION) return { id: 'not-a-baseline', data: { where: 'version' } };
  if (!Array.isArray(findings)) return { id: 'not-a-baseline', data: { where: 'findings' } };
  const wrong = findings.findIndex((entry) => !isEntry(entry));
  return wrong < 0 ? { entries: merged(findings as BaselineEntry[]) } : { id: 'not-a-baseline', data: { where: `findings[${wrong}]` } };
}

/** Two entries of the same are what a merge of two branches leaves. */
function merged(entries: readonly BaselineEntry[]): BaselineEntry[] {
  const known = new Map<string, BaselineEntry>();
  for (const entry of entries) known.set(keyText(entry), { ...entry, count: entry.count + (known.get(keyText(entry))?.count ?? 0) });
  return [...known.values()];
}

export function baselineText(entries: readonly BaselineEntry[]): string {
  const findings = entries.map(({ rule, file, service, text, count }) => ({ rule, file, service, text, count }));
  return `${JSON.stringify({ version: BASELINE_VERSION, findings }, null, 2)}\n`;
}

export function keyText({ rule, file, service, text }: BaselineKey): string {
  return JSON.stringify([rule, file, service, text]);
}

function isEntry(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { rule, file, service, text, count } = value;
  const texts = typeof rule === 'string' && typeof file === 'string' && typeof text === 'string' && (service === null || typeof service === 'string');
  return texts && typeof count === 'number' && Number.isSafeInteger(count) && count > 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((part, at) => part !== b[at]);
  return index < 0 ? 0 : (a[index] ?? '') < (b[index] ?? '') ? -1 : 1;
}
