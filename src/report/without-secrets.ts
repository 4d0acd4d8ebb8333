import type { Deployment } from '../model/deployment.ts';
import type { Assessed, Finding, Fix, NotFixed } from '../model/finding.ts';
import type { SourceRange, WordData, Words } from '../model/source.ts';
import type { Passages } from '../text/passages.ts';
import { isSecretName } from '../text/secret-names.ts';
import { secretPassages } from '../text/secret-passages.ts';
import type { Span } from '../text/secret-values.ts';
import { masked, secretsIn } from '../text/secrets.ts';
import type { FileReport } from './run-report.ts';

/** The report with stars for secrets in everything that is told of its findings. What a fix writes, and the texts themselves, are what they were. */
export function withoutSecrets(report: FileReport): FileReport {
  const { deployment, left, applied, dropped } = report;
  if (left.length + applied.length + dropped.length === 0) return report;
  const secrets = secretsOf(deployment);
  const fixes = new Map<Fix, Fix>();
  const fixOf = (fix: Fix): Fix => {
    const known = fixes.get(fix) ?? secrets.fix(fix);
    fixes.set(fix, known);
    return known;
  };
  const assessedOf = ({ finding, fix, notFixed }: Assessed): Assessed => ({ finding: secrets.finding(finding), fix: fix === null ? null : fixOf(fix), notFixed: notFixed === null ? null : secrets.notFixed(notFixed) });
  const appliedOf = <Done extends { readonly fix: Fix; readonly findings: readonly Finding[] }>(one: Done): Done => ({ ...one, fix: fixOf(one.fix), findings: one.findings.map((finding) => secrets.finding(finding)) });
  return { ...report, left: left.map(assessedOf), applied: applied.map(appliedOf), dropped: dropped.map((one) => ({ ...appliedOf(one), why: secrets.words(one.why) })) };
}

const known = new WeakMap<Deployment, Secrets>();

/** The secrets of a deployment, looked for when somebody first asks. */
export function secretsOf(deployment: Deployment): Secrets {
  const secrets = known.get(deployment) ?? new Secrets(deployment);
  known.set(deployment, secrets);
  return secrets;
}

/** Longer places are whole services and files. */
const MOST_PLACE = 10_000;

/** What a deployment's texts hold that nobody is told. */
export class Secrets {
  private found: Passages | null = null;
  private readonly spans = new Map<string, readonly Span[]>();

  constructor(private readonly deployment: Deployment) {}

  /** A text out of a file, such as a mapping or a name: values that its files call secret are stars, and so is what is secret by the text itself. */
  text(text: string): string {
    return this.values().masked(masked(text));
  }

  /** Every text of what is to be printed as JSON. */
  json(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((one) => this.json(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.json(one)]));
  }

  /** Words about a place; of a place inside a secret they tell no part of it. */
  words<Some extends Words & { readonly at?: SourceRange | null }>(words: Some): Some {
    return words.data === undefined ? words : { ...words, data: this.data(words.data, words.at ?? null) };
  }

  finding(finding: Finding): Finding {
    const { data, at, suppressed } = finding;
    return {
      ...finding,
      ...(data === undefined ? {} : { data: this.data(data, at) }),
      suppressed: suppressed === null || suppressed.reason === null ? suppressed : { ...suppressed, reason: this.text(suppressed.reason) },
    };
  }

  fix(fix: Fix): Fix {
    return { ...fix, title: this.words(fix.title), reasons: fix.reasons.map((reason) => this.words(reason)), after: fix.after.map((words) => this.words(words)) };
  }

  notFixed(why: NotFixed): NotFixed {
    return { ...this.words(why), ...(why.steps === undefined ? {} : { steps: why.steps.map((step) => this.words(step)) }) };
  }

  private data(data: WordData, at: SourceRange | null): WordData {
    const { secret, open } = at === null ? { secret: '', open: '' } : this.secretAt(at);
    const shown = (text: string): string => (text.length > 1 && secret.includes(text) && !open.includes(text) ? '*'.repeat(text.length) : this.text(text));
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, typeof value === 'string' ? shown(value) : typeof value === 'number' ? value : value.map(shown)]));
  }

  /** The first secret in which a place lies, or that lies in it, and what else of its line the place holds. */
  private secretAt({ file, start, end }: SourceRange): { readonly secret: string; readonly open: string } {
    const spans = this.spansOf(file);
    const text = this.deployment.texts.get(file) ?? '';
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.end ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    const found = spans[low];
    const place = text.slice(start, Math.min(end, start + MOST_PLACE));
    if (found === undefined || found.start >= end || /[\r\n]/.test(place)) return { secret: '', open: '' };
    const open = place.slice(0, Math.max(0, found.start - start)) + place.slice(Math.max(0, found.end - start));
    return { secret: text.slice(found.start, found.end), open };
  }

  private spansOf(file: string): readonly Span[] {
    const spans = this.spans.get(file) ?? secretsIn(this.deployment.texts.get(file) ?? '');
    this.spans.set(file, spans);
    return spans;
  }

  private values(): Passages {
    if (this.found !== null) return this.found;
    const { texts, secrets, services } = this.deployment;
    const read = services.flatMap(({ environment }) => environment.flatMap(({ name, value: { value } }) => (typeof value === 'string' && isSecretName(name) ? value : [])));
    return (this.found = secretPassages(texts, (file) => this.spansOf(file), [...read, ...secrets]));
  }
}
