import { createColors } from 'picocolors';
import { inspectJson } from '../report/inspect-json.ts';
import { inspectReport } from '../report/inspect-report.ts';
import type { InspectReport } from '../report/inspect-run.ts';
import type { Language } from '../report/language.ts';
import type { RunError } from '../report/run-report.ts';
import { Scene } from './inspect/scene.ts';
import { readSource, type Source, type SourceProblem } from './inspect/source.ts';
import { machineLanguage } from './language.ts';
import { pages } from './lint-command.ts';
import { isFailure } from './lint-projects.ts';
import { costsIn, type InspectCommandOptions, type WorkOptions } from './options.ts';
import { sayError } from './sentences.ts';
import { complain, type Terminal } from './terminal.ts';

/** Of JSON: a container with every port published takes 20 MB. */
const MOST_BYTES = 100_000_000;

/** Looks at containers and changes nothing; resolves to the exit code. */
export async function inspectCommand(words: readonly string[], given: InspectCommandOptions, human: Language, terminal: Terminal): Promise<number> {
  const language = given.format === 'json' ? machineLanguage(terminal.argv, human) : human;
  const { source, problems } = await readSource(words, given.said.has('maxBytes') ? given.maxBytes : MOST_BYTES, terminal);
  const errors = problems.map((problem) => errorOf(problem));
  const found = source === null ? {} : foundOptions(source, given);
  const options: WorkOptions = { ...given, ...found, given: new Set([...given.given, ...unusual(found)]), unsafeFixes: true };
  const scene = source === null ? null : new Scene(source, options, terminal.cwd);
  const report = reportOf(scene, source, { options, errors, language });
  if (scene !== null || given.format === 'json') {
    const { stdout } = terminal;
    const stylish = { width: stdout.width, colors: createColors(stdout.colors(given.color)), ...pages(stdout.links(given.color), human, terminal) };
    if (given.format === 'json') stdout.write(inspectJson(report));
    else stdout.tell(inspectReport(report, stylish));
  }
  for (const { path, say } of errors) complain(terminal, path === '' ? say(language) : `${path}: ${say(language)}`);
  if (errors.length > 0) return 2;
  const severities = report.run.files.flatMap(({ left }) => left.map(({ finding }) => finding.severity));
  const tooMany = severities.filter((severity) => severity === 'warning').length > (given.maxWarnings ?? Infinity);
  return given.exitZero !== true && (tooMany || severities.some((severity) => isFailure(severity, given))) ? 1 : 0;
}

/** What the user did not say of the engine, the engine says itself. */
function foundOptions({ host }: Source, { said }: WorkOptions): Partial<WorkOptions> {
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
function unusual(found: Partial<WorkOptions>): string[] {
  const usual: Partial<WorkOptions> = { engine: 'linux', userlandProxy: 'on', firewall: 'iptables-nft', ipv6: 'on' };
  return (Object.keys(found) as (keyof WorkOptions)[]).filter((name) => found[name] !== usual[name]);
}

function reportOf(scene: Scene | null, source: Source | null, { options, errors, language }: { readonly options: WorkOptions; readonly errors: readonly RunError[]; readonly language: Language }): InspectReport {
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

function errorOf({ path, error }: SourceProblem): RunError {
  const { code, ...data } = error;
  const told = 'path' in data ? (({ path: _path, ...rest }) => rest)(data) : data;
  return { path: path ?? '', say: (language) => sayError(code, told, language) };
}
