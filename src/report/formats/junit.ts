import { byFile, type FileTold } from '../by-file.ts';
import { appliedLines } from '../fix-report.ts';
import { fixWords } from '../fix-words.ts';
import { LineCache } from '../line-cache.ts';
import type { PublishedRun } from '../run-report.ts';
import { say } from '../sentences.ts';
import type { Told } from '../told.ts';
import { xmlDocument, type XmlElement } from '../xml.ts';

/** What a test came to; without an element it passed, and `system-out` only says more. */
type Outcome = { readonly name: 'failure' | 'error' | 'skipped' | 'system-out' } & XmlElement;

interface Test {
  /** Readers group tests by it, and take what stands before the last full stop for the package. */
  readonly group: string;
  /** The same while it is the same problem, so that readers tell since when it has been there: lines may move. */
  readonly name: string;
  readonly outcome: Outcome | null;
}

/** Test results in the form of Jenkins (jenkinsci/xunit-plugin, junit-10.xsd): red is what makes the exit code 1 or 2. */
export function junitReport(run: PublishedRun): string {
  const suites = byFile(run).map((file) => suite(file.name, testsOf(file, run)));
  // A report without any test is a mistake to Jenkins, and fails the build.
  if (suites.length === 0) suites.push(suite('zlm-lint', [{ group: 'no-files', name: 'zlm-lint', outcome: { name: 'skipped', attributes: { message: say({ id: 'junit.no-files' }, run.language) } } }]));
  const sum = (name: 'tests' | 'failures' | 'errors'): number => suites.reduce((all, { counts }) => all + counts[name], 0);
  return xmlDocument({ name: 'testsuites', attributes: { name: 'zlm-lint', tests: sum('tests'), failures: sum('failures'), errors: sum('errors') }, children: suites.map(({ element }) => element) });
}

function suite(name: string, tests: readonly Test[]) {
  const count = (outcome: Outcome['name']): number => tests.filter((test) => test.outcome?.name === outcome).length;
  const counts = { tests: tests.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
  const seen = new Map<string, number>();
  const children = tests.map(({ group, name: test, outcome }): XmlElement => {
    const key = JSON.stringify([group, test]);
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return { name: 'testcase', attributes: { name: number === 1 ? test : `${test} (${number})`, classname: `zlm-lint.${group}` }, children: outcome === null ? [] : [outcome] };
  });
  return { counts, element: { name: 'testsuite', attributes: { name, ...counts }, children } };
}

function testsOf({ name, findings, applied, errors }: FileTold, run: PublishedRun): Test[] {
  const tests = [
    ...errors.map(({ say: words }): Test => ({ group: 'not-done', name, outcome: { name: 'error', attributes: { type: 'not-done', message: words(run.language) }, text: [words(run.language), name] } })),
    ...applied.map((one): Test => {
      const { fix, of, findings: [first] } = one;
      const lines = appliedLines(one, of.path, { run, lines: new LineCache(of.deployment.texts), width: Infinity });
      const outcome: Outcome = run.mode === 'fix' ? { name: 'system-out', text: lines } : { name: 'failure', attributes: { type: 'fix', message: lines[0] }, text: lines };
      return { group: first?.rule ?? 'fix', name: named(name, fix.service?.label, 'fix'), outcome };
    }),
    ...findings.map((told): Test => {
      const { rule, service, messageId } = told.finding;
      return { group: rule, name: named(name, service?.label, messageId), outcome: outcomeOf(told, name, run) };
    }),
  ];
  return tests.length > 0 ? tests : [{ group: 'no-findings', name, outcome: null }];
}

function named(file: string, service: string | undefined, what: string): string {
  return [file, ...(service === undefined ? [] : [service]), what].join(': ');
}

function outcomeOf(told: Told, name: string, run: PublishedRun): Outcome {
  const { message, start, page, finding: { severity, suppressed } } = told;
  const place = `${name}:${start.line}:${start.column}`;
  if (suppressed !== null) {
    const reason = suppressed.reason === null ? [] : [suppressed.reason];
    return { name: 'skipped', attributes: { type: suppressed.kind, message: [...reason, message] }, text: [place] };
  }
  const text = [message, place, fixWords(told, run.language), page].filter((line) => line !== null);
  // With these two only what would be fixed decides.
  const fails = run.mode !== 'check' && run.mode !== 'diff' && run.fails(severity);
  return fails ? { name: 'failure', attributes: { type: severity, message }, text } : { name: 'system-out', text };
}
