import { createColors } from 'picocolors';
import { commandsOf } from '../load/inspect/load-inspect.ts';
import { inspectJson } from '../report/inspect-json.ts';
import { inspectReport } from '../report/inspect-report.ts';
import type { InspectReport } from '../report/inspect-run.ts';
import type { Language } from '../report/language.ts';
import type { RunError } from '../report/run-report.ts';
import { Scene } from './inspect/scene.ts';
import { readSource, type Source, type SourceProblem } from './inspect/source.ts';
import { machineLanguage } from './language.ts';
import { isFailure, pages } from './lint-command.ts';
import { costsIn, type LintCommandOptions } from './options.ts';
import { sayError } from './sentences.ts';
import type { Terminal } from './terminal.ts';

/** Looks at containers and changes nothing; resolves to the exit code. */
export async function inspectCommand(words: readonly string[], given: LintCommandOptions, human: Language, terminal: Terminal): Promise<number> {
  const language = given.format === 'json' ? machineLanguage(terminal.argv, human) : human;
  const { source, problems } = await readSource(words, given.maxBytes, terminal);
  const read = source === null ? null : commandsOf(source.containers, source.imageOf, source.defaults);
  const unread: SourceProblem[] = read !== null && !read.ok ? [{ path: null, error: read.error }] : [];
  const errors = [...problems, ...unread].map((problem) => errorOf(problem, language));
  const options: LintCommandOptions = { ...given, ...(source === null ? {} : foundOptions(source, given)), unsafeFixes: true };
  const scene = source === null || read?.ok !== true ? null : new Scene(source, read.commands, options);
  const report = reportOf(scene, source, { options, errors, language });
  if (scene !== null || given.format === 'json') {
    const { stdout } = terminal;
    const stylish = { width: stdout.width, colors: createColors(stdout.colors(given.color)), ...pages(stdout.links(given.color), human, terminal) };
    stdout.write(given.format === 'json' ? inspectJson(report) : inspectReport(report, stylish));
  }
  for (const { path, message } of errors) terminal.stderr.write(`zlm-lint: ${path === '' ? '' : `${path}: `}${message}\n`);
  if (errors.length > 0) return 2;
  const found = report.run.files.flatMap(({ left }) => left.map(({ finding }) => finding.severity));
  const tooMany = found.filter((severity) => severity === 'warning').length > (given.maxWarnings ?? Infinity);
  return given.exitZero !== true && (tooMany || found.some((severity) => isFailure(severity, given))) ? 1 : 0;
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
    looked: source?.containers.length ?? 0,
  };
}

function errorOf({ path, error }: SourceProblem, language: Language): RunError {
  const { code, ...data } = error;
  return { path: path ?? '', message: sayError(code, 'path' in data ? (({ path: _path, ...rest }) => rest)(data) : data, language) };
}
