import type { Log, Notification, Result, Suppression } from 'sarif';
import type { Suppression as Silence } from '../../model/suppression.ts';
import { findingAndRemedy } from '../fix-words.ts';
import { jsonText } from '../json-text.ts';
import type { PublishedRun, RunError } from '../run-report.ts';
import { say } from '../sentences.ts';
import { loud, told, type Told } from '../told.ts';
import { codeScanning, withinLimits } from './sarif-limits.ts';
import { artifactAt, fixOf, placeOf, ROOT, textOf } from './sarif-places.ts';
import { levels, ruleOf } from './sarif-rules.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** GitHub keeps so many places of a result. */
const MOST_RELATED = 100;

/**
 * SARIF 2.1.0. There is no `automationDetails`: it would win over the category that a workflow gives to GitHub's `upload-sarif`, which
 * otherwise makes one of the workflow and the job.
 */
export function sarifReport(run: PublishedRun): string {
  const { language, metas, errors, program } = run;
  const culture = language === 'zh' ? 'zh-CN' : 'en-US';
  const ids = new Map([...metas.keys()].map((id, index) => [id, index]));
  // Code scanning does not read suppressions (github/codeql-action#1230), and would open alerts for what somebody has silenced.
  const findings = run.inWorkflow ? loud(told(run)) : told(run);
  const silent = findings.some(({ finding }) => finding.suppressed !== null);
  const all = findings.map((finding) => resultOf(finding, ids, silent, run));
  const results = withinLimits(all, codeScanning);
  const notifications = [...errors.map((error) => failure(error, run)), ...leftOut(all.length - results.length, run)];
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'zlm-lint', version: program.version, semanticVersion: program.version, informationUri: program.homepage, language: culture, rules: [...metas.values()].map((meta) => ruleOf(meta, run)) },
        },
        language: culture,
        invocations: [{ executionSuccessful: errors.length === 0, toolExecutionNotifications: notifications }],
        originalUriBaseIds: { [ROOT]: { description: { text: say({ id: 'sarif.root' }, language) } } },
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
        results,
      },
    ],
  };
  return jsonText(log);
}

function resultOf(told: Told, ids: ReadonlyMap<string, number>, silent: boolean, run: PublishedRun): Result {
  const { finding: { rule, severity, service, at, related = [], suppressed }, fix, fingerprint } = told;
  const index = ids.get(rule);
  return {
    ruleId: rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: levels[severity],
    // Code scanning shows no fixes.
    message: { text: findingAndRemedy(told, run.language).map(textOf).join('\n') },
    locations: [{ physicalLocation: placeOf(at, told, run), ...(service === null ? {} : { logicalLocations: [{ name: textOf(service.label), kind: 'resource' }] }) }],
    ...(related.length === 0 ? {} : { relatedLocations: related.slice(0, MOST_RELATED).map((one, id) => ({ id: id + 1, physicalLocation: placeOf(one, told, run) })) }),
    // GitHub knows an alert again by `primaryLocationLineHash`, which its `upload-sarif` works out, with a warning for each that is there already.
    partialFingerprints: { 'zlmLintFinding/v1': fingerprint },
    // The standard wants this of all results or of none.
    ...(silent ? { suppressions: suppressed === null ? [] : [suppressionOf(suppressed, told, run)] } : {}),
    ...(fix !== null && (fix.safety === 'safe' || run.unsafe) ? { fixes: [fixOf(fix, told, run)] } : {}),
  };
}

function suppressionOf({ kind, reason, at }: Silence, told: Told, run: PublishedRun): Suppression {
  return {
    kind: kind === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    ...(reason === null ? {} : { justification: textOf(reason) }),
    ...(at === null ? {} : { location: { physicalLocation: placeOf(at, told, run) } }),
  };
}

function failure({ path, say: words }: RunError, { pathOf, language }: PublishedRun): Notification {
  const place = path === '' ? {} : { locations: [{ physicalLocation: { artifactLocation: artifactAt(pathOf(path)) } }] };
  return { level: 'error', message: { text: textOf(words(language)) }, ...place };
}

function leftOut(more: number, { language }: PublishedRun): Notification[] {
  return more === 0 ? [] : [{ level: 'warning', message: { text: say({ id: 'sarif.more', data: { more } }, language) } }];
}
