import { createColors } from 'picocolors';
import { inspectJson } from '../report/inspect-json.ts';
import { inspectReport } from '../report/inspect-report.ts';
import type { InspectReport } from '../report/inspect-run.ts';
import type { Language } from '../report/language.ts';
import type { RunError } from '../report/run-report.ts';
import { visible } from '../text/width.ts';
import { Scene } from './inspect/scene.ts';
import { readSource, type Source, type SourceProblem } from './inspect/source.ts';
import { machineLanguage } from './language.ts';
import { isFailure, pages } from './lint-command.ts';
import { costsIn, type LintCommandOptions } from './options.ts';
import { sayError } from './sentences.ts';
import type { Terminal } from './terminal.ts';

/** Of JSON: a container with every port published takes 20 MB. */
const MOST_BYTES = 100_000_000;

/** Looks at containers and changes nothing; resolves to the exit code. */
export async function inspectCommand(words: readonly string[], given: LintCommandOptions, human: Language, terminal: Terminal): Promise<number> {
  const language = given.format === 'json' ? machineLanguage(terminal.argv, human) : human;
  const { source, problems } = await readSource(words, given.said.has('maxBytes') ? given.maxBytes : MOST_BYTES, terminal);
  const errors = problems.map((problem) => errorOf(problem, language));
  const found = source === null ? {} : foundOptions(source, given);
  const options: LintCommandOptions = { ...given, ...found, given: new Set([...given.given, ...unusual(found)]), unsafeFixes: true };
  const scene = source === null ? null : new Scene(source, options, terminal.cwd);
  const report = reportOf(scene, source, { options, errors, language });
  if (scene !== null || given.format === 'json') {
    const { stdout } = terminal;
    const stylish = { width: stdout.width, colors: createColors(stdout.colors(given.color)), ...pages(stdout.links(given.color), human, terminal) };
    stdout.write(given.format === 'json' ? inspectJson(report) : inspectReport(report, stylish));
  }
  for (const { path, message } of errors) terminal.stderr.write(`zlm-lint: ${path === '' ? '' : `${visible(path)}: `}${message}\n`);
  if (errors.length > 0) return 2;
  const severities = report.run.files.flatMap(({ left }) => left.map(({ finding }) => finding.severity));
  const tooMany = severities.filter((severity) => severity === 'warning').length > (given.maxWarnings ?? Infinity);
  return given.exitZero !== true && (tooMany || severities.some((severity) => isFailure(severity, given))) ? 1 : 0;
}

/** What the user did not say of the engine, the engine says itself. */
function foundOptions({ host }: Source, { said }: LintCommandOptions): Partial<LintCommandOptions> {
  if (host === null) return {};
  const { name, version, userlandProxy, firewall, hugePages, ipv6 } = host.facts;
  return {
    ...(said.has('engine') ? {} : { engine: name }),
    ...(said.has('engineVersion') || version === null || name === 'podman' ? {} : { engineVersion: version }),
    ...(said.has('userlandProxy') || userlandProxy === null ? {} : { userlandProxy: userlandProxy ? 'on' : 'off' }),
    ...(said.has('firewall') || firewall === null ? {} : { firewall }),
    ...(said.has('hugePages') || hugePages === null ? {} : { hugePages }),
    ...(said.has('ipv6') || ipv6 === null ? {} : { ipv6: ipv6 ? 'on' : 'off' }),
  };
}

/** Those that another run would not take to be so without being told. */
function unusual(found: Partial<LintCommandOptions>): string[] {
  const usual: Partial<LintCommandOptions> = { engine: 'linux', userlandProxy: 'on', firewall: 'iptables-nft', ipv6: 'on' };
  return (Object.keys(found) as (keyof LintCommandOptions)[]).filter((name) => found[name] !== usual[name]);
}

function reportOf(scene: Scene | null, source: Source | null, { options, errors, language }: { readonly options: LintCommandOptions; readonly errors: readonly RunError[]; readonly language: Language }): InspectReport {
  const containers = scene?.containers() ?? [];
  const host = source?.host ?? null;
  return {
    run: {
      mode: 'diff',
      unsafe: true,
      quiet: false,
      files: containers.map(({ file }) => file),
      errors,
      metas: Scene.metas,
      language,
      engine: options.engine,
      costs: costsIn(options),
      // Every fix is shown as the command line that it makes.
      command: () => '',
      costCommand: () => null,
    },
    engine: host?.facts ?? null,
    host: host?.memory ?? null,
    leftovers: host?.leftovers ?? null,
    containers,
    looked: source?.commands.length ?? 0,
  };
}

function errorOf({ path, error }: SourceProblem, language: Language): RunError {
  const { code, ...data } = error;
  return { path: path ?? '', message: sayError(code, 'path' in data ? (({ path: _path, ...rest }) => rest)(data) : data, language) };
}
