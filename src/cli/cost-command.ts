import { createColors } from 'picocolors';
import { estimate } from '../cost/estimate.ts';
import type { Costs } from '../cost/model.ts';
import { strategyOf } from '../fix/assess.ts';
import type { Deployment, Service } from '../model/deployment.ts';
import type { Strategy } from '../model/finding.ts';
import { isDiscarded } from '../ports/network-mode.ts';
import { countPairs } from '../ports/published.ts';
import { costPicture } from '../report/cost-picture.ts';
import { costJson, costTable, type CostRun, type Outcome, type ServiceCost } from '../report/cost-report.ts';
import type { Language } from '../report/language.ts';
import type { FileReport } from '../report/run-report.ts';
import { engineOf, isMeasured } from '../rule.ts';
import { identify } from '../lint.ts';
import { machineLanguage } from './language.ts';
import { strategyCommand } from './fix-command.ts';
import { nothingInForce } from './in-force.ts';
import { costsIn, projectOptions, type CostCommandOptions, type WorkOptions } from './options.ts';
import { projectErrors } from './project-errors.ts';
import type { Project } from './project.ts';
import { readProjects } from './projects.ts';
import { sayError, sayFileError } from './sentences.ts';
import { complain, type Terminal } from './terminal.ts';
import { unreadNotes } from './unread-notes.ts';
import { Work } from './work.ts';

/** Tells what publishing costs now and after the fix of each strategy; resolves to the exit code. */
export async function costCommand(paths: readonly string[], options: CostCommandOptions, human: Language, terminal: Terminal): Promise<number> {
  const language = options.format === 'json' ? machineLanguage(terminal.argv, human) : human;
  const { projects: found, errors: unread, allIgnored } = await readProjects(paths, projectOptions(options, terminal));
  const errors: { path: string; message: string }[] = unread.map((error) => ({ path: error.path, message: sayFileError(error, language) }));
  const costs = costsIn(options);
  const projects = found.map((project) => {
    const deployment = identify(project.load(project.texts), options.zlmService);
    const isConcerned = deployment.services.some(({ zlm }) => zlm !== null);
    if (isConcerned || project.named) errors.push(...projectErrors(deployment, language).map(({ path, line, message }) => ({ path: `${path}:${line}`, message })));
    return { deployment, services: isConcerned ? costsOfServices(project, deployment.services, options, costs) : [] };
  });
  const run: CostRun = { projects, costs, language, command: (path, strategy) => strategyCommand(path, strategy, { options, argv: terminal.argv }) };
  const { stdout } = terminal;
  if (options.format === 'json') stdout.write(costJson(run, errors));
  else if (options.format === 'svg') stdout.write(costPicture(run));
  else if (errors.length === 0 || projects.some(({ services }) => services.length > 0)) stdout.tell(costTable(run, { width: stdout.width, colors: createColors(stdout.colors(options.color)) }));
  if (allIgnored === true) complain(terminal, sayError('all-ignored', {}, human));
  for (const { deployment } of projects) for (const note of unreadNotes(deployment, human)) complain(terminal, note);
  for (const { path, message } of errors) complain(terminal, `${path}: ${message}`);
  return errors.length > 0 ? 2 : 0;
}

/** What of the options decides what a service costs. */
export type CostOptions = Omit<CostCommandOptions, 'format'>;

/** Those that publish ports, and every ZLMediaKit. */
export function costsOfServices(project: Project, services: readonly Service[], options: CostOptions, costs: Costs): ServiceCost[] {
  const fixed = { host: fixedBy('host', project, options), minimal: fixedBy('minimal', project, options) };
  return services.flatMap((service, index): ServiceCost[] => {
    if (service.zlm === null && (service.ports.length === 0 || isDiscarded(service))) return [];
    const engine = engineOf(service, options.engine);
    const now = costOf(service, engine, costs);
    const outcome = (strategy: Strategy): Outcome => outcomeOf(fixed[strategy], { service, index, engine, services }, strategy, costs);
    const after = service.zlm === null ? null : { host: outcome('host'), minimal: outcome('minimal') };
    return [{ service, engine, now, after, ...unknownOf(service) }];
  });
}

/** What of its ports cannot be counted; `-P` publishes what the image exposes. */
function unknownOf(service: Service): Pick<ServiceCost, 'atLeast' | 'anywhere'> {
  if (isDiscarded(service)) return { atLeast: false, anywhere: 0 };
  const { atLeast, anywhere } = countPairs(service.ports);
  return { atLeast: atLeast || service.publishAll !== null, anywhere };
}

function costOf(service: Service, engine: ReturnType<typeof engineOf>, costs: Costs): ServiceCost['now'] {
  return isMeasured(engine) ? estimate(countPairs(isDiscarded(service) ? [] : service.ports), costs) : null;
}

/** What all fixes of a strategy make of a project, those included that a person has to judge. Nothing that is set of the rules hides one of them. */
function fixedBy(strategy: Strategy, project: Project, options: CostOptions): FileReport {
  const all: WorkOptions = {
    ...options,
    configuration: { ...nothingInForce, ignored: options.configuration.ignored },
    strategy,
    unsafeFixes: true,
    maxPorts: undefined,
    rule: [],
    only: [],
    skip: [],
    failOn: 'warning',
    backup: false,
  };
  return new Work({ ...project, load: (texts) => withoutDirectives(project.load(texts)) }, all, true).report;
}

/** Nor does a comment. */
function withoutDirectives(deployment: Deployment): Deployment {
  return { ...deployment, comments: deployment.comments.filter(({ value }) => !value.includes('zlm-lint-')) };
}

interface Asked {
  readonly service: Service;
  /** Fixes keep the services in their order. */
  readonly index: number;
  readonly engine: ReturnType<typeof engineOf>;
  readonly services: readonly Service[];
}

function outcomeOf({ applied, left, deployment }: FileReport, { service, index, engine, services }: Asked, strategy: Strategy, costs: Costs): Outcome {
  // Services of one name are told apart by their place, which holds until the first fix.
  const isAlone = services.filter(({ label }) => label === service.label).length === 1;
  const fixes = applied.filter(({ fix }) => fix.strategy === strategy && fix.service !== null && fix.service.label === service.label && (isAlone || fix.service.at.start === service.at.start));
  const after = deployment.services[index] ?? service;
  if (fixes.length > 0) return { cost: costOf(after, engine, costs), fix: fixes.some(({ fix }) => fix.safety === 'unsafe') ? 'unsafe' : 'safe', why: null };
  const why = left.find(({ finding, notFixed }) => notFixed !== null && finding.service === after && finding.answers?.some((answer) => strategyOf(answer) === strategy) === true)?.notFixed ?? null;
  const moved = strategy === 'host' && isMeasured(engine) ? estimate(countPairs([]), costs) : costOf(after, engine, costs);
  return { cost: moved, fix: 'none', why };
}
